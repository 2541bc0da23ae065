import { cpSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { commit, type DecisionEvent, digestBytes, factDigest } from '@holdpoint/contracts'
import { signHead } from '@holdpoint/seal'
import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { actionId, type Draft, GateHand, life, startMs, toRecord } from './gate-hand.ts'
import { encodeLeaf, type FindingLeaf, isEvent, type Leaf, leafTypes } from './leaf.ts'
import { AuditRig, topic } from './rig.ts'
import { viewPath } from './view.ts'

const rigs: AuditRig[] = []
const rigOf = (slots?: number) => {
  const rig = new AuditRig(slots)
  rigs.push(rig)
  return rig
}
afterEach(() => {
  for (const rig of rigs.splice(0)) rig.remove()
})

const kinds = (leaves: readonly Leaf[]) =>
  leaves.map((leaf) => {
    if (isEvent(leaf)) return leaf.fact.kind
    return leaf.type === leafTypes.case ? `case ${leaf.status}` : `finding ${leaf.finding}`
  })
const findingsOf = (leaves: readonly Leaf[]) =>
  leaves.filter((leaf): leaf is FindingLeaf => leaf.type === leafTypes.finding)

/** Runs the auditor over what `write` writes, and gives the log's leaves. */
async function logOf(rig: AuditRig, write: () => Promise<unknown>): Promise<Leaf[]> {
  const running = await rig.start()
  await write()
  await rig.settled(running)
  await running.auditor.stop()
  return await rig.read()
}

describe('what breaks the decision stream becomes a finding, and the log goes on', () => {
  test('a record that is no event is told by place and digest, never by what it holds', async () => {
    const rig = rigOf()
    const planted = 'planted-jane.doe@example.com'
    const bad = [Buffer.from(planted), Buffer.from(JSON.stringify({ fact: planted })), null]
    const leaves = await logOf(rig, async () => {
      for (const value of bad) {
        await rig.writer.send([
          { topic: topic.decisions, partition: 0, key: planted, headers: { planted }, value },
        ])
      }
      await rig.write(0, life.denied(1))
    })
    expect(kinds(leaves)).toEqual([...Array(3).fill('finding unreadable'), 'denied', 'case denied'])
    expect(
      findingsOf(leaves).map(({ source, digest, bytes }) => [source.offset, digest, bytes]),
    ).toEqual(bad.map((value, offset) => [offset, digestBytes(value ?? ''), value?.length ?? 0]))
    expect(rig.allText()).not.toContain(planted)
  })

  test('an event without its predecessors, and the numbers that are missing', async () => {
    const rig = rigOf()
    const leaves = await logOf(rig, async () => {
      await rig.write(0, life.held(1))
      rig.gate.transaction(0, [life.voted(1), life.voted(1)])
      await rig.write(0, life.approved(1))
    })
    expect(kinds(leaves)).toEqual(['held', 'finding gap', 'approved'])
    expect(findingsOf(leaves)[0]).toMatchObject({ slot: 0, number: 2, through: 3 })
  })

  test('an event of another deployment, and one longer than a leaf may be', async () => {
    const rig = rigOf()
    const leaves = await logOf(rig, async () => {
      const [foreign] = rig.gate.transaction(0, [life.held(1)])
      if (foreign) foreign.fact.deployment = 'urn:holdpoint:other'
      const long = life.claimed(2)
      if (long.kind === 'claimed') long.body.request = 'x'.repeat(70_000)
      await rig.writer.send([foreign as DecisionEvent].map((event) => toRecord(event)))
      await rig.write(0, long)
      await rig.write(0, life.denied(3))
    })
    expect(kinds(leaves)).toEqual([
      'finding foreign',
      'finding oversize',
      'finding gap',
      'denied',
      'case denied',
    ])
  })

  test('a forged fact between true ones, and a head that another key signed', async () => {
    const rig = rigOf()
    const forger = new GateHand()
    const leaves = await logOf(rig, async () => {
      const [held] = await rig.write(0, life.held(1))
      const forged: DecisionEvent = structuredClone(held as DecisionEvent)
      Object.assign(forged.fact, { number: 2, previous: factDigest((held as DecisionEvent).fact) })
      delete forged.head
      const signed = structuredClone(forged)
      const digest = factDigest(signed.fact)
      signed.head = signHead(forger.signer, { slot: 0, number: 2, digest })
      await rig.writer.send([forged, signed].map((event) => toRecord(event)))
      await rig.write(0, life.voted(1), life.approved(1))
    })
    expect(kinds(leaves)).toEqual([
      'held',
      'finding head',
      'finding unvouched',
      'voted',
      'approved',
    ])
    expect(findingsOf(leaves).map(({ record, code }) => [record?.fact.kind, code])).toEqual([
      ['held', 'HP_PROOF_INVALID'],
      ['held', undefined],
    ])
  })

  test('a fact that nobody ever vouches for', async () => {
    const rig = rigOf()
    const running = await rig.start()
    const [event] = rig.gate.transaction(0, [life.held(1)])
    const { head: _, ...bare } = event as DecisionEvent
    await rig.writer.send([toRecord(bare)])
    const position = () => running.log.position(topic.decisions, 0)
    while (position() === undefined) await Promise.race([setImmediate(), running.auditor.failed])
    expect([rig.findings.length, position()]).toEqual([0, 0])
    rig.nowMs += 61_000
    await rig.settled(running)
    expect(rig.findings.map(({ finding }) => finding)).toEqual(['unvouched'])
    await running.auditor.stop()
  })

  test('two facts under one number, the second vouched for or not', async () => {
    const rig = rigOf()
    const leaves = await logOf(rig, async () => {
      const other = new GateHand(rig.gate.signer)
      await rig.write(0, life.held(1))
      await rig.writer.send(other.transaction(0, [life.held(2)]).map((event) => toRecord(event)))
      await rig.writer.send(other.transaction(0, [life.voted(2)]).map((event) => toRecord(event)))
    })
    expect(kinds(leaves)).toEqual(['held', 'finding conflict', 'finding break', 'voted'])
    expect(findingsOf(leaves)[0]?.record?.fact.actionId).toBe(actionId(2))
  })

  test('a view that the fact does not commit to is not kept', async () => {
    const rig = rigOf()
    const leaves = await logOf(rig, async () => {
      const events = rig.gate.transaction(0, [life.held(1)])
      const { views } = events[0] as DecisionEvent
      views['action'] = { salt: 'AAECAwQFBgcICQoLDA0ODw', value: 'swapped-view' }
      views['extra'] = { salt: 'AAECAwQFBgcICQoLDA0ODw', value: 'surplus-view' }
      await rig.writer.send(events.map((event) => toRecord(event)))
    })
    expect(kinds(leaves)).toEqual(['held', 'finding view', 'finding view'])
    expect(findingsOf(leaves).map(({ view }) => view)).toEqual(['action', 'extra'])
    expect(rig.allText()).not.toMatch(/swapped-view|surplus-view/)
  })
})

describe('grants are held against decisions', () => {
  test('a grant whose decision is not in the log raises an alarm, once all has been read', async () => {
    const rig = rigOf()
    const running = await rig.start()
    const lost = rig.gate.transaction(0, [life.approved(1)])
    await rig.writer.send(lost.map((event) => rig.gate.grant(event)))
    while (rig.findings.length === 0) await Promise.race([setImmediate(), running.auditor.failed])
    await rig.settled(running)
    await running.auditor.stop()
    const [finding] = findingsOf(await rig.read())
    expect(finding).toMatchObject({ finding: 'grant', slot: 0, number: 1, actionId: actionId(1) })
    const again = await rig.start()
    await rig.write(0, life.denied(2))
    await rig.settled(again)
    expect(rig.findings.filter((each) => each.finding === 'grant').length).toBe(1)
    await again.auditor.stop()
  })

  test('a grant that a gate released late, after its own time, is no alarm', async () => {
    const rig = rigOf()
    const running = await rig.start()
    rig.nowMs += 3_600_000
    await rig.write(0, life.approved(1))
    await rig.settled(running)
    await running.auditor.stop()
    expect(rig.findings).toEqual([])
  })

  test('a grant that names another decision, or that the gate did not sign, is an alarm at once', async () => {
    const rig = rigOf()
    const running = await rig.start()
    const [approved] = await rig.write(0, life.approved(1))
    const other = new GateHand().grant(structuredClone(approved as DecisionEvent))
    const swapped = structuredClone(approved as DecisionEvent)
    if (swapped.fact.kind === 'approved') swapped.fact.body.grant.jti = 'another'
    const garbage = { ...other, value: Buffer.from('planted garbage') }
    await rig.writer.send([other, rig.gate.grant(swapped), garbage])
    while (rig.findings.length < 3) await Promise.race([setImmediate(), running.auditor.failed])
    await running.auditor.stop()
    const told = rig.findings.map(({ finding, code = 'no decision' }) => `${finding}: ${code}`)
    expect(told.toSorted()).toEqual([
      'grant: HP_GRANT_INVALID',
      'grant: HP_JSON_SYNTAX',
      'grant: no decision',
    ])
    expect(rig.allText()).not.toContain('planted garbage')
  })

  test('a grant that is read before its decision waits for it', async () => {
    const rig = rigOf()
    const running = await rig.start()
    const events = rig.gate.transaction(0, [life.held(1), life.voted(1), life.approved(1)])
    await rig.writer.send([rig.gate.grant(events[2] as DecisionEvent)])
    await setImmediate()
    await rig.writer.send(events.map((event) => toRecord(event)))
    await rig.settled(running)
    for (let turns = 0; turns < 50; turns += 1) await setImmediate()
    expect(rig.findings).toEqual([])
    await running.auditor.stop()
  })
})

describe('what the log says', () => {
  test('an action is one leaf per event and, when it ends, one that tells the whole case', async () => {
    const rig = rigOf()
    const leaves = await logOf(rig, async () => {
      await rig.write(0, life.held(1), life.held(2))
      await rig.write(0, life.voted(1), life.approved(1))
      await rig.write(0, life.claimed(1))
      await rig.write(0, life.ended(1), life.refused(1))
    })
    expect(kinds(leaves)).toEqual([
      ...['held', 'held', 'voted', 'approved', 'claimed', 'succeeded', 'case succeeded', 'refused'],
    ])
    const voted = leaves[2]
    const ended = leaves[5]
    if (!voted || !isEvent(voted) || !ended || !isEvent(ended)) throw new Error('no events')
    expect(leaves[6]).toEqual({
      type: leafTypes.case,
      actionId: actionId(1),
      slot: 0,
      status: 'succeeded',
      atMs: startMs + 3,
      asked: {
        type: 'payments.refund',
        agent: 'support-bot',
        identity: 'signed',
        intended: digestBytes('intended 1'),
        atMs: startMs,
      },
      presented: digestBytes('presented 1'),
      policy: digestBytes('policy'),
      rule: 'refunds',
      decided: { verdict: 'approved', by: 'people', atMs: startMs + 1 },
      votes: [
        {
          ...{ person: 'p-1', verdict: 'approve', assurance: 'sso', channel: 'console' },
          atMs: startMs + 1,
          reason: voted.fact.commitments['reason'],
        },
      ],
      ran: {
        ...{ executor: 'exec-1', claimId: 'cl-1', cause: 'reported' },
        reported: digestBytes('reported 1'),
        result: ended.fact.commitments['result'],
      },
      events: [0, 2, 3, 4, 5],
    })
  })

  test('a case that is amended later gets a second leaf that names the first', async () => {
    const rig = rigOf()
    const leaves = await logOf(rig, async () => {
      await rig.write(0, life.approved(1), life.claimed(1), life.ended(1, 'unknown'))
      await rig.write(0, life.ended(1))
    })
    expect(kinds(leaves)).toEqual([
      'approved',
      'claimed',
      'unknown',
      'case unknown',
      'succeeded',
      'case succeeded',
    ])
    expect(leaves[5]).toMatchObject({ amends: 3, events: [0, 1, 2, 4], status: 'succeeded' })
  })

  test('views lie beside the log under their commitments, readable by the owner only', async () => {
    const rig = rigOf()
    const leaves = await logOf(rig, () => rig.write(0, life.held(1)))
    const [held] = leaves
    if (!held || !isEvent(held)) throw new Error('no event')
    for (const commitment of Object.values(held.fact.commitments)) {
      const path = join(rig.dir, viewPath(commitment))
      const { salt, value } = JSON.parse(readFileSync(path, 'utf8'))
      expect(commit(salt, value)).toBe(commitment)
      expect(statSync(path).mode & 0o777).toBe(0o600)
    }
    const tiles = readdirSync(join(rig.dir, 'tile/entries/000.p'))
    const text = tiles.map((name) =>
      readFileSync(join(rig.dir, 'tile/entries/000.p', name), 'utf8'),
    )
    expect(text.join('')).not.toContain('masked 1')
  })

  test('checkpoints go to their topic, and an idle auditor writes nothing at all', async () => {
    const rig = rigOf()
    const running = await rig.start()
    await rig.write(0, life.denied(1))
    await rig.settled(running)
    const end = async () => (await rig.writer.endOffsets(topic.checkpoints)).get(0)
    while ((await end()) === 0) await setImmediate()
    const files = () =>
      readdirSync(rig.dir, { recursive: true }).map((name) => {
        const stat = statSync(join(rig.dir, String(name)))
        return stat.isFile() ? [name, stat.size, stat.mtimeMs] : name
      })
    const before = [files(), await end()]
    for (let turns = 0; turns < 500; turns += 1) await setImmediate()
    expect([files(), await end()]).toEqual(before)
    await running.auditor.stop()
  })
})

describe('exactly once', () => {
  test('events that come again are recognised and counted', async () => {
    const rig = rigOf()
    const leaves = await logOf(rig, async () => {
      const events = await rig.write(0, life.held(1), life.voted(1))
      await rig.writer.send(events.map((event) => toRecord(event)))
    })
    expect(kinds(leaves)).toEqual(['held', 'voted'])
    expect(rig.repeats).toBe(2)
  })

  test('auditors that die at any moment leave a log with every event once, in order, and every case', async () => {
    const plan = fc.array(
      fc.oneof(
        {
          weight: 5,
          arbitrary: fc.record({ slot: fc.nat({ max: 2 }), count: fc.integer({ min: 1, max: 5 }) }),
        },
        { weight: 2, arbitrary: fc.constant('die' as const) },
        { weight: 2, arbitrary: fc.nat({ max: 30 }) },
      ),
      { minLength: 4, maxLength: 24 },
    )
    await fc.assert(
      fc.asyncProperty(plan, async (steps) => {
        const rig = rigOf(3)
        let running = await rig.start()
        let n = 0
        const steplife = [life.held, life.voted, life.approved, life.claimed, life.ended]
        for (const step of steps) {
          if (step === 'die') {
            // kill -9: what it was doing goes on in a process that nobody hears any more.
            const dead = running
            dead.bus.crash()
            running = await rig.start()
            await expect(dead.log.close()).rejects.toThrow(/has opened|has stopped|ENOENT/)
          } else if (typeof step === 'number') {
            for (let turns = 0; turns < step; turns += 1) await setImmediate()
          } else {
            n += 1
            await rig.write(
              step.slot,
              ...steplife.slice(0, step.count).map((draft): Draft => draft(n)),
            )
          }
        }
        await rig.settled(running)
        await running.auditor.stop()
        const leaves = await rig.read()
        for (const slot of [0, 1, 2]) {
          const logged = leaves.filter(isEvent).filter(({ fact }) => fact.slot === slot)
          const last = rig.gate.standing(slot).number
          expect(logged.map(({ fact }) => fact.number)).toEqual(
            Array.from({ length: last }, (_, i) => i + 1),
          )
        }
        const ended = kinds(leaves).filter((kind) => kind === 'succeeded').length
        expect(kinds(leaves).filter((kind) => kind === 'case succeeded').length).toBe(ended)
        expect(findingsOf(leaves)).toEqual([])
        rig.remove()
      }),
      { numRuns: 20 },
    )
  })

  test('a checkpoint that its signer did not live to send is sent by the next, once', async () => {
    const rig = rigOf()
    const first = await rig.start()
    await rig.write(0, life.denied(1))
    await rig.settled(first)
    const end = async () => (await rig.writer.endOffsets(topic.checkpoints)).get(0)
    while ((await end()) !== 1) await setImmediate()
    first.bus.crash()
    await first.log.append({ entries: [encodeLeaf((await rig.read())[1] as Leaf)], positions: [] })
    await first.log.publish()
    await (await rig.start()).auditor.stop()
    expect(await end()).toBe(2)
    await (await rig.start()).auditor.stop()
    expect(await end()).toBe(2)
  })

  test('an index that is lost is built again from the log, and cases come out the same', async () => {
    const rig = rigOf()
    await logOf(rig, () => rig.write(0, life.held(1), life.voted(1), life.approved(1)))
    for (const name of readdirSync(join(rig.dir, '.state'))) {
      if (name.startsWith('index')) rmSync(join(rig.dir, '.state', name))
    }
    const leaves = await logOf(rig, () => rig.write(0, life.claimed(1), life.ended(1)))
    expect(leaves.at(-1)).toMatchObject({ status: 'succeeded', events: [0, 1, 2, 3, 4] })
    expect(rig.findings).toEqual([])
  })

  test('a restored old copy is refused before it can sign a second history', async () => {
    const rig = rigOf()
    const copy = `${rig.dir}-copy`
    try {
      await logOf(rig, () => rig.write(0, life.denied(1)))
      cpSync(rig.dir, copy, { recursive: true })
      await logOf(rig, () => rig.write(0, life.denied(2)))
      await expect(rig.start(copy)).rejects.toMatchObject({ code: 'HP_LOG_REFUSED' })
    } finally {
      rmSync(copy, { recursive: true, force: true })
    }
  })

  test('a second auditor on the same log fences the first', async () => {
    const rig = rigOf()
    const first = await rig.start()
    const second = await rig.start()
    first.bus.crash()
    await rig.write(0, life.denied(1))
    await rig.settled(second)
    await expect(first.log.append({ entries: [], positions: [] })).rejects.toThrow(/has opened/)
    await second.auditor.stop()
    expect(kinds(await rig.read())).toEqual(['denied', 'case denied'])
  })
})
