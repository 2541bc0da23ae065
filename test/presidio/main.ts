/**
 * npm run presidio: the second opinion beside a real Presidio, patterns only, and how fast our engine is beside it. Ends with 0 where all is right, or where
 * Presidio can't be had; then one line says why.
 */
import { spawn } from 'node:child_process'
import { join, resolve } from 'node:path'
import { cacheDir } from '@holdpoint/local'
import { createRedactor, type Suggestion } from '@holdpoint/redaction'
import { secondOpinion } from '@holdpoint/redactor'
import { systemTime } from '@holdpoint/service'
import { freePorts, until } from '@holdpoint/testkit'
import { installPresidio } from './installed.ts'
import { sampleTexts } from './texts.ts'

const startDeadlineMs = 120_000
/** Presidio takes milliseconds for a line. */
const timedTexts = 400
/** The first ones are slow: nothing is compiled yet. */
const ourRounds = 20
const ours = createRedactor({ tagKey: Buffer.alloc(32, 7) })

process.exitCode = await main()

async function main(): Promise<number> {
  const root = resolve(import.meta.dirname, '../..')
  const installed = installPresidio(resolve(cacheDir(root)))
  if ('missing' in installed) {
    say(`skipped: ${installed.missing}`)
    return 0
  }
  const [port = 0] = await freePorts(1)
  const server = join(import.meta.dirname, 'server.py')
  const child = spawn(installed.python, [server, String(port)], { stdio: 'ignore' })
  try {
    const isUp = async () => (await fetch(`http://127.0.0.1:${port}/health`)).ok
    await until(isUp, { deadlineMs: startDeadlineMs, what: 'Presidio' })
    return await judge(`http://127.0.0.1:${port}`)
  } finally {
    child.kill()
  }
}

async function judge(base: string): Promise<number> {
  const url = `${base}/analyze`
  const wrong: string[] = []
  const see = (isRight: boolean, what: string) => {
    say(`${isRight ? '✓' : '✗'} ${what}`)
    if (!isRight) wrong.push(what)
  }
  const ask = (over = {}) =>
    secondOpinion({ url, charsMin: 1, scoreMin: 0.3, deadlineMs: 5000, ...over }, systemTime)
  const text =
    '😀 write to mara.quellworth@bluefern.com, card 4111 1111 1111 1111, from 203.0.113.77'
  const { suggest, ends } = await ask().on([text])
  see(ends.answered === 1, 'it answers')
  const of = (type: string) => suggest(text).find((each) => each.type === type)
  const found = (each: Suggestion | undefined) => text.slice(each?.start, each?.end)
  see(found(of('EMAIL')) === 'mara.quellworth@bluefern.com', 'an e-mail address, behind an emoji')
  see(found(of('CARD')) === '4111 1111 1111 1111', 'a card')
  see(found(of('IP')) === '203.0.113.77', 'an IP address')
  const alone = ours.redact({ text }, { scope: 'run' })
  const both = ours.redact({ text }, { scope: 'run', suggest })
  see(JSON.stringify(both) === JSON.stringify(alone), 'what both have found stays as we have it')
  const foreign = await ask({ language: 'xx' }).on([text])
  see(foreign.ends.failed === 1, 'a language that it does not have is no opinion')
  await compare(base)
  return wrong.length === 0 ? 0 : 1
}

/** CPU time on the same texts: its patterns without names, our engine with all that it does. */
async function compare(base: string): Promise<void> {
  const texts = sampleTexts(timedTexts)
  const theirs = Math.min(await theirSeconds(base, texts), await theirSeconds(base, texts))
  const rounds = Array.from({ length: ourRounds }, () => ourSeconds(texts))
  const own = Math.min(...rounds)
  const mega = texts.reduce((sum, text) => sum + text.length, 0) / 1e6
  const of = (seconds: number) => `${(mega / seconds).toPrecision(2)} MB/s`
  const ratio = Math.round(theirs / own)
  say(`Presidio, patterns only: ${of(theirs)}; our engine, with names: ${of(own)}; ${ratio} times`)
}

async function theirSeconds(base: string, texts: readonly string[]): Promise<number> {
  const headers = { 'content-type': 'application/json' }
  const body = JSON.stringify({ texts })
  const answer = await fetch(`${base}/seconds`, { method: 'POST', headers, body })
  return Number(Object(await answer.json()).seconds)
}

function ourSeconds(texts: readonly string[]): number {
  const began = process.cpuUsage()
  for (const text of texts) ours.redactText(text, { scope: 'run' })
  const { user, system } = process.cpuUsage(began)
  return (user + system) / 1e6
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
