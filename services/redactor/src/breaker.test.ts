/** Who does not answer is left alone for a while. */
import { expect, test } from 'vitest'
import { Breaker } from './breaker.ts'

function broken(): Breaker {
  const breaker = new Breaker()
  for (let n = 0; n < 5; n++) breaker.failed(1000)
  return breaker
}

test('after five failures in a row nobody is asked for ten seconds', () => {
  const breaker = broken()
  expect(breaker.mayAsk(1000)).toBe(false)
  expect(breaker.mayAsk(10_999)).toBe(false)
  expect(breaker.mayAsk(11_000)).toBe(true)
})

test('then one is asked, and only one', () => {
  const breaker = broken()
  expect([breaker.mayAsk(11_000), breaker.mayAsk(11_000)]).toEqual([true, false])
})

test('its failure begins another pause, its answer ends them', () => {
  const breaker = broken()
  breaker.mayAsk(11_000)
  breaker.failed(11_500)
  expect(breaker.mayAsk(21_400)).toBe(false)
  expect(breaker.mayAsk(21_500)).toBe(true)
  breaker.succeeded()
  expect([breaker.mayAsk(21_500), breaker.mayAsk(21_500)]).toEqual([true, true])
})

test('failures between answers stop nothing', () => {
  const breaker = new Breaker()
  for (let n = 0; n < 20; n++) {
    breaker.failed(n)
    if (n % 4 === 3) breaker.succeeded()
    expect(breaker.mayAsk(n)).toBe(true)
  }
})
