import { describe, expect, test } from 'vitest'
import { found } from '../testing.ts'

const credentials = (text: string) => found(text).filter((each) => /^(PASSWORD|SECRET) /.test(each))

describe('prose', () => {
  test.each([
    'the password is required',
    'your password was changed on Monday.',
    'password reset-link sent',
    'Password must be 12 characters long',
    'a token is needed to sign in',
    'the secret to good coffee is patience',
    'bearer of bad news',
    'Das Passwort ist abgelaufen.',
    'le mot de passe est obligatoire',
    'la contraseña es incorrecta',
    'пароль неверный',
    'the api key is rotated every 90 days',
    'password 2031-03-24 12:10',
    'has lost the key',
  ])('%s', (text) => expect(credentials(text)).toEqual([]))
})

describe('twelve languages say it', () => {
  test.each([
    ['the password is hunter2.', 'hunter2'],
    ['password for the ftp box is Maple-91', 'Maple-91'],
    ['Passwort lautet Blumen77', 'Blumen77'],
    ['le mot de passe est « tulipe7 »', ' tulipe7 '],
    ['la contraseña es Girasol9', 'Girasol9'],
    ['a senha é Girassol9', 'Girassol9'],
    ['la parola è Tulipano7', 'Tulipano7'],
    ['het wachtwoord is Tulp77', 'Tulp77'],
    ['hasło to Tulipan7', 'Tulipan7'],
    ['пароль: Тюльпан7', 'Тюльпан7'],
    ['пароль — Tulp77', 'Tulp77'],
    ['密码是 Tulp77', 'Tulp77'],
    ['パスワードは「Tulp77」です', 'Tulp77'],
    ['비밀번호는 Tulp77', 'Tulp77'],
    ['비번 Tulp77', 'Tulp77'],
  ])('%s', (text, expected) => expect(credentials(text)).toEqual([`PASSWORD ${expected}`]))
})

test.each([
  ["CREATE USER x IDENTIFIED BY 'maple tree'", 'PASSWORD maple tree'],
  ['#define PASSWORD\t"maple9"', 'PASSWORD maple9'],
  ['ConvertTo-SecureString "maple9" -AsPlainText', 'PASSWORD maple9'],
  ['svc -password maple', 'PASSWORD maple'],
  ['the secret key q7Xk2vB9fT4mZs81 leaked', 'SECRET q7Xk2vB9fT4mZs81'],
])('%s', (text, expected) => expect(credentials(text)).toEqual([expected]))
