/**
 * Where a webhook may go: https only, to an address that is resolved once, looked at, and connected to as it was looked at. So neither a name nor a later answer of
 * DNS can lead into the operator's own network.
 */
import type { LookupAddress } from 'node:dns'
import { BlockList, isIP } from 'node:net'
import { HoldpointError } from '@holdpoint/contracts'

/** Not of the public internet (IANA's special-purpose registries), and those that carry an IPv4 address within. */
const closed4 = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16'],
  ...['172.16.0.0/12', '192.0.0.0/24', '192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16'],
  ...['198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4'],
  // Answers questions about the machine itself on one cloud.
  '168.63.129.16/32',
]
/** Of IPv6 only what is given out as public, without the parts of it that tunnel or document. */
const open6 = ['2000::/3']
const closed6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20']
const closed = blockList([...closed4, ...closed6])
const public6 = blockList(open6)

export interface Destination {
  readonly url: URL
  /** Networks that the operator lets webhooks go to although they are not public. */
  readonly allowed: BlockList
}

export type Resolve = (host: string) => Promise<readonly LookupAddress[]>

/** Why nothing is sent there, as a fixed word; `later`: a look-up that may go better. */
export type Closed = { readonly refused: 'ADDRESS_CLOSED' } | { readonly later: 'DNS' }

/** Throws HP_CONFIG; `field` names the place in `file`. `allow`: networks as `10.1.0.0/16`, or single addresses. */
export function parseDestination(
  text: string,
  allow: readonly string[],
  place: { readonly file: string; readonly field: string },
): Destination {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const refuse = (rule: string) => new HoldpointError('HP_CONFIG', { ...place, rule })
  if (url?.protocol !== 'https:') throw refuse('must be an https address')
  if (url.username !== '' || url.password !== '') throw refuse('must not hold a password')
  if (url.hash !== '') throw refuse('must not have a fragment')
  if (!allow.every(isNetwork)) throw refuse('allows what is not a network')
  return { url, allowed: blockList(allow) }
}

/** The one address to connect to. Refused where any address of the name is closed: who mixes them is trying something. */
export async function addressOf(
  { url, allowed }: Destination,
  resolve: Resolve,
): Promise<LookupAddress | Closed> {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const family = isIP(host)
  const found = family ? [{ address: host, family }] : await resolve(host).catch(() => [])
  const [first] = found
  if (first === undefined) return { later: 'DNS' }
  return found.every((each) => isOpen(each, allowed)) ? first : { refused: 'ADDRESS_CLOSED' }
}

function isOpen({ address, family }: LookupAddress, allowed: BlockList): boolean {
  const kind = family === 6 ? 'ipv6' : 'ipv4'
  if (isIP(address) !== family) return false
  if (allowed.check(address, kind)) return true
  if (closed.check(address, kind)) return false
  return kind === 'ipv4' || public6.check(address, kind)
}

function isNetwork(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/')
  const family = isIP(address)
  const isLength = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= widthOf(family))
  return family !== 0 && isLength && more.length === 0
}

function blockList(networks: readonly string[]): BlockList {
  const list = new BlockList()
  for (const network of networks) {
    const [address = '', bits] = network.split('/')
    const family = isIP(address)
    const kind = family === 6 ? 'ipv6' : 'ipv4'
    list.addSubnet(address, Number(bits ?? widthOf(family)), kind)
  }
  return list
}

const widthOf = (family: number): number => (family === 6 ? 128 : 32)
