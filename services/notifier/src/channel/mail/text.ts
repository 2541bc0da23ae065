/** A card as the text part of a mail: everybody else's lines are quoted, so that none passes for one of ours, and no address in them becomes a link. Pure. */
import type { Card, Line, Row } from '../../card/card.ts'
import { plain } from '../../card/plain.ts'

/** In front of every line of a block that somebody else wrote. */
const quote = '  | '

/** `2026-06-01 12:15 UTC` */
export function timeWords(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

export function cardText(card: Card, note?: string): string {
  const { rows, masked, whyStopped, justification, forWhom, progress, reversible, result } = card
  return [
    cardHeadText(card),
    ...(note === undefined ? [] : ['', note]),
    '',
    ...rows.map(rowText),
    ...(masked === undefined ? [] : ['', masked]),
    ...['', `Why it was stopped: ${oneLine(whyStopped)}`],
    ...(justification === undefined ? [] : ['The agent says:', block(justification)]),
    ...['', ...forWhom.map(rowText)],
    ...progress.map(oneLine),
    ...(reversible === undefined ? [] : [reversible]),
    ...(result === undefined ? [] : ['', 'Result', ...result.map(rowText)]),
    '',
    ...card.story.map(({ atMs, line }) => `${timeWords(atMs)} ${oneLine(line)}`),
  ].join('\n')
}

export function cardHeadText({ mark, risk, clock, headline }: Card): string {
  const chips = risk === undefined ? mark : `${mark} - ${risk} risk`
  const until = clock && `Until ${timeWords(clock.untilMs)}: ${clock.after}`
  return [chips, oneLine(headline), ...(until === undefined ? [] : [until])].join('\n')
}

export function fingerprintText({ fingerprint, actionId }: Card): string {
  return `Fingerprint ${fingerprint}, action ${actionId}`
}

function rowText({ label, value, before, isCut }: Row): string {
  const cut = isCut ? ' (not all of it)' : ''
  const was = before === undefined ? [] : ['  before:', block(before)]
  return [`${oneLine(label)}:${cut}`, block(value), ...was].join('\n')
}

const block = (line: Line): string =>
  dead(plain(line))
    .split('\n')
    .map((text) => quote + text)
    .join('\n')

const oneLine = (line: Line): string => dead(plain(line)).replace(/[\n\t]+/g, ' ')

/** Programs turn what begins like this into links; ours stand outside. */
const dead = (text: string): string =>
  text.replaceAll('://', '[:]//').replace(/\b(www)\./gi, '$1[.]')
