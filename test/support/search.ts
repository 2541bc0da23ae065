/** Looks for planted values in texts of any kind, also where they are escaped, percent-encoded, or inside Base64 and hex. */
import type { Needle } from './planted.ts'

/** Every needle is at least this long. */
const gramChars = 8
/** Encodings inside encodings. */
const depthMax = 3
const encodedRun = /[A-Za-z0-9+/_-]{12,}={0,2}/g
const hexRun = /(?:[0-9a-fA-F]{2}){8,}/g

export class Search {
  /** `where: name`, each once. */
  readonly found = new Set<string>()
  /** Names alone. */
  readonly names = new Set<string>()
  charsSeen = 0
  private readonly byGram = new Map<string, Needle[]>()

  constructor(needles: readonly Needle[]) {
    for (const needle of needles) {
      const gram = needle.text.slice(0, gramChars)
      this.byGram.set(gram, [...(this.byGram.get(gram) ?? []), needle])
    }
  }

  look(where: string, content: string | Uint8Array | null | undefined): void {
    if (content === null || content === undefined) return
    const text = typeof content === 'string' ? content : Buffer.from(content).toString('utf8')
    this.charsSeen += text.length
    for (const form of formsOf(text, depthMax)) this.scan(where, form.toLowerCase())
  }

  private scan(where: string, text: string): void {
    for (let at = 0; at + gramChars <= text.length; at += 1) {
      const needles = this.byGram.get(text.slice(at, at + gramChars))
      if (needles === undefined) continue
      for (const { name, text: wanted } of needles) {
        if (!text.startsWith(wanted, at)) continue
        this.found.add(`${where}: ${name}`)
        this.names.add(name)
      }
    }
  }
}

function formsOf(text: string, depth: number): Set<string> {
  const forms = new Set([text, unescaped(text), percentDecoded(text)])
  if (depth === 0) return forms
  for (const decoded of [
    ...decodedRuns(text, encodedRun, 'base64'),
    ...decodedRuns(text, hexRun, 'hex'),
  ])
    for (const form of formsOf(decoded, depth - 1)) forms.add(form)
  return forms
}

/** What is no text was no encoding, or is encrypted. */
function decodedRuns(text: string, pattern: RegExp, encoding: 'base64' | 'hex'): string[] {
  return [...text.matchAll(pattern)]
    .map(([run]) => Buffer.from(run, encoding).toString('latin1'))
    .filter((decoded) => /[\x20-\x7e]{8}/.test(decoded))
}

function unescaped(text: string): string {
  return text
    .replaceAll(/\\+u([0-9a-fA-F]{4})/g, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    )
    .replaceAll(/\\+n/g, '\n')
    .replaceAll(/\\+/g, '')
}

function percentDecoded(text: string): string {
  return text.replaceAll(/%([0-9a-fA-F]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
}
