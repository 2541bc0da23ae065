#!/usr/bin/env node
/** The `holdpoint` command: plain JavaScript that Node 20 can run, which goes on under the pinned Node where this one can't run TypeScript. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const typescriptMajorMin = 24
const main = fileURLToPath(new URL('../src/verify/verify-main.ts', import.meta.url))
const pinned = fileURLToPath(new URL('../../../node_modules/.bin/node', import.meta.url))

if (Number(process.versions.node.split('.')[0]) >= typescriptMajorMin) {
  await import(new URL('../src/verify/verify-main.ts', import.meta.url).href)
} else if (existsSync(pinned)) {
  const { status } = spawnSync(pinned, [main, ...process.argv.slice(2)], { stdio: 'inherit' })
  process.exitCode = status ?? 1
} else {
  process.stderr.write('holdpoint needs what is locked: run npm ci here first.\n')
  process.exitCode = 1
}
