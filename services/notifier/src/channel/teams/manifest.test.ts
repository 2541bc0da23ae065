/** The app package, read back with what every machine has to read such files. */
import { crc32, inflateRawSync, inflateSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { teamsPackage } from './manifest.ts'

const options = {
  ...{ appId: '01890a5d-ac96-474b-8cce-000000000001', version: '1.0.0' },
  ...{ developer: 'Example & Sons', consoleUrl: 'https://hold.example/' },
}

interface Entry {
  readonly name: string
  readonly bytes: Buffer
}

/** By its directory, as unpackers do. */
function unzip(archive: Buffer): Entry[] {
  const end = archive.length - 22
  expect(archive.readUInt32LE(end)).toBe(0x06054b50)
  const entries: Entry[] = []
  let at = archive.readUInt32LE(end + 16)
  for (let left = archive.readUInt16LE(end + 10); left > 0; left--) {
    expect(archive.readUInt32LE(at)).toBe(0x02014b50)
    const [sum, packed, size, length] = [
      ...[archive.readUInt32LE(at + 16), archive.readUInt32LE(at + 20)],
      ...[archive.readUInt32LE(at + 24), archive.readUInt16LE(at + 28)],
    ]
    const name = String(archive.subarray(at + 46, at + 46 + (length ?? 0)))
    const from = archive.readUInt32LE(at + 42)
    expect(archive.readUInt32LE(from)).toBe(0x04034b50)
    const start = from + 30 + archive.readUInt16LE(from + 26) + archive.readUInt16LE(from + 28)
    const bytes = inflateRawSync(archive.subarray(start, start + (packed ?? 0)))
    expect([bytes.length, crc32(bytes)]).toEqual([size, sum])
    entries.push({ name, bytes })
    at += 46 + (length ?? 0)
  }
  return entries
}

/** Width, height and RGBA of a PNG whose rows have no filter. */
function pixels(png: Buffer): { size: number; rgba: Buffer } {
  const size = png.readUInt32BE(16)
  const length = png.readUInt32BE(33)
  const raw = inflateSync(png.subarray(41, 41 + length))
  const rows = Array.from({ length: size }, (_, y) =>
    raw.subarray(y * (size * 4 + 1) + 1, (y + 1) * (size * 4 + 1)),
  )
  return { size, rgba: Buffer.concat(rows) }
}

const [manifest, color, outline] = unzip(teamsPackage(options))

test('has the three files that Teams wants, at the top', () => {
  const names = [manifest, color, outline].map((entry) => entry?.name)
  expect(names).toEqual(['manifest.json', 'color.png', 'outline.png'])
})

test('asks for a bot and nothing else, within the limits of the manifest', () => {
  const read = JSON.parse(String(manifest?.bytes))
  const { appId } = options
  expect(read).toMatchObject({
    ...{ manifestVersion: '1.17', version: '1.0.0', id: appId, validDomains: ['hold.example'] },
    bots: [{ botId: appId, scopes: ['team', 'groupChat', 'personal'], supportsFiles: false }],
  })
  expect(Object.keys(read)).not.toContain('webApplicationInfo')
  expect(read.name.short.length).toBeLessThanOrEqual(30)
  expect(read.name.full.length).toBeLessThanOrEqual(100)
  expect(read.description.short.length).toBeLessThanOrEqual(80)
  expect(read.developer.name.length).toBeLessThanOrEqual(32)
  expect(read.accentColor).toMatch(/^#[0-9a-f]{6}$/)
})

test('has icons of the sizes that Teams wants; the outline is white and transparent only', () => {
  const full = pixels(color?.bytes ?? Buffer.alloc(0))
  const thin = pixels(outline?.bytes ?? Buffer.alloc(0))
  expect([full.size, thin.size]).toEqual([192, 32])
  const alphas = new Set<number>()
  for (let at = 0; at < thin.rgba.length; at += 4) {
    expect([...thin.rgba.subarray(at, at + 3)]).toEqual([255, 255, 255])
    alphas.add(thin.rgba[at + 3] ?? 0)
  }
  expect(alphas).toContain(0)
  expect(alphas).toContain(255)
  for (let at = 3; at < full.rgba.length; at += 4) expect(full.rgba[at]).toBe(255)
})

test('is the same bytes for the same settings', () => {
  expect(teamsPackage(options).equals(teamsPackage(options))).toBe(true)
  expect(teamsPackage({ ...options, version: '1.0.1' }).equals(teamsPackage(options))).toBe(false)
})
