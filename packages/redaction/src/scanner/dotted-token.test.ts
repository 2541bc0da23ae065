import { expect, test } from 'vitest'
import { found } from '../testing.ts'

const id = Buffer.from('482731905527310948').toString('base64url')
const signature = 'q7Xk2vB9fT4mZs81q7Xk2vB9fT4'
const secrets = (text: string) => found(text).filter((each) => each.startsWith('SECRET'))

test.each([
  `xx${id.slice(2)}.Gx7k2Q.${signature}`,
  `${id}.Gx7k2.${signature}`,
  `${id}.Gx7k2Q.${signature.slice(0, 20)}`,
  'com.acme.orders.handler.ExampleOfAVeryLongClassName',
])('%s is none', (text) => expect(secrets(text)).toEqual([]))

test('a number in base64, six characters, a signature', () => {
  const token = `${id}.Gx7k2Q.${signature}`
  expect(secrets(`run with ${token} now`)).toEqual([`SECRET ${token}`])
})
