import { describe, expect, test } from 'vitest'
import { found } from '../testing.ts'

const q = '"'

describe('secrets behind a key', () => {
  test.each([
    ['password=hunter2', 'PASSWORD hunter2'],
    ['DB_PASSWORD=hunter2 next', 'PASSWORD hunter2'],
    ['password: hunter2', 'PASSWORD hunter2'],
    ['Password := hunter2', 'PASSWORD hunter2'],
    ["'password' => 'hunter two'", 'PASSWORD hunter two'],
    [`{${q}client_secret${q}: ${q}a b c${q}}`, 'SECRET a b c'],
    [`{\\${q}api_key\\${q}:\\${q}abc123\\${q}}`, 'SECRET abc123'],
    ['GET /?token=abc123def&x=1', 'SECRET abc123def'],
    ['Authorization: Bearer abc.def-123', 'SECRET abc.def-123'],
    ['Authorization: Basic dXNlcjpwdw==', 'SECRET dXNlcjpwdw=='],
    ['cookie: sid=abc123', 'SECRET sid=abc123'],
    ['login --password hunter2 --verbose', 'PASSWORD hunter2'],
    ['run --api-key abc123', 'SECRET abc123'],
    ['id/pw: ida/Maple91', 'PASSWORD Maple91'],
    ['ID:PW=ida:Maple91', 'PASSWORD Maple91'],
    ['<add key="Password" value="maple9" />', 'PASSWORD maple9'],
    ['password: String = "maple9"', 'PASSWORD maple9'],
    ['if (password != "maple9") {', 'PASSWORD maple9'],
    ['Authorization: NTLM TlRMTVNTUA', 'SECRET TlRMTVNTUA'],
    ['DBPASSWORD=maple9', 'PASSWORD maple9'],
    ['pswd := maple9', 'PASSWORD maple9'],
    ['Passwort: Blumen77', 'PASSWORD Blumen77'],
    ['пароль: тюльпан7', 'PASSWORD тюльпан7'],
    ['the access key: AbCdEf1234567890', 'SECRET AbCdEf1234567890'],
    ['password=abc. Then', 'PASSWORD abc'],
    ['password: hunter2!', 'PASSWORD hunter2!'],
    ['login master pw:hunter2', 'PASSWORD hunter2'],
  ])('%s', (text, expected) => expect(found(text)).toEqual([expected]))

  test.each([
    'password=',
    'password=$DB_PASSWORD',
    'password=****',
    'password: <redacted>',
    'token: please rotate it',
    'max_tokens: 512',
    'password_policy: strict12',
    'reset_password_url=https://acme.example/reset',
    'a == b',
    'public_token = "q7Xk2vB9fT4mZs81"',
    'password = getPassword()',
    'access_token=ACCESS_TOKEN',
    'bypass = true9',
    'time: 12:30:45',
  ])('nothing to hide: %s', (text) => expect(found(text)).toEqual([]))
})

describe('other values behind a key', () => {
  test.each([
    ['phone: 555 1234 ext', 'PHONE 555 1234'],
    ['Customer name: Ida Quist, Oslo', 'PERSON Ida Quist'],
    ['dob=1990-01-31', 'DATE_OF_BIRTH 1990-01-31'],
    ['passport no: C01X00T47 issued', 'PASSPORT C01X00T47'],
    [`${q}fullName${q}:${q}ida quist${q}`, 'PERSON ida quist'],
    ['username=ida_q&x=1', 'USERNAME ida_q'],
    ['c?phone=0171 3864955&order=402759958', 'PHONE 0171 3864955'],
  ])('%s', (text, expected) => expect(found(text)).toEqual([expected]))

  test.each(['name: server', 'phone: see below', 'file name: Report Final', 'address: tbd'])(
    'is none: %s',
    (text) => expect(found(text)).toEqual([]),
  )
})
