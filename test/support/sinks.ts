/** Every place where something of a deployment stays or can be read, for searching. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { topicName } from '@holdpoint/contracts'
import { Signer, signRequest } from '@holdpoint/seal'
import { dumpRedis, dumpTopics } from '@holdpoint/testkit'
import type { Search } from './search.ts'
import { agentId, type Stage } from './stage.ts'

/** Where raw payloads may be. */
export function rawTopics({ hp }: Stage): string[] {
  return [topicName(hp.prefix, 'intended'), topicName(hp.prefix, 'outcomes')]
}

/** Keys, values and headers of all records of these topics; returns how many there were. */
export async function searchTopics(
  at: Stage,
  search: Search,
  isWanted: (topic: string) => boolean,
): Promise<number> {
  const names = at.hp.plan.topics.map(({ name }) => name).filter(isWanted)
  const dumps = await dumpTopics(at.hp.kafka, names)
  let count = 0
  for (const [topic, records] of dumps) {
    for (const { key, value, headers } of records) {
      count += 1
      search.look(topic, key)
      search.look(topic, value)
      search.look(topic, Object.entries(headers).flat().join('\n'))
    }
  }
  return count
}

export async function searchRedis({ hp }: Stage, search: Search): Promise<number> {
  const dump = await dumpRedis(hp.redis, `${hp.redis.namespace}:*`)
  for (const [key, content] of dump) {
    search.look('a key of Redis', key)
    search.look(`Redis ${key}`, typeof content === 'string' ? content : content.join('\n'))
  }
  return dump.size
}

/** All files of a folder of the deployment. */
export function searchFiles({ hp }: Stage, search: Search, folder: string): number {
  const dir = join(hp.dir, folder)
  const files = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  )
  for (const { parentPath, name } of files) {
    search.look(`file name in ${folder}`, name)
    search.look(`${folder}/${name}`, readFileSync(join(parentPath, name)))
  }
  return files.length
}

/** What every edge answers to whoever may ask, about these actions. */
export async function searchAnswers(
  at: Stage,
  search: Search,
  ids: readonly string[],
): Promise<number> {
  const { gate, auditor } = at.hp.urls
  let count = 0
  const look = async (where: string, answer: Promise<{ text: string } | Response>) => {
    const given = await answer
    search.look(where, given instanceof Response ? await given.text() : given.text)
    count += 1
  }
  for (const [name, url] of Object.entries(at.hp.urls))
    await look(`${name} /metrics`, fetch(`${url}/metrics`))
  for (const person of ['alice', 'bob', 'carol', 'dave']) {
    for (const state of ['pending', 'decided'])
      await look(
        `inbox of ${person}`,
        at.people.ask('GET', `/v1/approvals?state=${state}&limit=200`, person),
      )
  }
  for (const id of ids) {
    await look(`approval ${id}`, at.people.ask('GET', `/v1/approvals/${id}`, 'alice'))
    await look(`records of ${id}`, fetch(`${auditor}/v1/records?action=${id}`))
    await look(`proof of ${id}`, fetch(`${auditor}/v1/proofs/inclusion?action=${id}`))
    const authorization = `HP ${readRequest(at, id)}`
    await look(`gate on ${id}`, fetch(`${gate}/v1/actions/${id}`, { headers: { authorization } }))
  }
  return count
}

function readRequest(at: Stage, subject: string): string {
  const { urn: deployment } = at.hp
  const signer = new Signer(at.key(`agent-${agentId}.jwk`))
  return signRequest(signer, { deployment, subject, act: 'read', nowMs: Date.now() })
}
