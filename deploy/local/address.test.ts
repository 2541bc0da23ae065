import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Address, takeAddress } from './address.ts'
import { freePorts } from './infra/port-numbers.ts'

let dir: string
let other: Server | undefined
const open: Address[] = []

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'address-'))
})

afterEach(async () => {
  for (const address of open.splice(0)) await address.close()
  other?.close()
  rmSync(dir, { recursive: true })
})

async function take(port?: number): Promise<Address> {
  const address = await takeAddress(dir, port, {})
  open.push(address)
  return address
}

async function occupy(port: number): Promise<void> {
  const server = createServer()
  other = server
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
}

async function freePort(): Promise<number> {
  const [port = 0] = await freePorts(1)
  return port
}

test('a port that was set and is taken is refused, with what to do', async () => {
  const port = await freePort()
  await occupy(port)
  await expect(take(port)).rejects.toThrow(
    `port ${port} of this machine is taken: set HOLDPOINT_PORT to another`,
  )
})

test('the port that a folder remembers is not silently another one when it is taken', async () => {
  const port = await freePort()
  await (await take(port)).close()
  await occupy(port)
  await expect(take()).rejects.toThrow(`port ${port} of this machine is taken`)
})

test('a folder keeps its address', async () => {
  const first = await take(await freePort())
  await first.close()
  const second = await take()
  expect([second.url, second.issuer, second.formerIssuers]).toEqual([
    first.url,
    `${first.url}/issuer`,
    [],
  ])
})

test('an address that was given up is remembered, since the log has tokens that name it', async () => {
  const ports = await freePorts(2)
  const first = await take(ports[0])
  await first.close()
  const second = await take(ports[1])
  expect(second.formerIssuers).toEqual([first.issuer])
  await second.close()
  expect((await take(ports[0])).formerIssuers).toEqual([second.issuer])
})

test('two new folders get two addresses', async () => {
  const first = await take()
  rmSync(join(dir, 'issuers.json'))
  expect((await take()).url).not.toBe(first.url)
})
