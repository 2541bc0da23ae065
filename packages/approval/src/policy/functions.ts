/** Functions and methods that conditions may call. All of them are total: what they can't do with a value is unknown. */
import { glob } from './glob.ts'
import type { Kind } from './kind.ts'
import { sizeOf, unknown, type Value } from './value.ts'

interface Callable {
  /** Kinds of the receiver (of methods) or the argument (of functions). */
  readonly on: readonly Kind[]
  readonly makes: Kind
  readonly run: (on: Value) => Value
}

interface TextMethod {
  readonly run: (text: string, argument: string) => boolean
}

const decimal = /^-?[0-9]{1,300}(\.[0-9]{1,300})?([eE][+-]?[0-9]{1,3})?$/
const integer = /^-?[0-9]{1,16}$/
const sized = { on: ['string', 'list', 'map'], makes: 'number', run: sizeOf } as const

/** `name(x)` */
export const functions: Readonly<Record<string, Callable>> = {
  size: sized,
  /** Amounts often come as text. */
  double: {
    on: ['string', 'number'],
    makes: 'number',
    run: (value) => numberOf(value, decimal, Number.isFinite),
  },
  int: {
    on: ['string', 'number'],
    makes: 'number',
    run: (value) => numberOf(value, integer, Number.isSafeInteger),
  },
}

/** `x.name()` */
export const methods: Readonly<Record<string, Callable>> = {
  size: sized,
  lowerAscii: ofText((text) => text.replace(/[A-Z]+/g, (run) => run.toLowerCase())),
  upperAscii: ofText((text) => text.replace(/[a-z]+/g, (run) => run.toUpperCase())),
  trim: ofText((text) => text.trim()),
}

/** `x.name(text)` */
export const textMethods: Readonly<Record<string, TextMethod>> = {
  contains: { run: (text, part) => text.includes(part) },
  startsWith: { run: (text, part) => text.startsWith(part) },
  endsWith: { run: (text, part) => text.endsWith(part) },
  /** `*` stands for any run of characters. Not in CEL: its regular expressions would let a payload stop the gate. */
  glob: { run: (text, pattern) => glob(pattern)(text) },
}

function ofText(run: (text: string) => string): Callable {
  return {
    on: ['string'],
    makes: 'string',
    run: (value) => (typeof value === 'string' ? run(value) : unknown),
  }
}

function numberOf(value: Value, form: RegExp, isGood: (number: number) => boolean): Value {
  const isNumeric = typeof value === 'string' && form.test(value)
  const number = isNumeric ? Number(value) : value
  return typeof number === 'number' && isGood(number) ? number : unknown
}
