/** Randomness of the held-out set: the same seed, the same records. */
import { Random } from '../../simulation/random.ts'

const digits = '0123456789'
const upper = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const lower = upper.toLowerCase()

export class Chance extends Random {
  one<T>(list: readonly T[]): T {
    const item = list[this.int(list.length)]
    if (item === undefined) throw new RangeError('an empty list')
    return item
  }

  shuffled<T>(list: readonly T[]): T[] {
    const left = [...list]
    return list.flatMap(() => left.splice(this.int(left.length), 1))
  }

  from(alphabet: string, length: number): string {
    let text = ''
    for (let i = 0; i < length; i++) text += alphabet.charAt(this.int(alphabet.length))
    return text
  }

  /** From `low` to `high`, both included. */
  between(low: number, high: number): number {
    return low + this.int(high - low + 1)
  }

  digits(length: number): string {
    return this.from(digits, length)
  }

  /** Digits that do not begin with 0. */
  number(length: number): string {
    return this.from(digits.slice(1), 1) + this.digits(length - 1)
  }

  upper(length: number): string {
    return this.from(upper, length)
  }

  lower(length: number): string {
    return this.from(lower, length)
  }

  hex(length: number): string {
    return this.from(`${digits}abcdef`, length)
  }

  base62(length: number): string {
    return this.from(digits + upper + lower, length)
  }

  base64url(length: number): string {
    return this.from(`${digits}${upper}${lower}-_`, length)
  }

  uuid(): string {
    const variant = this.from('89ab', 1)
    return `${this.hex(8)}-${this.hex(4)}-4${this.hex(3)}-${variant}${this.hex(3)}-${this.hex(12)}`
  }

  /** `#` a digit, `@` a capital, `%` either; anything else as it is. */
  shaped(shape: string): string {
    return shape.replace(/[#@%]/g, (sign) => {
      if (sign === '#') return this.digits(1)
      return sign === '@' ? this.upper(1) : this.from(digits + upper, 1)
    })
  }
}
