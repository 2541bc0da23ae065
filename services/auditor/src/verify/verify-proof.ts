/** One proof file and the leaf it is about: offline, with nothing else at hand. */
import { factDigest, HoldpointError } from '@holdpoint/contracts'
import type { Trust } from '@holdpoint/seal'
import { leafHash, type NoteVerifier, parseProof, toBase64, verifyProof } from '@holdpoint/tlog'
import { isEvent, type Leaf } from '../leaf.ts'
import { Actions } from './actions.ts'
import { readLeaf } from './leaf-walk.ts'
import { Report } from './report.ts'
import { SignatureCheck } from './signature-check.ts'
import { guarded, originIn } from './verify-log.ts'

export interface VerifyProofOptions {
  readonly proof: Uint8Array
  /** Default: what the proof carries in its `extra` line. */
  readonly leaf?: Uint8Array
  readonly verifiersOf: (origin: string) => readonly NoteVerifier[]
  readonly trust?: Trust
}

export interface ProofReport {
  readonly report: Report
  /** The leaf, where everything held. */
  readonly proven?: { readonly index: number; readonly leaf: Leaf }
}

export async function verifyProofFile(options: VerifyProofOptions): Promise<ProofReport> {
  const report = new Report()
  let proven: ProofReport['proven']
  await guarded(report, 'proof', async () => {
    const proof = parseProof(options.proof)
    const bytes = options.leaf ?? proof.extra
    if (!bytes) {
      const rule = 'is needed: the proof carries no leaf'
      throw new HoldpointError('HP_FIELD_INVALID', { field: '--leaf', rule })
    }
    const verifiers = options.verifiersOf(originIn(proof.checkpoint))
    const { origin, size, root, note } = await verifyProof(proof, leafHash(bytes), verifiers)
    const key = note.verifiedBy.find(({ name }) => name === origin)?.keyId ?? ''
    report.log = { origin, size, root: toBase64(root), key }
    const leaf = readLeaf(bytes, proof.index, report)
    if (!leaf) return
    checkOwn(leaf, proof.index, report, options.trust)
    proven = { index: proof.index, leaf }
  })
  return { report, ...(proven ? { proven } : {}) }
}

/** What can be said of one leaf without its neighbours. */
function checkOwn(leaf: Leaf, index: number, report: Report, trust: Trust | undefined): void {
  if (!isEvent(leaf) || !trust) return
  report.signaturesChecked = true
  new SignatureCheck(report, trust, new Actions()).event(leaf, factDigest(leaf.fact), index)
}
