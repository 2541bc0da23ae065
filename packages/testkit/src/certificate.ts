/** A certificate that signs itself, for servers of tests on this machine: X.509 v3, P-256 or RSA, made with nothing but node:crypto. */
import { generateKeyPairSync, sign } from 'node:crypto'

export interface Certificate {
  /** PEM, also as the only authority that a client should believe. */
  readonly cert: string
  readonly key: string
}

const tags = { integer: 0x02, bits: 0x03, octets: 0x04, text: 0x0c, time: 0x18 } as const
const sequenceTag = 0x30
const setTag = 0x31
/** What the standard calls [0] and [3] around version and extensions, and [7] for an address. */
const [versionTag, extensionsTag, addressTag] = [0xa0, 0xa3, 0x87]
const ecdsaWithSha256 = oid('06082a8648ce3d040302')
const rsaWithSha256 = oid('06092a864886f70d01010b0500')
const rsaBits = 2048
const commonName = oid('0603550403')
const subjectAltName = oid('0603551d11')
const loopback = Buffer.from([127, 0, 0, 1])

/** For 127.0.0.1. */
export function selfSigned(kind: 'ec' | 'rsa' = 'ec'): Certificate {
  const { privateKey, publicKey } =
    kind === 'ec'
      ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
      : generateKeyPairSync('rsa', { modulusLength: rsaBits })
  const algorithm = sequence(kind === 'ec' ? ecdsaWithSha256 : rsaWithSha256)
  const cn = der(tags.text, Buffer.from('test'))
  const name = sequence(der(setTag, sequence(commonName, cn)))
  const times = ['20200101000000Z', '20991231000000Z'].map((text) =>
    der(tags.time, Buffer.from(text)),
  )
  const names = sequence(der(addressTag, loopback))
  const body = sequence(
    der(versionTag, der(tags.integer, Buffer.from([2]))),
    der(tags.integer, Buffer.from([1])),
    ...[algorithm, name, sequence(...times), name],
    publicKey.export({ type: 'spki', format: 'der' }),
    der(extensionsTag, sequence(sequence(subjectAltName, der(tags.octets, names)))),
  )
  const signature = Buffer.concat([Buffer.from([0]), sign('sha256', body, privateKey)])
  return {
    cert: pem(sequence(body, algorithm, der(tags.bits, signature))),
    key: String(privateKey.export({ type: 'pkcs8', format: 'pem' })),
  }
}

function oid(hex: string): Buffer {
  return Buffer.from(hex, 'hex')
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return der(sequenceTag, ...parts)
}

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts)
  const { length } = content
  if (length < 0x80) return Buffer.concat([Buffer.from([tag, length]), content])
  const size = length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...size]), content])
}

function pem(bytes: Buffer): string {
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? []
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`
}
