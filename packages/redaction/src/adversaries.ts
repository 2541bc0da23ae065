/** Inputs made to be slow: what breaks naive patterns, what every reading and scanner looks for again and again, and what unfolds. Each makes about so many characters. */
import { gzipSync } from 'node:zlib'

export type Adversary = (chars: number) => unknown

const repeated =
  (piece: string): Adversary =>
  (chars) =>
    text(piece, chars)

function text(piece: string, chars: number): string {
  return piece.repeat(Math.ceil(chars / piece.length)).slice(0, chars)
}

/** Characters of the alphabet as they come. A block of them repeats, so that a longer input is no other input. */
function mixed(alphabet: string): Adversary {
  let state = 7
  let block = ''
  for (let i = 0; i < blockChars; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    block += alphabet[Math.floor((state / 2 ** 32) * alphabet.length)] ?? ''
  }
  return repeated(block)
}

const small = 'abcdefghijklmnopqrstuvwxyz'
const large = small.toUpperCase()
const digits = '0123456789'
const printable = Array.from({ length: 95 }, (_, n) => String.fromCharCode(32 + n)).join('')
const greeting = 'hello bob@a.de '
const blockChars = 4096
const unfoldedChars = 200 * 1024

/** One piece, over and over. */
const pieces = [
  ...['a', 'A', 'F', '0', '1', '-', '_', '.', '/', '+', '=', '@', ':', '%', '\\', '"', "'", ' '],
  ...['\n', '[', '{', '⟦', '４', 'a.', 'a@', 'a b ', '1.', '1-', '1 ', '1\n', '1\t2\t3\n', 'a\t'],
  ...['4111 ', '4111111111111111', '4111111111111111,', '+1 (', 'DE89', 'DE89 ', '1::', 'fe80:'],
  ...['%25', '%41', '%252541', '\\u005c', '\\u0041', '\\x41', '\\101', '&amp;', '&#65;', '&#x41;'],
  ...['=3D', '=41', 'U+0041 ', '+AEA-', 'chr(65).', '0x41, ', '104, 105, ', '01000001 '],
  ...['<~', '<~87cURD]i,"Ebo80~>', 'H4sI', 'aGVsbG8gYm9i ', 'abcd efgh ', 'a.b.c.d.', '0a-us'],
  ...['begin 644 a\n', "'1','2',", 's += "1"\n', '(1)[2]', '"1"'],
  ...['"1" + ', "'a'+'b'+", 'a<b>1</b>', '1**2**', '1\x1b[0m', 'a\u200b', 'e\u0301\u0301\u0301'],
  ...['1\u0336', '\u{1f469}\u200d', '٤١١١', '𝟒', 'аb@', 'а@', 'four at dot ', 'four one one one '],
  ...['sk-', 'ghp_', 'sk-ghp_xoxb-AKIA', 'eyJ', 'eyJ.', 'eyJ.eyJ.', 'bc1q', '0x', '12345678:A'],
  ...['/SG.', 'aws ', 'aws=azure=github=', 'heroku 7d444840-9dc0-41d1-b245-5ffdce74fad2 '],
  ...[
    '-----BEGIN ',
    '-----BEGIN RSA PRIVATE KEY-----\n',
    '"kty":',
    'kind: Secret\ndata:\n  a: b\n',
  ],
  ...['password=', 'password=x&', "password='", 'password: "', 'password is ', "password '"],
  ...['--token ', 'token_', "email='", 'name: A ', '<password>', '<password>x</password>'],
  ...['://', '://a:b', '://a:b@', 'curl -u a:b ', 'Cookie: sid=abc; ', 'Authorization: Bearer '],
  ...[
    'card iban phone order ',
    'Anna Kowalska met Piotr. ',
    'Anna ',
    'Aa Bb Cc ',
    '12 Main Street ',
  ],
  ...['王小明先生', '김민수님 ', 'นายสมชาย', 'Иван Петров ', 'bob@acme.example ', '⟦EMAIL·'],
  ...['name,email,phone\nA,b@c.de,1\n', '| name | email |\n', 'MSH|^~\\&|A\nPID|1||22||A^B\n'],
  "INSERT INTO t (email, name) VALUES ('a','b');\n",
]

const made: Readonly<Record<string, Adversary>> = {
  'any letters and digits': mixed(`${large}${small}${digits}+/`),
  'any printable': mixed(printable),
  'any signs': mixed('\\%&=+"\'`<*~{[(:;,.-_/@# \n'),
  'any digits and gaps': mixed(`${digits} -.()+`),
  'any words': mixed(`${small}     `),
  'any hex': mixed(`${digits}abcdef`),
  'a long query': (chars) => `https://a.b/?${text('token=x&', chars)}`,
  'a long statement': (chars) => `INSERT INTO t (email, name) VALUES ${text("('a','b'),", chars)}`,
  base64: (chars) => Buffer.alloc((chars * 3) / 4, greeting).toString('base64'),
  'base64 in lines': (chars) =>
    Buffer.alloc((chars * 3) / 4, greeting)
      .toString('base64')
      .replace(/.{76}/g, '$&\n'),
  'base64 of base64': (chars) => {
    let run = 'a'.repeat(chars / 4)
    for (let level = 0; level < 5; level++) run = Buffer.from(run).toString('base64')
    return run.slice(0, chars)
  },
  hex: (chars) => Buffer.alloc(chars / 2, greeting).toString('hex'),
  'compressed to nearly nothing': (chars) =>
    text(`${gzipSync(Buffer.alloc(unfoldedChars, 'a')).toString('base64')} `, chars),
  'JSON in a string': (chars) => JSON.stringify(JSON.stringify(Array(chars >> 4).fill('a@b.de'))),
  'JSON half open': repeated('{"a":'),
  'JSON of one key': (chars) => `{${text('"a":"b",', chars)}"c":1}`,
  'many keys': (chars) =>
    Object.fromEntries(Array.from({ length: chars >> 4 }, (_, n) => [`key-${n}`, 'x'])),
  'many keys to mask': (chars) =>
    Object.fromEntries(Array.from({ length: chars >> 5 }, (_, n) => [`bob${n}@acme.example`, 'x'])),
  'many hinted values': (chars) =>
    Array.from({ length: chars >> 5 }, (_, n) => ({ password: `secret-${n}-abc` })),
  'many names': (chars) =>
    Array.from({ length: chars >> 5 }, (_, n) => ({ fullName: `Aa${'b'.repeat(n % 9)} Quist` })),
  'many numbers': (chars) => Array(chars >> 3).fill(123456789012),
  'many words': (chars) => Array(chars >> 3).fill('abc'),
  'deep in lists': (chars) => {
    let value: unknown = 'x'
    for (let level = 0; level < 60; level++) value = [value, 'y'.repeat(chars / 64)]
    return value
  },
}

export const adversaries: Readonly<Record<string, Adversary>> = {
  ...Object.fromEntries(pieces.map((piece) => [JSON.stringify(piece), repeated(piece)])),
  ...made,
}
