/** Whether a request over HTTP is Slack's: signed under our secret, over exactly these bytes, just now. Pure. */
import { createHmac } from 'node:crypto'
import { HoldpointError } from '@holdpoint/contracts'
import { type Secret, sameBytes } from '@holdpoint/seal'

/** As Slack advises; we refuse the future too, or a request could be kept for later. */
export const signatureAgeSecondsMax = 300
const version = 'v0'
const shapeOfTime = /^\d{1,12}$/

export interface SignedRequest {
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly body: Uint8Array
}

/** The signature, to be remembered. Throws HP_AUTH. Before it returns, nothing of the body has been read. */
export function checkSignature(
  { headers, body }: SignedRequest,
  secret: Secret,
  nowMs: number,
): string {
  const { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': signature } = headers
  if (typeof timestamp !== 'string' || typeof signature !== 'string') {
    throw refusal('the request is not signed')
  }
  if (!shapeOfTime.test(timestamp)) throw refusal('the timestamp is no number')
  if (Math.abs(nowMs / 1000 - Number(timestamp)) > signatureAgeSecondsMax) {
    throw refusal(`the timestamp is more than ${signatureAgeSecondsMax} s from now`)
  }
  const mac = createHmac('sha256', secret.reveal())
    .update(`${version}:${timestamp}:`)
    .update(body)
    .digest('hex')
  if (!sameBytes(Buffer.from(`${version}=${mac}`), Buffer.from(signature))) {
    throw refusal('the signature is not right')
  }
  return signature
}

const refusal = (rule: string) => new HoldpointError('HP_AUTH', { rule })
