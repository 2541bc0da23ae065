/** Passwords of a deployment's users: made once, kept in one file that only its owner may read. */

import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import type { Credential } from '../infra/broker-files.ts'
import { writePrivate } from '../infra/private-file.ts'

/** 144 random bits, in characters that need no quoting anywhere. */
const passwordBytes = 18

/** Credentials for these names, in their order. */
export function putPasswords(file: string, names: readonly string[]): Credential[] {
  const known: Record<string, string> = existsSync(file)
    ? JSON.parse(readFileSync(file, 'utf8'))
    : {}
  const all = { ...known }
  for (const name of names) all[name] ??= newPassword()
  if (Object.keys(all).length > Object.keys(known).length) writePrivate(file, JSON.stringify(all))
  return names.map((name) => ({ username: name, password: all[name] ?? newPassword() }))
}

export function newPassword(): string {
  return randomBytes(passwordBytes).toString('base64url')
}
