/** Several requests in one message: headlines and where to decide, nothing that could be decided from here. Pure. */
import type { Card } from '../../card/card.ts'
import { cut } from '../../card/cut.ts'
import { type Block, bold, escaped, link, plain, rich, run, section, wordsOf } from './block.ts'
import type { Message } from './message.ts'

/** A list people still read; the console has all. */
const listedMax = 25
/** One line on most screens. */
const headlineCharsMax = 150

/** `cards`: most urgent first. */
export function renderDigest(cards: readonly Card[]): Message {
  const waiting = cards.filter(({ state }) => state === 'pending' || state === 'frozen')
  const title =
    waiting.length === 0
      ? 'Nothing of these waits any more'
      : `${waiting.length} ${waiting.length === 1 ? 'request waits' : 'requests wait'} for approval`
  const listed = cards.slice(0, listedMax)
  const more = cards.length - listed.length
  const note = more > 0 ? [section(run(`… ${more} more in the console`))] : []
  const rows = listed.map(rowOf)
  const header: Block = { type: 'header', text: plain(title) }
  return {
    text: escaped(title),
    blocks: rows.length + note.length === 0 ? [header] : [header, rich(...rows, ...note)],
  }
}

function rowOf({ mark, risk, headline, link: url }: Card) {
  const { text } = cut(wordsOf(headline), headlineCharsMax)
  const chip = risk === undefined ? '' : ` · ${risk} risk`
  return section(bold(`${mark}${chip}  `), run(`${text}  `), link(url, 'open'))
}
