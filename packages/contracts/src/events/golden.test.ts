/** Golden bytes: what each event looks like on the wire. Changing one of these files is a decision about the contract, not an update. */
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { catalogue } from '../catalogue.ts'
import { check } from '../check.ts'
import { decodeEvent, type EventInit, encodeEvent } from '../event.ts'

interface Golden {
  readonly event: EventInit
  readonly headers: Record<string, string>
  readonly value: string
}

const folder = new URL('../../golden/', import.meta.url)
const read = (name: string): Golden => JSON.parse(readFileSync(new URL(name, folder), 'utf8'))
const files = readdirSync(folder).sort()

test('every event type has golden bytes, and no file stands without a type', () => {
  const types = files.map((name) => read(name).event.type)
  expect(types.toSorted()).toEqual(Object.keys(catalogue).toSorted())
})

test.each(files)('%s is named after its type', (name) => {
  expect(`dev.holdpoint.${name}`).toBe(`${read(name).event.type}.json`)
})

test.each(files)('%s: the same event gives the same bytes', (name) => {
  const golden = read(name)
  const { headers, value } = encodeEvent(golden.event)
  expect(headers).toEqual(golden.headers)
  expect(value.toString('utf8')).toBe(golden.value)
})

test.each(files)('%s: the bytes give the event back, and it is what its schema says', (name) => {
  const { event, headers, value } = read(name)
  const decoded = decodeEvent({ headers, value: Buffer.from(value) })
  expect(decoded.attributes).toEqual({
    id: event.id,
    source: event.source,
    type: event.type,
    ...(event.subject === undefined ? {} : { subject: event.subject }),
    time: new Date(event.timeMs).toISOString(),
  })
  expect(decoded.extensions).toEqual(event.extensions ?? {})
  expect(check(catalogue[event.type]?.schema ?? {}, decoded.data)).toEqual(event.data)
})

/** Members a reader must not do without: everything at the top but what the schema says is optional. */
test.each(files)('%s: refused when any required member is missing', (name) => {
  const { event } = read(name)
  const schema = catalogue[event.type]?.schema
  const required: string[] = (schema as { required?: string[] } | undefined)?.required ?? []
  expect(required.length).toBeGreaterThan(0)
  for (const member of required) {
    const { [member]: _, ...rest } = event.data as Record<string, unknown>
    expect(() => check(schema ?? {}, rest)).toThrow(`field "/${member}" is missing`)
  }
})

test.each(files)('%s: refused with a member that the contract does not name', (name) => {
  const { event } = read(name)
  const data = { ...(event.data as object), surplus: true }
  expect(() => check(catalogue[event.type]?.schema ?? {}, data)).toThrow(
    'field "/surplus" is not part of the contract',
  )
})
