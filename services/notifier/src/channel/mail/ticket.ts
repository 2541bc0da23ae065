/**
 * Tickets behind the links in mails, the codes that are typed by hand, and the passes that a right code gives. Whoever reads what is kept here can use none of it:
 * only digests are kept, those of codes under the ticket's own token.
 */
import { createHash, createHmac } from 'node:crypto'
import type { ActionId } from '@holdpoint/contracts'
import type { Shelf } from '../../shelf/port.ts'

/** A person goes to the mailbox and back. */
export const codeLifetimeMs = 10 * 60 * 1000
/** Reads the action and decides. */
export const passLifetimeMs = 15 * 60 * 1000
/** 5 in 10^8 for each code, and few codes: guessing is hopeless. */
const triesMax = 5
const codesMax = 5
const codesSpanMs = 3600 * 1000
export const codeDigits = 8
/** Tokens and passes are 32 random bytes. */
const tokenPattern = /^[A-Za-z0-9_-]{43}$/

export interface Ticket {
  readonly actionId: ActionId
  /** The mailbox that the link was sent to. */
  readonly address: string
}

export interface TicketPorts {
  readonly shelf: Shelf
  /** 32 random bytes in base64url. */
  readonly newToken: () => string
  /** Digits from a secure source, evenly. */
  readonly newCode: () => string
}

export class Tickets {
  readonly #ports: TicketPorts
  readonly #root: string

  constructor(channel: string, ports: TicketPorts) {
    this.#ports = ports
    this.#root = `mail:${channel}`
  }

  /** The token for a link. */
  async issue(ticket: Ticket, lifetimeMs: number): Promise<string> {
    const { shelf, newToken } = this.#ports
    const token = newToken()
    await shelf.put(this.#key('ticket', hashOf(token)), JSON.stringify(ticket), lifetimeMs)
    return token
  }

  /** Undefined: none, over, or spent by a decision of this mailbox. */
  async find(token: string): Promise<Ticket | undefined> {
    if (!tokenPattern.test(token)) return undefined
    const text = await this.#ports.shelf.get(this.#key('ticket', hashOf(token)))
    if (text === undefined) return undefined
    const ticket = JSON.parse(text) as Ticket
    return (await this.#isSpent(ticket)) ? undefined : ticket
  }

  /** All tickets of this mailbox for this action are dead from now on, also those in mails that are still on their way. */
  spend({ actionId, address }: Ticket, lifetimeMs: number): Promise<void> {
    return this.#ports.shelf.put(this.#spentKey(actionId, address), '1', lifetimeMs)
  }

  /** A new code; the former one is worth nothing any more. Undefined: too many were asked for. */
  async newCode(token: string): Promise<string | undefined> {
    const { shelf, newCode } = this.#ports
    const id = hashOf(token)
    if ((await shelf.count(this.#key('codes', id), codesSpanMs)) > codesMax) return undefined
    const code = newCode()
    await shelf.remove(this.#key('tries', id))
    await shelf.put(this.#key('code', id), macOf(token, code), codeLifetimeMs)
    return code
  }

  /** A pass for the right code, once; undefined for any other, and for every one after too many tries. */
  async redeem(token: string, code: string): Promise<string | undefined> {
    const { shelf, newToken } = this.#ports
    const id = hashOf(token)
    if ((await shelf.count(this.#key('tries', id), codeLifetimeMs)) > triesMax) {
      await shelf.remove(this.#key('code', id))
      return undefined
    }
    const wanted = await shelf.get(this.#key('code', id))
    if (wanted === undefined || wanted !== macOf(token, code.replace(/[\s-]/g, '')))
      return undefined
    // Of several who bring the right code at once, one has it.
    if ((await shelf.take(this.#key('code', id))) !== wanted) return undefined
    const pass = newToken()
    await shelf.put(this.#key('pass', hashOf(pass)), id, passLifetimeMs)
    return pass
  }

  async isPass(token: string, pass: string): Promise<boolean> {
    if (!tokenPattern.test(pass)) return false
    return (await this.#ports.shelf.get(this.#key('pass', hashOf(pass)))) === hashOf(token)
  }

  async #isSpent({ actionId, address }: Ticket): Promise<boolean> {
    return (await this.#ports.shelf.get(this.#spentKey(actionId, address))) !== undefined
  }

  #spentKey(actionId: ActionId, address: string): string {
    return this.#key('spent', `${actionId}:${hashOf(address)}`)
  }

  #key(kind: string, id: string): string {
    return `${this.#root}:${kind}:${id}`
  }
}

const hashOf = (token: string): string => createHash('sha256').update(token).digest('base64url')

/** Compared as digests under a key that nobody else knows: their differences tell nothing. */
function macOf(token: string, code: string): string {
  return createHmac('sha256', token).update(`holdpoint.mail-code.v1\0${code}`).digest('base64url')
}
