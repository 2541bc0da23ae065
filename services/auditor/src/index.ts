/** The auditor, for processes that hold several services, and for simulations that put other ports into it. */
export { Auditor } from './auditor.ts'
export { AuditorConfig } from './config.ts'
export { isEvent, type Leaf, parseLeaf } from './leaf.ts'
export { LeafIndex } from './leaf-index.ts'
export { type AuditorPorts, auditorService } from './service.ts'
