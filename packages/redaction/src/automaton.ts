/** Aho-Corasick over a folded alphabet: one step per character finds every keyword, however many there are. */

import { HoldpointError } from '@holdpoint/contracts'

/** Symbols: 0 is everything that occurs in no keyword, letters are folded to lower case. */
const symbols = ' abcdefghijklmnopqrstuvwxyz0123456789_-.:/+=@$,~\'!|<"'
const typographicApostrophe = 0x2019
/** Power of two, so that a row starts at `state << rowBits`. */
export const rowBits = 6

/** Letters that Unicode does not take apart. */
const unmarked: Readonly<Record<string, string>> = {
  ß: 's',
  æ: 'a',
  Æ: 'a',
  ø: 'o',
  Ø: 'o',
  œ: 'o',
  Œ: 'o',
  đ: 'd',
  Đ: 'd',
  ð: 'd',
  þ: 't',
  ł: 'l',
  Ł: 'l',
  ı: 'i',
}
/** Latin letters with accents end here: each is read as its base letter. */
const latinEnd = 0x1f00
/** Of every UTF-16 unit, so that nothing has to be asked before looking it up. */
const symbolOf = new Uint8Array(0x10000)
for (let i = 0; i < symbols.length; i++) {
  const char = symbols[i] ?? ''
  symbolOf[char.charCodeAt(0)] = i + 1
  symbolOf[char.toUpperCase().charCodeAt(0)] = i + 1
}
for (let code = 0xc0; code < latinEnd; code++) {
  // Between the two blocks of Latin letters stand other scripts.
  if (code >= 0x250 && code < 0x1e00) continue
  const base = String.fromCharCode(code).normalize('NFD').charAt(0)
  symbolOf[code] = symbolOf[(unmarked[base] ?? base).charCodeAt(0)] ?? 0
}

symbolOf[typographicApostrophe] = symbols.indexOf("'") + 1

export interface Automaton {
  /** Next state from `state` after the UTF-16 unit `code`: `next[(state << rowBits) | symbolOf[code]]`; 0 is the start. */
  readonly next: Uint16Array
  readonly symbolOf: Uint8Array
  /** States from here on have outputs, the others have none. */
  readonly firstHit: number
  /** Indices of the keywords that end in this state, longest first; undefined for most. */
  readonly outputs: readonly (readonly number[] | undefined)[]
}

interface Node {
  readonly next: Map<number, number>
  readonly outputs: number[]
}

export function buildAutomaton(keywords: readonly string[]): Automaton {
  const nodes: Node[] = [{ next: new Map(), outputs: [] }]
  for (const [index, keyword] of keywords.entries()) addKeyword(nodes, keyword, index)
  return close(nodes)
}

function addKeyword(nodes: Node[], keyword: string, index: number): void {
  let at = 0
  for (const char of keyword) {
    const symbol = symbolOf[char.charCodeAt(0)] ?? 0
    if (symbol === 0) throw new HoldpointError('HP_INTERNAL', { keyword: index })
    let next = nodes[at]?.next.get(symbol)
    if (next === undefined) {
      next = nodes.length
      nodes.push({ next: new Map(), outputs: [] })
      nodes[at]?.next.set(symbol, next)
    }
    at = next
  }
  nodes[at]?.outputs.push(index)
}

/** Breadth first: every state's missing edges and outputs come from its longest proper suffix. */
function close(nodes: readonly Node[]): Automaton {
  const table = new Uint16Array(nodes.length << rowBits)
  const suffix = new Uint16Array(nodes.length)
  const queue = [0]
  for (const at of queue) {
    const node = nodes[at]
    const fallback = suffix[at] ?? 0
    if (node === undefined) continue
    if (at !== 0) node.outputs.push(...(nodes[fallback]?.outputs ?? []))
    for (let symbol = 0; symbol < 1 << rowBits; symbol++) {
      const viaSuffix = at === 0 ? 0 : (table[(fallback << rowBits) | symbol] ?? 0)
      const child = node.next.get(symbol)
      table[(at << rowBits) | symbol] = child ?? viaSuffix
      if (child === undefined) continue
      suffix[child] = viaSuffix
      queue.push(child)
    }
  }
  return inOrder(nodes, table)
}

/** States without outputs first: one comparison tells them apart. */
function inOrder(nodes: readonly Node[], table: Uint16Array): Automaton {
  const plain = [...nodes.keys()].filter((at) => nodes[at]?.outputs.length === 0)
  const order = [...plain, ...[...nodes.keys()].filter((at) => nodes[at]?.outputs.length !== 0)]
  const place = new Uint16Array(nodes.length)
  for (const [index, at] of order.entries()) place[at] = index
  const next = new Uint16Array(table.length)
  for (const [index, at] of order.entries())
    for (let symbol = 0; symbol < 1 << rowBits; symbol++)
      next[(index << rowBits) | symbol] = place[table[(at << rowBits) | symbol] ?? 0] ?? 0
  const outputs = order
    .map((at) => nodes[at]?.outputs)
    .map((each) => (each?.length ? each : undefined))
  return { next, symbolOf, firstHit: plain.length, outputs }
}
