/** Where command lines carry credentials: short options that mean one thing for one program and another for the next. Long ones say it themselves. */
import { isStopValue } from './stop-value.ts'

/** `pair`: `user:password`. `percent`: `user%password`. `value`: the option's whole value. `attached`: what follows without a space. */
type Carries = 'pair' | 'percent' | 'value' | 'attached'

const rows: readonly (readonly [programs: string, flags: string, carries: Carries])[] = [
  ['curl,wget,xh,https,lftp,hurl', '-u,--user,-U,--proxy-user,-a,--auth,--tlsuser', 'pair'],
  ['mysql,mysqldump,mysqladmin,mysqlimport,mysqlsh,mariadb,mariadb-dump', '-p', 'attached'],
  ['7z,7za,rar,unrar', '-p', 'attached'],
  ['sshpass', '-p', 'value'],
  ['sshpass', '-p', 'attached'],
  [
    'docker login,podman login,helm registry login,oc login,az login,nerdctl login,skopeo login,crane auth login,oras login',
    '-p',
    'value',
  ],
  ['redis-cli,valkey-cli', '-a', 'value'],
  [
    'mongo,mongosh,mongodump,mongorestore,mongoexport,mongoimport,cqlsh,nodetool',
    '-p,-pw',
    'value',
  ],
  ['ldapsearch,ldapmodify,ldapadd,ldapdelete,ldapwhoami,ldappasswd', '-w,-s', 'value'],
  ['zip,unzip,sqlcmd,osql,bcp,mosquitto_pub,mosquitto_sub,ipmitool,rdesktop', '-P,-p', 'value'],
  ['smbclient,rpcclient,smbmap', '-U', 'percent'],
  ['snmpwalk,snmpget,snmpset', '-A,-X', 'value'],
  ['plink,pscp,psftp,putty', '-pw', 'value'],
  ['keytool,jarsigner,keystore', '-storepass,-keypass,-srcstorepass,-deststorepass', 'value'],
]

/** Programs whose names begin a search in texts. */
export const programs: readonly string[] = [...new Set(rows.flatMap(([names]) => names.split(',')))]

const table = new Map<string, Map<string, Carries>>()
for (const [names, flags, carries] of rows) {
  for (const name of names.split(',')) {
    const known = table.get(name) ?? new Map<string, Carries>()
    for (const flag of flags.split(','))
      known.set(`${flag}${carries === 'attached' ? '+' : ''}`, carries)
    table.set(name, known)
  }
}

/** Tokens without a user stand where a user would, from this length on. */
const tokenCharsMin = 8

/** Where in the value of the option the credential begins, and how far it goes; undefined if the option carries none. */
export function credentialOf(
  program: string,
  flag: string,
  value: string,
): { start: number; end: number } | undefined {
  const carries = table.get(program)?.get(flag)
  if (carries === undefined) return undefined
  const sign =
    carries === 'pair' ? value.indexOf(':') : carries === 'percent' ? value.indexOf('%') : -1
  if (carries === 'value') return usable(value, 0, value.length)
  if (sign < 0) return undefined
  if (sign === value.length - 1 && sign >= tokenCharsMin) return usable(value, 0, sign)
  return usable(value, sign + 1, value.length)
}

/** `-pSecret`: how many characters of the argument are its flag, or 0. */
export function attachedFlag(program: string, argument: string): number {
  const flags = table.get(program)
  if (flags === undefined || argument.length < 3 || argument.startsWith('--')) return 0
  if (!flags.has(`${argument.slice(0, 2)}+`)) return 0
  return isStopValue(argument.slice(2)) ? 0 : 2
}

function usable(value: string, start: number, end: number) {
  const held = value.slice(start, end)
  return held === '' || isStopValue(held) || /^<|>$/.test(held) || /^\d{1,5}$/.test(held)
    ? undefined
    : { start, end }
}

/** In a list of arguments, the part of one that is a credential by what stands before it. */
export function credentialInArguments(
  items: readonly unknown[],
  index: number,
): { start: number; end: number } | undefined {
  const value = items[index]
  const before = items[index - 1]
  if (typeof value !== 'string' || index === 0) return undefined
  for (const program of programsOf(items)) {
    const attached = attachedFlag(program, value)
    if (attached > 0) return { start: attached, end: value.length }
    const found = typeof before === 'string' ? credentialOf(program, before, value) : undefined
    if (found !== undefined) return found
  }
  return undefined
}

/** `/usr/bin/mysql` is `mysql`; `sudo docker login` is looked for in the first words. */
function programsOf(items: readonly unknown[]): string[] {
  const words = items.slice(0, 4).map((item) => (typeof item === 'string' ? item : ''))
  const names = words.map((word) => word.slice(word.lastIndexOf('/') + 1))
  const pairs = names.map((name, i) => `${name} ${names[i + 1] ?? ''}`)
  return [...pairs, ...names].filter((name) => table.has(name))
}
