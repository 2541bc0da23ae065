import { expect, test } from 'vitest'
import { canonical } from './canonical.ts'

test.each([
  ['EMAIL', ' Bob@ACME.example ', 'bob@acme.example'],
  ['PHONE', '+49 (0)30 123-45', '+493012345'],
  ['PHONE', '0049 30 12345', '+493012345'],
  ['PHONE', '(415) 555-2671', '4155552671'],
  ['CARD', '4111 1111-1111.1111', '4111111111111111'],
  ['IBAN', 'de89 3704 0044', 'DE8937040044'],
  ['PERSON', ' Ida   Quist ', 'ida quist'],
  ['US_SSN', '123-45-6789', '123456789'],
  ['IP', ' 203.0.113.9', '203.0.113.9'],
  ['IP', '2A01:0DB8::00ff', '2a01:db8:0:0:0:0:0:ff'],
  ['IP', '2a01:db8:0:0:0:0:0:ff', '2a01:db8:0:0:0:0:0:ff'],
  ['IP', '::1', '0:0:0:0:0:0:0:1'],
  ['IP', '2001:db8::', '2001:db8:0:0:0:0:0:0'],
  ['MAC', 'A4-B1:c2.00', 'a4b1c200'],
  ['SECRET', 'Ab-c D', 'Ab-c D'],
  ['PASSWORD', ' x ', ' x '],
] as const)('%s %j is %j', (type, text, expected) => expect(canonical(type, text)).toBe(expected))
