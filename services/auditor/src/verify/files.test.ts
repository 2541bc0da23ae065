import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fromUtf8 } from '@holdpoint/tlog'
import { afterAll, describe, expect, test } from 'vitest'
import { folderFiles, urlFiles } from './files.ts'

const dir = mkdtempSync(join(tmpdir(), 'hp-files-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))

describe('a log on the web', () => {
  const answering = (answer: () => Response, seen: string[] = []) =>
    urlFiles('https://log.example/demo', async (url) => {
      seen.push(String(url))
      return answer()
    })

  test('what is not there is absent; every other failure is told, never taken for absence', async () => {
    expect(
      await answering(() => new Response('', { status: 404 })).read('checkpoint'),
    ).toBeUndefined()
    for (const status of [401, 403, 500, 503]) {
      const files = answering(() => new Response('', { status }))
      await expect(files.read('checkpoint')).rejects.toThrow(`checkpoint (answers ${status})`)
    }
  })

  test('an answer without end is cut off', async () => {
    const endless = new ReadableStream({
      pull: (controller) => controller.enqueue(new Uint8Array(8 * 1024 * 1024)),
    })
    const files = answering(() => new Response(endless))
    await expect(files.read('tile/0/000')).rejects.toThrow(/more than any file of a log holds/)
  })

  test('paths are taken below the address, with or without its slash', async () => {
    const seen: string[] = []
    const files = answering(() => new Response('text'), seen)
    expect(fromUtf8((await files.read('tile/0/000')) ?? new Uint8Array())).toBe('text')
    expect(seen).toEqual(['https://log.example/demo/tile/0/000'])
    expect(files.hasViews).toBe(false)
  })
})

describe('a log in a folder', () => {
  test('files are read and listed by their paths in the log; other faults than absence are told', async () => {
    mkdirSync(join(dir, 'tile/0/001.p'), { recursive: true })
    writeFileSync(join(dir, 'tile/0/000'), 'full')
    writeFileSync(join(dir, 'tile/0/001.p/3'), 'part')
    const files = folderFiles(dir)
    expect((await files.list?.('tile'))?.toSorted()).toEqual(['tile/0/000', 'tile/0/001.p/3'])
    expect(await files.list?.('views')).toEqual([])
    expect(await files.read('tile/0/002')).toBeUndefined()
    expect(await files.read('tile/0/000/deeper')).toBeUndefined()
    await expect(files.read('tile/0')).rejects.toThrow(/EISDIR/)
  })
})
