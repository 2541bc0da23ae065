/** Logins that no key names: `@jdoe`, `user jdoe logged in`, `useradd -m jdoe`. */
import { hashWord } from '../name/fold.ts'
import { meaningOf, ORDINARY } from '../name/gazetteer.ts'
import { CODE, LOWER_CASE, SIGN, type Tokens, UPPER_CASE, WORD } from '../name/token.ts'
import type { Sheet } from '../sheet.ts'

const base = 0.6
/** As most systems allow them. */
const login = /^[a-z][a-z0-9]*(?:[._-][a-z0-9]+)*$/
const loginUnitsMin = 3
const loginUnitsMax = 32
/** The end of a host's name. */
const host = /\.(?:[a-z]{2}|com|net|org|info|test|dev|app|edu|gov|local|example|internal|invalid)$/
/** Words of chats, schedules and documentation that stand behind an `@` as well. */
const notPeople = new Set(
  'all here channel everyone team daily hourly weekly monthly yearly annually midnight reboot latest next beta param return returns throws see link type media import include charset supports layer apply keyframes override deprecated author since version home work gmail outlook todo'.split(
    ' ',
  ),
)
const technical =
  /^(?:svc|srv|sa|app|bot|ci|cd|sys)[._-]|[._-](?:svc|bot|service|agent|runner|ro|rw|admin)$|^(?:root|admin|administrator|postgres|mysql|nginx|nobody|daemon|deploy|deployer|worker|system|service|guest|anonymous|default|test|ubuntu|ec2-user|www-data|backup|monitor|jenkins|git|app|api)$/
const userWords = new Set(
  [
    'user',
    'username',
    'login',
    'account',
    'benutzer',
    'usuario',
    'utilisateur',
    'utente',
    'gebruiker',
    'användare',
  ].map(hashWord),
)
const commandWords = new Set(
  ['useradd', 'adduser', 'usermod', 'userdel', 'chage', 'chfn'].map(hashWord),
)

/** `i` is an `@` that joins nothing before it. */
export function scanMention(sheet: Sheet, tokens: Tokens, i: number): void {
  const { text } = sheet
  const next = i + 1
  if (next >= tokens.count || tokens.starts[next] !== tokens.ends[i]) return
  if (/[\w/.\]]/.test(text.charAt((tokens.starts[i] ?? 0) - 1))) return
  if (/[/(@:]/.test(text.charAt(tokens.ends[next] ?? 0))) return
  addLogin(sheet, tokens, next, 'username/mention')
}

/** `i` is a word that says that a login may follow. */
export function scanUserWord(sheet: Sheet, tokens: Tokens, i: number): void {
  // `CREATE USER x` makes an account of a database.
  if (tokens.shapes[i] === UPPER_CASE) return
  let next = i + 1
  if (
    next < tokens.count &&
    tokens.kinds[next] === SIGN &&
    /['"`]/.test(sheet.text.charAt(tokens.starts[next] ?? 0))
  )
    next++
  if (next >= tokens.count) return
  if (tokens.kinds[next] === WORD && !isUnknownWord(tokens, next)) return
  addLogin(sheet, tokens, next, 'username/word')
}

export function isUserWord(hash: number): boolean {
  return userWords.has(hash)
}

/** The last argument of the command on its line. */
export function scanUserCommand(sheet: Sheet, tokens: Tokens, i: number): void {
  let last = i
  for (let at = i + 1; at < tokens.count && at - i < 24; at++) {
    const kind = tokens.kinds[at]
    if (kind !== WORD && kind !== CODE && kind !== SIGN) break
    if (kind === SIGN && /[|;&>]/.test(sheet.text.charAt(tokens.starts[at] ?? 0))) break
    if (kind !== SIGN) last = at
  }
  if (last > i) addLogin(sheet, tokens, last, 'username/command')
}

export function isUserCommand(hash: number): boolean {
  return commandWords.has(hash)
}

export function isLogin(text: string): boolean {
  if (text.length < loginUnitsMin || text.length > loginUnitsMax) return false
  return login.test(text) && !host.test(text) && !notPeople.has(text) && !technical.test(text)
}

function isUnknownWord(tokens: Tokens, i: number): boolean {
  return tokens.shapes[i] === LOWER_CASE && ((tokens.meanings[i] ?? 0) & ~3) === 0
}

function addLogin(sheet: Sheet, tokens: Tokens, i: number, detector: string): void {
  const kind = tokens.kinds[i]
  if (kind !== WORD && kind !== CODE) return
  const start = tokens.starts[i] ?? 0
  const end = tokens.ends[i] ?? start
  const name = sheet.text.slice(start, end)
  sheet.work += end - start
  if (!isLogin(name)) return
  if (
    kind === WORD &&
    (meaningOf(hashWord(name)) & 3) === 0 &&
    (meaningOf(hashWord(name)) & ORDINARY) !== 0
  )
    return
  sheet.addFirm('USERNAME', start, end, base, detector)
}
