/**
 * ioredis, loaded so that it does not slow down everything else. It declares a class that extends String (for a type of RESP3, which we don't speak); from then on
 * V8 no longer inlines the methods of strings anywhere in the process, and a loop over `charCodeAt` takes five times as long. Measured on Node 24.
 */
import { createRequire, Module } from 'node:module'

const load = createRequire(import.meta.url)

/** Stands in for that class; a server that is spoken to in RESP2 never makes one. */
class VerbatimString {
  readonly format: string
  readonly #value: string

  constructor(format: string, value: string) {
    this.format = format
    this.#value = value
  }

  toString(): string {
    return this.#value
  }
}

standIn('ioredis/built/resp/verbatim-string', { VerbatimString })

export const { Redis }: typeof import('ioredis') = load('ioredis')
export type Redis = import('ioredis').Redis

/** Where somebody has loaded it already, it is too late, and nothing is changed. */
function standIn(path: string, exports: object): void {
  const file = load.resolve(path)
  if (load.cache[file] !== undefined) return
  const module = new Module(file)
  module.exports = exports
  module.loaded = true
  load.cache[file] = module
}
