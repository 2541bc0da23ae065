import { describe, expect, test } from 'vitest'
import { scan } from '../scan.ts'
import { found } from '../testing.ts'

const value = 'q7Xk2vB9fT4mZs81'

describe('nothing random, or not behind a secret word', () => {
  test.each([
    `colour = ${value}`,
    'cacheKeyPrefix = "customer-profile-v2"',
    'keyPressed = kVK_Return.u16',
    'author=ida.quist.2',
    'notes: "io.jsonwebtoken:jjwt-jackson-0.11.2"',
    'access.log: /var/log/nginx/access-2031-03-24.log',
    'primaryKeyOrder: 4812-7730-1129',
    'tokenize: true, keywords: none',
    'key_2: 7d444840-9dc0-11d1-b245-5ffdce74fad2',
    `key_path_2 = ${value}`,
  ])('%s', (text) => expect(found(text).filter((each) => each.startsWith('SECRET'))).toEqual([]))
})

test.each([
  `secretForImport2 = '${value}'`,
  `tokens_of_ci ||= "${value}"`,
  `credsX => ${value}`,
  `x-acme-key-2: ${value}`,
])('%s', (text) => expect(found(text)).toEqual([`SECRET ${value}`]))

test('work only grows', () => {
  const work = (text: string) => scan(text).work
  expect(work('token password key '.repeat(40))).toBeGreaterThan(
    work('token password key '.repeat(10)),
  )
})
