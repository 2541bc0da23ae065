/** Scores the tagger on sentences from other templates with names that training never saw. */

import { noSense } from '../src/hint.ts'
import { resolve } from '../src/resolve.ts'
import { scanText } from '../src/scan-text.ts'
import { sentences } from './corpus.ts'

const seed = 7
const sentenceCount = 4000

let right = 0
let said = 0
let gold = 0
const errors: string[] = []
for (const { text, names } of sentences('check.txt', seed, sentenceCount, true)) {
  const spots = resolve(scanText(text, noSense, 'balanced').spots).filter(
    (s) => s.type === 'PERSON',
  )
  gold += names.length
  said += spots.length
  const mark = new Set(names.map(([start, end]) => `${start}-${end}`))
  for (const { start, end } of spots) {
    if (mark.delete(`${start}-${end}`)) right++
    else errors.push(`+ ${text.slice(start, end)} in ${JSON.stringify(text)}`)
  }
  for (const span of mark) {
    const [start = 0, end = 0] = span.split('-').map(Number)
    errors.push(`- ${text.slice(start, end)} in ${JSON.stringify(text)}`)
  }
}
const line = `precision ${(right / said).toFixed(3)} recall ${(right / gold).toFixed(3)} of ${gold} names, exact spans\n`
process.stdout.write(process.argv.includes('--errors') ? `${errors.join('\n')}\n${line}` : line)
