/**
 * JSON Pointers (RFC 6901) for errors. Keys of free-form objects are payload: a key that is not a plain word is shown as `*`, so that an error can be logged,
 * stored for ever and returned without giving a value away.
 */

/** Longest pointer an error carries; events allow 256 characters. */
const pointerCharsMax = 250
/** A word as schemas have them: no digits in a row that could be a number of somebody, no separators of addresses. */
const plainKey = /^[A-Za-z_$][A-Za-z_$-]*[0-9]{0,2}$/
const plainKeyCharsMax = 32

/** Pointer to the place that these keys and indices lead to; cut (with `…`) where it would be too long. */
export function pointerOf(path: readonly (string | number)[]): string {
  let pointer = ''
  for (const step of path) {
    pointer += `/${typeof step === 'number' ? step : safeToken(step)}`
    if (pointer.length > pointerCharsMax) return `${pointer.slice(0, pointerCharsMax)}…`
  }
  return pointer
}

/** A key as a pointer shows it. */
export function safeToken(key: string): string {
  return key.length <= plainKeyCharsMax && plainKey.test(key) ? key : '*'
}
