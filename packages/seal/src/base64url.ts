/** Base64url with one spelling per value: what decodes must be what would have been encoded. */

export function encodeBase64url(value: Buffer | string): string {
  return (typeof value === 'string' ? Buffer.from(value) : value).toString('base64url')
}

/** Undefined for padding, foreign characters, impossible lengths and spare bits that are not zero: no two texts decode to the same bytes. */
export function decodeBase64url(text: string): Buffer | undefined {
  // The platform's decoder skips what it does not know, so the way back tells.
  const bytes = Buffer.from(text, 'base64url')
  return bytes.toString('base64url') === text ? bytes : undefined
}
