/** When two keys of one object could be taken for each other by some parser: NFKC_Casefold of Unicode, from what JavaScript has. */

const asciiOnly = /^[\x20-\x7e]*$/
/** Zero-width characters and the like, which some readers drop. */
const ignorable = /\p{Default_Ignorable_Code_Point}/gu

/** Keys with equal folds must not stand in one object. Full case folding needs both directions: ẞ → ß → SS → ss. */
export function foldKey(key: string): string {
  if (asciiOnly.test(key)) return key.toLowerCase()
  return fold(fold(key))
}

function fold(key: string): string {
  const plain = key.normalize('NFKC').replace(ignorable, '')
  return plain.toLowerCase().toUpperCase().toLowerCase().normalize('NFKC')
}
