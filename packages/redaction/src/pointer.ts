/** JSON Pointers (RFC 6901). */

export function pointerTo(parent: string, token: string): string {
  const isPlain = !token.includes('~') && !token.includes('/')
  return `${parent}/${isPlain ? token : token.replace(/~/g, '~0').replace(/\//g, '~1')}`
}

export function lastToken(pointer: string): string {
  const token = pointer.slice(pointer.lastIndexOf('/') + 1)
  return token.replace(/~1/g, '/').replace(/~0/g, '~')
}
