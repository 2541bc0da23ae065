import { describe, expect, test } from 'vitest'
import { found } from '../testing.ts'

const passwords = (text: string) => found(text).filter((each) => each.startsWith('PASSWORD'))

describe('what stands beside a mailbox and is no password', () => {
  test.each([
    'git@acme.example:org/repo.git',
    'scp notes.txt ida@acme.example:/srv/data1',
    'ida@acme.example:8443',
    'ida@acme.example: see below',
    'ida@acme.example / Oslo',
    'ida@acme.example | 2031-03-24 12:10',
    'ida@acme.example, oak@acme.example',
    'ida@acme.example - on leave',
    'ida@localhost:Maple91!',
  ])('%s', (text) => expect(passwords(text)).toEqual([]))
})

test.each([
  'ida@acme.example:Maple91!',
  'leaked: ida@acme.example / Maple91!',
  'ida@acme.example|Maple91!',
  'ida@acme.example, pw Maple91!',
])('%s', (text) => expect(passwords(text)).toEqual(['PASSWORD Maple91!']))
