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

/** How each member is to be read because of its siblings, or undefined when they say nothing. */
export function siblingSense(value: object): ((key: string) => KeySense | undefined) | undefined {
  const members = value as Readonly<Record<string, unknown>>
  const named = namedBy(members)
  const types = companionTypes(members)
  const isGoods = Object.keys(members).some((key) => goodsKeys.has(plain(key)))
  if (named === undefined && types === undefined && !isGoods) return undefined
  return (key) => {
    if (isGoods && titleKeys.has(plain(key))) return noSense
    if (named !== undefined && valueKeys.has(plain(key))) return { hint: named, isCounter: false }
    const type = types?.get(key)
    if (type === undefined) return undefined
    return { hint: { type, rule: 'shaped', words: key }, isCounter: false }
  }
}

function namedBy(members: Readonly<Record<string, unknown>>): Hint | undefined {
  const keys = Object.keys(members)
  if (!keys.some((key) => valueKeys.has(plain(key)))) return undefined
  for (const key of keys) {
    const name = members[key]
    if (typeof name !== 'string' || name.length > nameCharsMax) continue
    const hint = namingKeys.has(plain(key)) ? hintOf(name) : undefined
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
): ReadonlyMap<string, EntityType> | undefined {
  const found = new Map<string, EntityType>()
  for (const key of Object.keys(members)) {
    const companion = companions.find(
      ({ keys, beside }) => keys.has(plain(key)) && hasBeside(members, key, beside),
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
