import { expect, test } from 'vitest'
import { found } from '../testing.ts'

test.each([
  ['bob@acme.example', 'bob@acme.example'],
  ['<bob.smith+tag@mail.acme.co.uk>', 'bob.smith+tag@mail.acme.co.uk'],
  ['mailto:bob@acme.example?subject=x', 'bob@acme.example'],
  ["o'neil@acme.example", "o'neil@acme.example"],
  ['write to bob@acme.example.', 'bob@acme.example'],
  ['user=bob@acme.example&x=1', 'bob@acme.example'],
  ['jörg@müller.example', 'jörg@müller.example'],
  ['"bob smith"@acme.example', '"bob smith"@acme.example'],
  ['a@b.de,c@d.de', 'a@b.de'],
  ['bob@host-7.internal', 'bob@host-7.internal'],
  ['お電話は03-5538-5834、メールはida.quist@acme.exampleまで', 'ida.quist@acme.example'],
  ['邮箱ida@acme.example，谢谢', 'ida@acme.example'],
  ['이메일은ida@acme.example입니다', 'ida@acme.example'],
  ['用户@例子.广告', '用户@例子.广告'],
  ['иван@почта.рф', 'иван@почта.рф'],
])('%s', (text, address) => expect(found(text)).toContain(`EMAIL ${address}`))

test.each([
  '@acme',
  'bob@',
  'package@1.2.3',
  '@scope/name',
  'bob @ acme',
  'git@github.com:org/repo.git',
  'a @b.de',
  '⟦x@⟧',
])('is no address: %s', (text) => expect(found(text)).toEqual([]))

test('a payment address of India counts where it is called one', () => {
  expect(found('pay ida.q@okbank')).toEqual([])
  expect(found('pay by UPI to ida.q@okbank')).toEqual(['EMAIL ida.q@okbank'])
})

test('a login at a host counts only where a key or word says so', () => {
  expect(found('bob@fileserver')).toEqual([])
  expect(found('mail bob@fileserver')).toEqual(['EMAIL bob@fileserver'])
  expect(found('bob@fileserver', 'email')).toEqual(['EMAIL bob@fileserver'])
})
