/** How national telephone numbers are grouped, by the plans of their countries: what a reader takes for one without being told. */

/** Sizes of the groups, and what they begin with. Numbers with a trunk zero are read by length instead. */
const layouts: Readonly<Record<string, readonly (readonly [RegExp, Layout])[]>> = {
  // North America; Italian mobile numbers are grouped the same.
  '3-3-4': [[/^[2-9]\d\d[2-9]/, 'national']],
  '1-3-3-4': [[/^1[2-9]\d\d[2-9]|^8[3-9]/, 'national']],
  // Spain, Poland, Czechia, Portugal: mobile numbers.
  '3-3-3': [
    [/^[5679]/, 'national'],
    [/^[48]/, 'grouped'],
  ],
  '3-2-2-2': [[/^[6789]/, 'national']],
  // Spain and Poland: area codes of two digits. Portugal writes three.
  '2-3-2-2': [[/^[1-9]/, 'national']],
  // China, mobile.
  '3-4-4': [[/^1[3-9]/, 'national']],
  // India, mobile.
  '5-5': [[/^[6-9]/, 'national']],
  // Russia and Kazakhstan.
  '1-3-3-2-2': [[/^[78][3-9]/, 'national']],
  '3-3-2-2': [[/^[3-9]/, 'national']],
  // Brazil with area code; Mexico.
  '2-5-4': [[/^[1-9]\d9/, 'national']],
  '2-4-4': [[/^[1-9]/, 'grouped']],
  // Norway.
  '3-2-3': [[/^[49]/, 'grouped']],
}
export type Layout = 'national' | 'grouped'

/** Undefined for a grouping that no plan here has. */
export function layoutByPlan(shape: string, digits: string): Layout | undefined {
  return layouts[shape]?.find(([lead]) => lead.test(digits))?.[1]
}
