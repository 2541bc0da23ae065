import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Digest, digestBytes, factDigest } from '@holdpoint/contracts'
import { signHead } from '@holdpoint/seal'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type EventLeaf, isEvent, type Leaf, leafTypes } from '../leaf.ts'
import { viewPath } from '../view.ts'
import { run } from './command.ts'
import { resigned, withoutCases } from './forging.ts'
import { changed, World } from './world.ts'

let world: World
let leaves: Leaf[]
let trustFile: string

beforeAll(async () => {
  world = new World()
  leaves = await world.log()
  trustFile = world.file('trust.json', world.trustText)
})
afterAll(() => world.rig.remove())

interface Told {
  exitCode: number
  verdict: string
  counts: Record<string, number>
  problems: { severity: string; at: string; rule: string }[]
}

async function verify(dir: string, ...more: string[]): Promise<Told> {
  const { exitCode, stdout, stderr } = await run([
    'verify',
    dir,
    '--trust',
    trustFile,
    '--json',
    ...more,
  ])
  expect(stderr).toBe('')
  return { ...JSON.parse(stdout), exitCode }
}

/** A copy of the true log to do harm to. */
function copyOf(name: string): string {
  const dir = join(world.rig.dir, name)
  for (const part of ['checkpoint', 'tile', 'views']) {
    cpSync(join(world.rig.dir, part), join(dir, part), { recursive: true })
  }
  return dir
}

describe('a true log', () => {
  test('holds in every part that can be checked, with and without the trust file', async () => {
    const { exitCode, verdict, counts, problems } = await verify(world.rig.dir)
    expect(problems).toEqual([])
    expect([exitCode, verdict]).toEqual([0, 'VALID-UNWITNESSED'])
    expect(counts).toMatchObject({
      ...{ events: 10, cases: 2, findings: 0, slots: 2 },
      ...{ heads: 4, decisions: 2, intents: 2, claims: 1, outcomes: 1, votes: 2 },
      ...{ viewsPresent: 11, viewsAbsent: 0, ingressIntents: 0, chatVotes: 0 },
    })
    const { exitCode: bare, stdout } = await run(['verify', world.rig.dir, '--key', world.vkey])
    expect(bare).toBe(0)
    expect(stdout).toMatch(/^VALID-UNWITNESSED: everything that is here holds\n/)
    expect(stdout).toContain('Signatures inside the leaves were not checked: give --trust')
  })

  test('still holds when a view has been erased, and says how many are not here', async () => {
    const dir = copyOf('erased')
    const held = leaves.find((leaf) => isEvent(leaf) && leaf.fact.kind === 'voted') as EventLeaf
    rmSync(join(dir, viewPath(held.fact.commitments['token'] as Digest)))
    const { exitCode, counts } = await verify(dir)
    expect([exitCode, counts['viewsAbsent'], counts['votesWithoutToken']]).toEqual([0, 1, 1])
  })

  test('goes on from a head that was seen before', async () => {
    const known = join(world.rig.dir, 'checkpoint')
    expect((await verify(world.rig.dir, '--known-head', known)).exitCode).toBe(0)
    const shorter = await world.forge(leaves.slice(0, 4))
    expect(
      (await verify(world.rig.dir, '--known-head', join(shorter, 'checkpoint'))).exitCode,
    ).toBe(0)
  })
})

describe('a log that was changed', () => {
  test('in any one byte of any public file is refused', async () => {
    const dir = copyOf('flipped')
    const paths = [
      'checkpoint',
      ...readdirSync(join(dir, 'tile'), { recursive: true }).map((p) => `tile/${p}`),
    ]
    const files = paths.filter(
      (path) => !/(entries|\d|p)$/.test(path) || /\.p\/\d+$|checkpoint/.test(path),
    )
    expect(files.length).toBeGreaterThan(3)
    for (const path of files) {
      const bytes = readFileSync(join(dir, path))
      for (let at = 0; at < bytes.length; at += 1 + Math.floor(bytes.length / 7)) {
        const copy = Buffer.from(bytes)
        copy[at] = (copy[at] ?? 0) ^ 4
        writeFileSync(join(dir, path), copy)
        expect((await verify(dir)).exitCode, `${path} byte ${at}`).toBe(40)
      }
      writeFileSync(join(dir, path), bytes)
    }
    expect((await verify(dir)).exitCode).toBe(0)
  })

  test('in a view is refused by the name of the view', async () => {
    const dir = copyOf('view')
    const held = leaves.find((leaf) => isEvent(leaf) && leaf.fact.kind === 'held') as EventLeaf
    const path = join(dir, viewPath(held.fact.commitments['action'] as Digest))
    writeFileSync(path, readFileSync(path, 'utf8').replace('"n":0', '"n":1'))
    const { exitCode, problems } = await verify(dir)
    expect([exitCode, problems[0]?.rule]).toEqual([40, expect.stringContaining('view "action"')])
  })

  test('by taking files away is incomplete, and nothing is called proven', async () => {
    for (const path of ['checkpoint', 'tile/entries', 'tile/0']) {
      const dir = copyOf(`without-${path.replace('/', '-')}`)
      rmSync(join(dir, path), { recursive: true })
      const { exitCode, problems } = await verify(dir)
      expect([path, exitCode, problems[0]?.severity]).toEqual([path, 20, 'incomplete'])
    }
  })

  test('by another file among its own is refused', async () => {
    const dir = copyOf('stranger')
    writeFileSync(join(dir, 'tile/0/000.p/1'), Buffer.alloc(32))
    expect((await verify(dir)).problems[0]?.rule).toMatch(/tile\/0\/000\.p\/1 contradicts/)
  })
})

describe('a log that its own keeper forged, signed with the true key', () => {
  const forgeries: [string, (all: Leaf[]) => Leaf[], number, RegExp][] = [
    [
      'an event left out',
      (all) => withoutCases(all.toSpliced(1, 1)),
      20,
      /numbers 2 to 2 of slot 0 are missing/,
    ],
    [
      'the last events left out',
      (all) =>
        withoutCases(all).filter(
          (leaf) => isEvent(leaf) && (leaf.fact.slot === 1 || leaf.fact.number < 2),
        ),
      20,
      /no signature of the gate over numbers 1 to 1/,
    ],
    [
      'two events swapped',
      (all) => [all[1] as Leaf, all[0] as Leaf, ...all.slice(2)],
      40,
      /comes again/,
    ],
    ['an event twice', (all) => [all[0] as Leaf, ...all], 40, /comes again/],
    [
      'a decision changed',
      (all) =>
        changed(all, 'denied', ({ fact }) => {
          fact.atMs += 1
        }),
      40,
      /gate's signature/,
    ],
    [
      'a case that says something else',
      (all) =>
        all.map((leaf) =>
          leaf.type === leafTypes.case && leaf.status === 'succeeded'
            ? { ...leaf, rule: 'another' }
            : leaf,
        ),
      40,
      /does not say what its events say/,
    ],
    ['cases left out', withoutCases, 20, /has no case leaf/],
    [
      'a case of an action that goes on',
      (all) => {
        const story = all.find((leaf) => leaf.type === leafTypes.case) as Leaf
        return [story, ...all]
      },
      40,
      /has not ended/,
    ],
  ]
  test.each(forgeries)('%s', async (_, forge, exitCode, rule) => {
    const told = await verify(await world.forge(forge([...leaves])))
    expect(told.problems.map((problem) => problem.rule).join('\n')).toMatch(rule)
    expect(told.exitCode).toBe(exitCode)
  })

  test('is told apart from a true one of the same length: two signed histories', async () => {
    const forged = changed(withoutCases(leaves), 'denied', ({ fact }) => {
      fact.atMs += 1
    })
    const [one, other] = [await world.forge(withoutCases(leaves)), await world.forge(forged)]
    const { problems } = await verify(one, '--known-head', join(other, 'checkpoint'))
    expect(problems.at(-1)).toMatchObject({ severity: 'diverged', at: 'known head' })
    const longer = await verify(one, '--known-head', join(world.rig.dir, 'checkpoint'))
    expect(longer.problems.at(-1)?.rule).toMatch(/covers 12 entries, this copy has 10/)
  })
})

describe('a gate that went bad, with all chains signed by its true key', () => {
  const badStories: [string, () => Leaf[], RegExp][] = [
    [
      'an action that the agent did not sign',
      () =>
        changed(leaves, 'held', ({ fact }) => {
          if (fact.kind === 'held') fact.body.origin.intended = digestBytes('swapped')
        }),
      /agent's signature of the action: .* another payload/,
    ],
    [
      'a claim by another executor than the one that signed it',
      () =>
        changed(leaves, 'claimed', ({ fact }) => {
          if (fact.kind === 'claimed') fact.body.executor = 'exec-2'
        }),
      /executor's signature of its claim is by another party/,
    ],
    [
      'an outcome that the executor did not report',
      () =>
        changed(leaves, 'succeeded', ({ fact }) => {
          if (fact.kind === 'succeeded') fact.body.reported = digestBytes('swapped')
        }),
      /executor's signature of the outcome: .* another result/,
    ],
    [
      'a deny turned into an approve',
      () =>
        changed(leaves, 'voted', ({ fact }) => {
          if (fact.kind === 'voted') fact.body.verdict = 'deny'
        }),
      /token was not minted for this decision/,
    ],
    [
      'a vote put into the mouth of somebody else',
      () =>
        changed(leaves, 'voted', ({ fact }) => {
          if (fact.kind === 'voted') fact.body.person = 'p-2'
        }),
      /token is of another person/,
    ],
    [
      'a vote of high assurance without a token',
      () =>
        changed(leaves, 'voted', ({ fact }) => {
          fact.commitments = {}
        }),
      /without a token/,
    ],
    [
      'an approval without its vote',
      () =>
        changed(leaves, 'approved', ({ fact }) => {
          if (fact.kind === 'approved') fact.body.votes = []
        }),
      /approved by people, but nobody voted/,
    ],
    [
      'an approval that counts one person twice',
      () =>
        changed(leaves, 'approved', ({ fact }) => {
          if (fact.kind === 'approved') fact.body.votes.push({ person: 'p-1', revision: 2 })
        }),
      /counts a person twice/,
    ],
    [
      'an approval by a vote of another person',
      () =>
        changed(leaves, 'approved', ({ fact }) => {
          if (fact.kind === 'approved') fact.body.votes = [{ person: 'p-2', revision: 2 }]
        }),
      /by a vote that is not in the log/,
    ],
    [
      'a directory other than the announced one',
      () =>
        changed(leaves, 'adopted', ({ fact }) => {
          if (fact.kind === 'adopted') fact.body.directory = digestBytes('swapped')
        }),
      /text of "directory" has another digest/,
    ],
  ]
  test.each(badStories)('%s', async (_, story, rule) => {
    const dir = await world.forge(withoutCases(resigned(world, story(), 0)))
    const { exitCode, problems } = await verify(dir)
    expect(problems.map((problem) => problem.rule).join('\n')).toMatch(rule)
    expect(exitCode).toBe(40)
  })

  test('an outcome signed by a key that did not claim', async () => {
    const other = new World()
    other.rig.remove()
    const all = changed(leaves, 'claimed', ({ fact }) => {
      if (fact.kind === 'claimed') fact.body.keyThumbprint = other.executor.kid
    })
    const { problems } = await verify(await world.forge(withoutCases(resigned(world, all, 0))))
    expect(problems.map(({ rule }) => rule)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/claim is by another party/),
        expect.stringMatching(/outcome is by another party/),
      ]),
    )
  })

  test('signatures by a key that the trust file does not give to the gate', async () => {
    const all = leaves.map((leaf) => {
      if (!isEvent(leaf) || !leaf.head) return leaf
      const { slot, number } = leaf.fact
      return {
        ...leaf,
        head: signHead(world.otherExecutor, { slot, number, digest: factDigest(leaf.fact) }),
      }
    })
    const { problems } = await verify(await world.forge(all))
    expect(problems[0]?.rule).toMatch(
      /gate's signature over the chain: .* key that may not sign this/,
    )
  })
})

describe('findings of the auditor', () => {
  test('are listed, and a gap that the log owns up to is still a gap', async () => {
    const gap: Leaf = {
      type: leafTypes.finding,
      finding: 'gap',
      source: { topic: 't', partition: 0, offset: 5, timestampMs: 1 },
      ...{ slot: 0, number: 2, through: 2 },
    }
    const dir = await world.forge(withoutCases([leaves[0] as Leaf, gap, ...leaves.slice(2)]))
    const { exitCode, stdout } = await run(['verify', dir, '--trust', trustFile])
    expect(exitCode).toBe(20)
    expect(stdout).toContain('found by the auditor: leaf 1: gap slot 0 number 2')
    expect(stdout).toContain('numbers 2 to 2 of slot 0 are missing, as the log says itself')
  })

  test('a leaf of a type that is not known yet is not called wrong', async () => {
    const unknown = { type: 'dev.holdpoint.log.audit.v9' } as unknown as Leaf
    const { exitCode, problems } = await verify(
      await world.forge([unknown, ...withoutCases(leaves)]),
    )
    expect(exitCode).toBe(20)
    expect(problems[0]).toMatchObject({ severity: 'incomplete', at: 'leaf 0' })
    const nonsense = { type: leafTypes.event } as unknown as Leaf
    expect((await verify(await world.forge([nonsense]))).exitCode).toBe(40)
  })
})
