/** The readings of one text, each of which may only add findings. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { noSense } from './hint.ts'
import { scanText } from './scan-text.ts'
import { email, found } from './testing.ts'

const fullWidth = (text: string) =>
  text.replace(/[!-~]/g, (char) => String.fromCharCode(char.charCodeAt(0) + 0xfee0))
const escaped = (text: string) =>
  [...text].map((char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')

test('keys inside a JSON text count as keys outside do', () => {
  expect(found('{"phones":["5551234567"]}')).toEqual(['PHONE 5551234567'])
  expect(found('{"card":{"number":4111111111111112}}')).toEqual(['CARD 4111111111111112'])
  expect(found('{"pin":["1234","9876"]}')).toEqual(['PASSWORD 1234', 'PASSWORD 9876'])
})

test('JSON in JSON is read to a depth', () => {
  const inner = JSON.stringify({ pins: 1, pin: ['1234'] })
  const twice = JSON.stringify({ a: inner })
  expect(found(twice)).toEqual(['PASSWORD 1234'])
})

test('escapes of disguised characters are undone twice over', () => {
  const text = escaped(fullWidth('4111111111111111'))
  expect(found(text)).toEqual([`CARD ${text}`])
})

test('percent signs are undone again and again', () => {
  const thrice = encodeURIComponent(encodeURIComponent(encodeURIComponent('a b@c.de')))
  expect(found(thrice).join()).toContain('EMAIL')
})

test('a label in look-alike letters is a label', () => {
  expect(found('рhоnе 5551234567')).toEqual(['PHONE 5551234567'])
})

test('a hit in an encoded run masks the whole run, with the tag of the value', () => {
  fc.assert(
    fc.property(email, (value) => {
      const run = Buffer.from(`mail ${value}`).toString('base64')
      const [spot] = scanText(run, noSense, 'balanced').spots
      expect([spot?.start, spot?.end, spot?.canonical]).toEqual([0, run.length, value])
    }),
  )
})

test('a reading never takes a finding away', () => {
  fc.assert(
    fc.property(
      email,
      fc.constantFrom('%20', '\\n', '\u200b', '&amp;', ' аеор '),
      (value, noise) => {
        expect(found(`${noise} ${value} ${noise}`)).toContain(`EMAIL ${value}`)
      },
    ),
  )
})

test('the strict profile finds what the balanced one only suspects', () => {
  const text = 'bob@fileserver'
  expect(scanText(text, noSense, 'balanced').spots).toEqual([])
  expect(scanText(text, noSense, 'strict').spots).toHaveLength(1)
})
