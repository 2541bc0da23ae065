/** Headers of our mails: a subject that nobody else's text can end or decode, and ids by which mail programs put one action's mails together. Pure. */
import { createHash } from 'node:crypto'
import { HoldpointError } from '@holdpoint/contracts'

/** An encoded word has at most 75 characters (RFC 2047): 12 of them around base64 of so many bytes. */
const wordBytesMax = 45
/** What needs no encoding: visible ASCII, and nothing that a mail program would take for an encoded word. */
const plainSubject = /^(?!.*=\?)[\x20-\x7e]*$/
/** Controls must be visible codes by now; one that is left would end the header. */
const controls = /\p{Cc}/u
/** Deliberately narrow: no quotes, comments, routes or lists. */
const addressPattern = /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,125}$/

/** Throws HP_FIELD_INVALID where a control has got through. */
export function subjectHeader(text: string): string {
  if (controls.test(text)) {
    throw new HoldpointError('HP_FIELD_INVALID', {
      field: 'subject',
      rule: 'must not hold controls',
    })
  }
  if (plainSubject.test(text)) return text
  return chunksOf(text)
    .map((chunk) => `=?UTF-8?B?${Buffer.from(chunk).toString('base64')}?=`)
    .join(' ')
}

/** One mailbox, and nothing that a mail program could read as more. */
export const isMailbox = (text: string): boolean => addressPattern.test(text)

/** Of a message: the same in every attempt of one delivery. */
export function messageId(deliveryId: string, domain: string): string {
  return `<${hash('message', deliveryId)}@${domain}>`
}

/** What all mails about one action to one mailbox refer to; no message has it. */
export function threadId(actionId: string, address: string, domain: string): string {
  return `<${hash('thread', `${actionId} ${address}`)}@${domain}>`
}

export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1)
}

function hash(kind: string, text: string): string {
  return createHash('sha256').update(`holdpoint.mail.${kind}\0${text}`).digest('hex').slice(0, 40)
}

/** Whole characters, so that each word decodes by itself. */
function chunksOf(text: string): string[] {
  const chunks: string[] = []
  let chunk = ''
  for (const char of text) {
    if (Buffer.byteLength(chunk + char) > wordBytesMax) {
      chunks.push(chunk)
      chunk = ''
    }
    chunk += char
  }
  return [...chunks, chunk]
}
