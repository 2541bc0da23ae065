/** Reads signed things without verifying them: signatures are for others to test. */

export function jtiOf(grant: string): string {
  return (partOf(grant, 1) as { jti: string }).jti
}

export function signerOf(proof: string): string {
  return (partOf(proof, 0) as { kid: string }).kid
}

function partOf(jws: string, at: number): unknown {
  return JSON.parse(Buffer.from(jws.split('.')[at] ?? '', 'base64url').toString())
}
