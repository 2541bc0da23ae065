/** What every book keeps to. Run on the one in memory and on a real server. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Book } from './book.ts'

export function bookContract(name: string, open: () => Promise<Book>): void {
  describe(`a book ${name}`, () => {
    let book: Book
    beforeEach(async () => {
      book = await open()
    })
    afterEach(() => book.close())

    test('is empty at first, and stands nowhere', async () => {
      expect(await book.position()).toBeUndefined()
      expect(await book.get(['a'])).toEqual(new Map([['a', undefined]]))
      expect(await book.get([])).toEqual(new Map())
    })

    test('moves only from where its writer believes it to be', async () => {
      expect(await book.apply(0, 1, new Map([['a', 'x']]))).toBe(false)
      expect(await book.apply(undefined, 3, new Map([['a', '1']]))).toBe(true)
      expect(await book.apply(undefined, 4, new Map([['a', '2']]))).toBe(false)
      expect(await book.apply(2, 4, new Map([['a', '3']]))).toBe(false)
      expect(await book.get(['a', 'b'])).toEqual(
        new Map([
          ['a', '1'],
          ['b', undefined],
        ]),
      )
      expect(await book.apply(3, 7, new Map([['b', '⟦ü']]))).toBe(true)
      expect([...(await book.get(['a', 'b'])).values()]).toEqual(['1', '⟦ü'])
      expect(await book.position()).toBe(7)
    })

    test('takes many fields and none', async () => {
      const many = new Map(Array.from({ length: 1000 }, (_, at) => [`f${at}`, `${at}`]))
      expect(await book.apply(undefined, 1, many)).toBe(true)
      expect(await book.apply(1, 2, new Map())).toBe(true)
      expect((await book.get(['f999'])).get('f999')).toBe('999')
    })

    test('forgets all of it at once', async () => {
      await book.apply(undefined, 1, new Map([['a', '1']]))
      await book.wipe()
      expect(await book.position()).toBeUndefined()
      expect((await book.get(['a'])).get('a')).toBeUndefined()
      expect(await book.apply(undefined, 1, new Map())).toBe(true)
    })
  })
}
