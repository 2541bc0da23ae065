/** How many digits a telephone number has behind its country code (ITU-T E.164 and the national numbering plans it lists). */

/** `code:shortest-longest`, fixed and mobile numbers together; a single length stands for both. */
const plan =
  '1:10 7:10 20:8-10 27:9 30:10 31:9-10 32:8-9 33:9 34:9 36:8-9 39:6-11 40:9 41:9 43:7-13 44:9-10 45:8 46:7-10 47:8 48:9 49:6-13 51:8-9 52:10 53:8 54:10-11 ' +
  '55:10-11 56:9 57:10 58:10 60:8-10 61:9 62:8-12 63:8-10 64:8-10 65:8 66:8-9 81:9-10 82:8-10 84:9-10 86:10-11 90:10 91:10 92:9-10 93:9 94:9 95:7-10 98:10 ' +
  '211:9 212:9 213:8-9 216:8 218:8-9 220:7 221:9 233:9 234:8-10 237:9 243:9 244:9 250:9 251:9 254:9-10 255:9 256:9 260:9 263:9 264:8-9 351:9 352:6-11 353:7-9 ' +
  '354:7 355:8-9 356:8 357:8 358:6-11 359:8-9 370:8 371:8 372:7-8 373:8 374:8 375:9 376:6 377:8-9 380:9 381:8-9 382:8 383:8 385:8-9 386:8 387:8 389:8 420:9 ' +
  '421:9 423:7 500:5 501:7 502:8 503:8 504:8 505:8 506:8 507:7-8 509:8 591:8 592:7 593:8-9 595:9 597:6-7 598:8 670:7-8 673:7 675:7-8 679:7 852:8 853:8 855:8-9 ' +
  '856:8-10 880:8-10 886:8-9 960:7 961:7-8 962:8-9 963:8-9 964:8-10 965:8 966:8-9 967:7-9 968:8 970:8-9 971:8-9 972:8-9 973:8 974:8 975:7-8 976:8 977:8-10 992:9 ' +
  '993:8 994:9 995:9 996:9 998:9'
const lengthsOf = new Map(
  plan.split(' ').map((entry) => {
    const [code = '', range = ''] = entry.split(':')
    const [low = '', high = low] = range.split('-')
    return [code, [Number(low), Number(high)] as const]
  }),
)

/** Digits of the whole international number, country code included: shortest and longest. Undefined for a code that is not in use. */
export function internationalLengths(digits: string): readonly [number, number] | undefined {
  const code = callingCodeOf(digits)
  const lengths = code === undefined ? undefined : lengthsOf.get(code)
  if (code === undefined || lengths === undefined) return undefined
  return [lengths[0] + code.length, lengths[1] + code.length]
}

/** The country code that the digits of an international number begin with: none is the beginning of another. */
export function callingCodeOf(digits: string): string | undefined {
  for (let size = 1; size <= 3; size++) {
    const code = digits.slice(0, size)
    if (lengthsOf.has(code)) return code
  }
  return undefined
}
