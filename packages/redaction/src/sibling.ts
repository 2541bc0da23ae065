/** What the members of one object say about each other: `{type: 'passport', number: …}`, `{sortCode: …, account: …}`. */
import { type Hint, hintOf, type KeySense, noSense } from './hint.ts'
import type { EntityType } from './types.ts'

/** Members whose text may name the value beside them, and members that hold such values. */
const namingKeys: ReadonlySet<string> = new Set(
  'name,key,field,header,label,type,id,kind,scheme,documenttype,doctype,idtype,identifiertype,numbertype,fieldname,attribute,property,system,code,title'.split(
    ',',
  ),
)
const valueKeys: ReadonlySet<string> = new Set(
  'value,number,no,val,text,content,identifier,data,newvalue,oldvalue,documentnumber,docnumber,documentno,idnumber,idvalue,idno,documentid,answer,input'.split(
    ',',
  ),
)
/** Only goods have these: what is called `name` beside them is no person. */
const goodsKeys: ReadonlySet<string> = new Set(
  'sku,quantity,qty,unitprice,listprice,barcode,ean,gtin,upc,asin,isbn,stock,instock,productid,itemid,partnumber,weightgrams,brand'.split(
    ',',
  ),
)
const titleKeys: ReadonlySet<string> = new Set(['name', 'title', 'label', 'displayname'])
/** Longer texts name nothing. */
const nameCharsMax = 64

/** Keys that say what they hold only beside others: the type they then have, and the types of which one must stand beside. */
const companions: readonly {
  readonly keys: ReadonlySet<string>
  readonly type: EntityType
  readonly beside: ReadonlySet<EntityType>
}[] = [
  {
    keys: new Set([
      'account',
      'accountno',
      'number',
      'accountid',
      'acc',
      'cuenta',
      'compte',
      'conto',
      'rekening',
    ]),
    type: 'BANK_ACCOUNT',
    beside: new Set<EntityType>(['BANK_ROUTING', 'BIC']),
  },
  {
    keys: new Set(['number', 'no', 'num', 'accountnumber']),
    type: 'CARD',
    beside: new Set<EntityType>(['CVV']),
  },
]

const NAMING = 1
const VALUE = 2
const GOODS = 4
const TITLE = 8
const COMPANION = 16
const roleSets: readonly (readonly [number, ReadonlySet<string>])[] = [
  [NAMING, namingKeys],
  [VALUE, valueKeys],
  [GOODS, goodsKeys],
  [TITLE, titleKeys],
  ...companions.map(({ keys }) => [COMPANION, keys] as const),
]
/** Keys repeat from value to value, and every member of every object is asked. */
const memory = new Map<string, number>()
const memoryMax = 4096

function rolesOf(key: string): number {
  const known = memory.get(key)
  if (known !== undefined) return known
  const name = plain(key)
  const roles = roleSets.reduce((sum, [role, keys]) => (keys.has(name) ? sum | role : sum), 0)
  if (memory.size >= memoryMax) memory.clear()
  if (key.length <= nameCharsMax) memory.set(key, roles)
  return roles
}

/** How each member is to be read because of its siblings, or undefined when they say nothing. */
export function siblingSense(value: object): ((key: string) => KeySense | undefined) | undefined {
  const members = value as Readonly<Record<string, unknown>>
  const keys = Object.keys(members)
  let roles = 0
  for (const key of keys) roles |= rolesOf(key)
  if ((roles & (VALUE | GOODS | COMPANION)) === 0) return undefined
  const named = (roles & VALUE) === 0 ? undefined : namedBy(members, keys)
  const types = (roles & COMPANION) === 0 ? undefined : companionTypes(members, keys)
  const isGoods = (roles & GOODS) !== 0
  if (named === undefined && types === undefined && !isGoods) return undefined
  return (key) => {
    if (isGoods && (rolesOf(key) & TITLE) !== 0) return noSense
    if (named !== undefined && (rolesOf(key) & VALUE) !== 0)
      return { hint: named, isCounter: false }
    const type = types?.get(key)
    if (type === undefined) return undefined
    return { hint: { type, rule: 'shaped', words: key }, isCounter: false }
  }
}

function namedBy(
  members: Readonly<Record<string, unknown>>,
  keys: readonly string[],
): Hint | undefined {
  for (const key of keys) {
    const name = members[key]
    if (typeof name !== 'string' || name.length > nameCharsMax) continue
    const hint = (rolesOf(key) & NAMING) === 0 ? undefined : hintOf(name)
    if (hint !== undefined) return hint
  }
  return undefined
}

/** `id_value`, `idValue`: letters alone, small. */
function plain(key: string): string {
  return key.length > nameCharsMax ? '' : key.toLowerCase().replace(/[^a-z]/g, '')
}

function companionTypes(
  members: Readonly<Record<string, unknown>>,
  keys: readonly string[],
): ReadonlyMap<string, EntityType> | undefined {
  const found = new Map<string, EntityType>()
  for (const key of keys) {
    if ((rolesOf(key) & COMPANION) === 0) continue
    const companion = companions.find(
      ({ keys: names, beside }) => names.has(plain(key)) && hasBeside(members, key, beside),
    )
    if (companion !== undefined) found.set(key, companion.type)
  }
  return found.size > 0 ? found : undefined
}

function hasBeside(
  members: Readonly<Record<string, unknown>>,
  key: string,
  types: ReadonlySet<EntityType>,
): boolean {
  return Object.keys(members).some((other) => {
    const type = other === key ? undefined : hintOf(other)?.type
    return type !== undefined && types.has(type)
  })
}
