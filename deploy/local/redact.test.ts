import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

let dir: string
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'holdpoint-redact-'))
})
afterAll(() => rmSync(dir, { recursive: true }))

const run = (input: string, ...args: string[]) => {
  const file = join(import.meta.dirname, 'redact.ts')
  const { status, stdout, stderr } = spawnSync(process.execPath, [file, ...args], {
    encoding: 'utf8',
    input,
  })
  const answers = stdout.split('\n').filter((line) => line !== '')
  return { status, stderr, stdout, answers }
}

describe('wrong usage says how it is used', () => {
  test.each([[['--profile', 'loose']], [['--fast']], [['file.jsonl']]])('%j', (args) => {
    const { status, stdout, stderr } = run('', ...args)
    expect([status, stdout]).toEqual([2, ''])
    expect(stderr).toContain('npm run --silent redact')
  })
})

test('a key file that is not there has an exit code of its own', () => {
  const { status, stderr } = run('', '--tag-key', 'nowhere.key')
  expect([status, stderr]).toEqual([3, 'nowhere.key: cannot be read (ENOENT)\n'])
})

test('a bad line is answered in its place, the run goes on and ends with 1', () => {
  const { status, answers } = run('{"id":"a","text":"x"}\nnonsense\n{"id":"b","value":[1]}')
  expect(status).toBe(1)
  expect(answers.map((line) => JSON.parse(line))).toMatchObject([
    { id: 'a', masked: 'x', findings: [] },
    { line: 2, error: { code: 'HP_JSON_SYNTAX' } },
    { id: 'b', masked: [1], findings: [] },
  ])
})

test.each(['balanced', 'strict'])('a certain finding is one with %s', (profile) => {
  const { status, answers } = run('{"id":1,"text":"to a@one.example"}\n', '--profile', profile)
  expect(status).toBe(0)
  expect(JSON.parse(answers[0] ?? '')).toMatchObject({
    findings: [{ path: '', start: 3, end: 16, type: 'EMAIL' }],
  })
})

describe('with a file of detectors', () => {
  const detection = (text: string) => {
    const file = join(dir, 'detection.yaml')
    writeFileSync(file, text)
    return file
  }

  test('one that is wrong ends with its file and field', () => {
    const file = detection('detectors: [{name: a, type: CUSTOM, shapes: ["x"]}]')
    const { status, stderr } = run('', '--detection', file)
    expect(status).toBe(3)
    expect(stderr).toBe(`${file}: /detectors/0/shapes/0 covers fewer than 3 characters\n`)
  })

  test('what it names is found, and shown where it says so', () => {
    const file = detection(
      'detectors: [{name: staff, type: CUSTOM, shapes: ["EMP-#{4}"]}]\nreveal: [EMAIL]',
    )
    const { answers } = run('{"id":1,"text":"EMP-1234, a.b@one.example"}', '--detection', file)
    const { masked, findings } = JSON.parse(answers[0] ?? '')
    expect(masked).toMatch(/^⟦CUSTOM·\w+⟧, ⟦EMAIL·\w+·one\.example⟧$/)
    expect(findings[0]).toMatchObject({ start: 0, end: 8, detector: 'custom/staff' })
  })
})

test('with a key of its own the same input gives the same bytes', () => {
  const file = join(dir, 'tags.key')
  writeFileSync(file, Buffer.alloc(32, 5).toString('base64url'))
  const input = '{"id":1,"text":"to a@one.example"}\n'
  const [first, second] = [run(input, '--tag-key', file), run(input, '--tag-key', file)]
  expect(first.stdout).toBe(second.stdout)
  expect(run(input).stdout).not.toBe(first.stdout)
})

test('input without end is answered line by line', () => {
  const many = Array.from({ length: 2000 }, (_, id) => JSON.stringify({ id, text: `line ${id}` }))
  const { status, answers } = run(`${many.join('\n')}\n`)
  expect([status, answers.length]).toEqual([0, many.length])
})
