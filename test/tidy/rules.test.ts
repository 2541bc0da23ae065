// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the samples are code in strings
/** The rules of the house, each shown something that breaks it: a rule that finds nothing anywhere is no rule. */
import { describe, expect, test } from 'vitest'
import { blank } from './blank.ts'
import { banned, unfinished } from './code-rules.ts'
import { knownCodes, topicLiterals, usedCodes } from './error-rules.ts'
import { graphOf } from './graph.ts'
import { declaredDependencies, exactVersions, importArrows, privilege } from './import-rules.ts'
import { oversized } from './size-rules.ts'
import { type Source, sourceOf } from './source.ts'
import { partsOf, testedModules, unreached } from './test-rules.ts'
import { generatedBlocks, invisibleCharacters, keyMaterial, machinePaths } from './text-rules.ts'

const tree = (files: Record<string, string>): Source[] =>
  Object.entries(files).map(([path, text]) => sourceOf(path, text))
const one = (path: string, text: string): [Source[], Set<string>] => [
  tree({ [path]: text }),
  new Set([path]),
]

describe('comments and strings are not code', () => {
  test.each([
    ['a comment', 'a // console.log()', 'a'],
    ['a block', 'a /* console */ b', 'a               b'],
    ['a string', "f('any')", "f('   ')"],
    ['an escaped quote', String.raw`f('a\'b')`, "f('    ')"],
    ['a template', '`any ${any} any`', '`    ${any}    `'],
    ['a template in a template', '`a${`b${c}d`}e`', '` ${` ${c} `} `'],
    ['an object in a template', '`${{ a: {} }} x`', '`${{ a: {} }}  `'],
    ['a regular expression', 'x = /["\'`/]/.test(y)', 'x = /      ].test(y)'],
    ['a division', 'a / b / c', 'a / b / c'],
    ['a slash in a string', "'http://x' + a", "'        ' + a"],
  ])('%s', (_, text, bare) => {
    if (text.includes('/["')) expect(blank(text).bare).toContain('.test(y)')
    else expect(blank(text).bare.trimEnd()).toBe(bare)
  })

  test('lines stay where they are', () => {
    const text = "a\n/* b\nc */\n'd'\n`e\nf`\ng"
    expect(blank(text).bare.split('\n')).toHaveLength(text.split('\n').length)
  })
})

describe('code', () => {
  const path = 'packages/approval/src/x.ts'
  test.each([
    ['console.log(1)', 'log through'],
    ['const a: any = 1', 'any is not'],
    ['const a = b as any', 'any is not'],
    ['const a: Record<string, any> = {}', 'any is not'],
    ['const a = b!.c', 'non-null'],
    ['const a = b[0]!', 'non-null'],
    ['export default 1', 'default export'],
    ["test.only('x', f)", 'every test'],
    ["describe.skip('x', f)", 'every test'],
    ['// @ts-ignore'.slice(3), 'compiler'],
    ['enum A { B }', 'union'],
    ['const a = Date.now()', 'parameters'],
    ['const a = new Date()', 'parameters'],
    ['const a = Math.random()', 'parameters'],
    ['const a = randomUUID()', 'parameters'],
    ['setTimeout(f, 1)', 'parameters'],
    ["const a = process.env['X']", 'config.ts'],
    ["throw new Error('x')", 'HoldpointError'],
  ])('%s', (text, sentence) => {
    const [found, ...more] = banned(...one(path, `\n${text}\n`))
    expect(found).toContain(`${path}:2: `)
    expect(found).toContain(sentence)
    expect(more).toEqual([])
  })

  test.each([
    'const a = { any: 1 }',
    'fc.property(any, any, f)',
    'if (a !== b) c(!d)',
    'const a = new Date(atMs)',
    '// console.log is not used',
    "f('Date.now')",
    'function f(sleep: (ms: number) => Promise<void>) {}',
    '// biome-ignore lint/suspicious/noExplicitAny: foreign types\nconst a: any = 1',
    'describe.skip(`needs ${missing}`, f)',
  ])('%s is fine', (text) => {
    expect(banned(...one(path, text))).toEqual([])
  })

  test('shells, tests and what only tests load may look at the clock', () => {
    const text = 'const a = Date.now()'
    expect(banned(...one('packages/service/src/time.ts', text))).toEqual([])
    expect(banned(...one('services/gate/src/main.ts', text))).toEqual([])
    expect(banned(tree({ [path]: text }), new Set())).toEqual([])
  })

  test('what is left for later', () => {
    const words = ['TO', 'DO'].join('')
    expect(unfinished(tree({ [path]: `// ${words}: later` }))).toHaveLength(1)
    expect(unfinished(tree({ [path]: '// biome-ignore lint/x/y:\nf()' }))).toHaveLength(1)
    expect(unfinished(tree({ [path]: '// biome-ignore lint/x/y: a reason\nf()' }))).toEqual([])
  })
})

describe('imports', () => {
  const manifests = {
    'packages/contracts/package.json': '{"name":"@holdpoint/contracts","exports":"./src/index.ts"}',
    'packages/seal/package.json':
      '{"name":"@holdpoint/seal","exports":{".":"./src/index.ts","./unseal":"./src/unsealer.ts"},"dependencies":{"jose":"6.2.17"}}',
    'packages/kafka/package.json': '{"name":"@holdpoint/kafka","exports":"./src/index.ts"}',
    'package.json': '{"devDependencies":{"vitest":"5.1.1"}}',
  }
  const arrows = (path: string, text: string) =>
    importArrows(tree({ ...manifests, [path]: text }), new Set())

  test.each([
    ['packages/contracts/src/a.ts', "import { b } from '@holdpoint/seal'", 'must not import seal'],
    ['packages/approval/src/a.ts', "import type { B } from '@holdpoint/kafka'", 'must not import'],
    ['packages/sdk/src/a.ts', "import { b } from '@holdpoint/kafka'", 'must not import kafka'],
    ['services/gate/src/a.ts', "import { b } from '@holdpoint/seal/src/key.ts'", 'not exported'],
    ['services/gate/src/a.ts', "import { b } from '../../redactor/src/b.ts'", 'front door'],
    ['packages/seal/src/a.ts', "export * from '../../contracts/src/ids.ts'", 'front door'],
    ['services/notifier/console/a.ts', "import { b } from '@holdpoint/contracts'", 'types only'],
    ['packages/seal/src/a.ts', "const b = await import('@holdpoint/kafka')", 'must not import'],
  ])('%s: %s', (path, text, sentence) => {
    expect(arrows(path, text)).toEqual([expect.stringContaining(sentence)])
  })

  test.each([
    ['packages/seal/src/a.ts', "import { b } from '@holdpoint/contracts'"],
    ['packages/sdk/src/kafka-write.ts', "import type { B } from '@holdpoint/kafka'"],
    ['services/gate/src/a.test.ts', "import { b } from '@holdpoint/contracts'"],
    ['services/notifier/console/a.ts', "import type { B } from '@holdpoint/contracts'"],
    ['packages/seal/src/a.ts', 'const text = "import { b } from \'@holdpoint/kafka\'"'],
  ])('%s: %s is fine', (path, text) => {
    expect(arrows(path, text)).toEqual([])
  })

  test('a process that loads a key it must not have, however far down', () => {
    const files = {
      ...manifests,
      'services/gate/src/main.ts': "import './gate.ts'",
      'services/gate/src/gate.ts': "import { Unsealer } from '@holdpoint/seal/unseal'",
      'packages/seal/src/unsealer.ts': '',
    }
    expect(privilege(tree(files))).toEqual([expect.stringContaining('unsealer.ts')])
    const types = {
      ...files,
      'services/gate/src/gate.ts': "import type { U } from '@holdpoint/seal/unseal'",
    }
    expect(privilege(tree(types))).toEqual([])
  })

  test('npm packages that nobody declared', () => {
    const declared = (path: string, text: string) =>
      declaredDependencies(tree({ ...manifests, [path]: text }))
    expect(declared('packages/kafka/src/a.ts', "import { b } from 'jose'")).toHaveLength(1)
    expect(declared('packages/kafka/src/a.ts', "import fs from 'fs'")).toHaveLength(1)
    expect(declared('packages/seal/src/a.ts', "import { b } from 'jose/errors'")).toEqual([])
    expect(declared('packages/seal/src/a.test.ts', "import { b } from 'vitest'")).toEqual([])
  })

  test('versions that may change by themselves', () => {
    for (const version of ['^1.2.3', '~1.2.3', '*', 'latest', '1.x', '>=1.2.3', 'file:../x']) {
      const text = JSON.stringify({ dependencies: { a: version } })
      expect(exactVersions(tree({ 'package.json': text }))).toHaveLength(1)
    }
    expect(exactVersions(tree({ 'package.json': '{"dependencies":{"a":"1.2.3"}}' }))).toEqual([])
  })
})

describe('tables', () => {
  const path = 'services/gate/src/x.ts'
  test('codes that are not in it, codes that nobody uses', () => {
    const unknown = ['HP', 'NO', 'SUCH'].join('_')
    expect(knownCodes(tree({ [path]: `f('${unknown}')` }))).toHaveLength(1)
    expect(knownCodes(tree({ [path]: "f('HP_FENCED')" }))).toEqual([])
    const unused = usedCodes(...one(path, "f('HP_FENCED')"))
    expect(unused.join()).toContain('HP_TOO_OLD')
    expect(unused.join()).not.toContain('HP_FENCED')
  })

  test('topic names spelled out', () => {
    expect(topicLiterals(...one(path, "send('actions.approved')"))).toHaveLength(1)
    expect(topicLiterals(...one(path, "send('dlq.gate.actions.redacted')"))).toHaveLength(1)
    expect(topicLiterals(...one(path, "// on 'actions.approved'"))).toEqual([])
  })
})

describe('files', () => {
  const files = {
    'services/gate/src/main.ts': "import './gate.ts'",
    'services/gate/src/gate.ts': "new Worker('./worker.ts')",
    'services/gate/src/worker.ts': '',
    'services/gate/src/lost.ts': '',
    'services/gate/src/gate.test.ts': "import './rig.ts'",
    'services/gate/src/rig.ts': '',
  }

  test('that nothing loads', () => {
    const sources = tree(files)
    const parts = partsOf(sources, graphOf(sources))
    expect(unreached(sources, parts)).toEqual([expect.stringContaining('lost.ts')])
    expect([...parts.support]).toEqual(['services/gate/src/rig.ts'])
  })

  test('pure modules without a test', () => {
    const folder = 'packages/seal/src'
    const found = (more: Record<string, string>) => {
      const sources = tree({
        'packages/seal/package.json': '{"name":"@holdpoint/seal","exports":"./src/index.ts"}',
        [`${folder}/index.ts`]: "export * from './key.ts'",
        [`${folder}/key.ts`]: "import './part.ts'\nexport function sign() {}",
        [`${folder}/part.ts`]: 'export function part() {}',
        ...more,
      })
      const graph = graphOf(sources)
      return testedModules(sources, graph, partsOf(sources, graph))
    }
    expect(found({})).toHaveLength(2)
    expect(found({ [`${folder}/index.test.ts`]: "import './index.ts'" })).toHaveLength(2)
    expect(found({ [`${folder}/key.test.ts`]: "import './key.ts'" })).toEqual([])
  })

  test('and functions that have grown too long', () => {
    const path = 'services/gate/src/x.ts'
    const body = (lines: number) => `  f()\n`.repeat(lines)
    expect(oversized(...one(path, `x\n`.repeat(301)))).toHaveLength(1)
    expect(oversized(...one(path, `function a(): void {\n${body(70)}}\n`))).toEqual([
      `${path}:1: a function of 72 lines`,
    ])
    expect(oversized(...one(path, `const a = {\n${body(70)}}\n`))).toEqual([])
    expect(oversized(...one(path, `function a() {\n${body(40)}}\n`.repeat(2)))).toEqual([])
  })
})

describe('text', () => {
  const one = (text: string) => tree({ 'docs/x.md': text })

  test('private keys', () => {
    const armour = ['-----BEGIN', 'PRIVATE KEY-----'].join(' ')
    expect(keyMaterial(one(`${armour}\nMC4CAQAwBQYDK2VwBCIEIP`))).toHaveLength(1)
    expect(keyMaterial(one(`{"${'d'}": "${'A'.repeat(43)}"}`))).toHaveLength(1)
    expect(keyMaterial(one(`{"x": "${'A'.repeat(43)}"}`))).toEqual([])
  })

  test.each(['\u200b', '\u202e', '\u2066', '\ufeff', '\u00ad', '\u{e0041}'])(
    'the invisible character %j',
    (character) => {
      expect(invisibleCharacters(one(`a${character}b`))).toHaveLength(1)
    },
  )

  test('what is visible is fine, in any script', () => {
    expect(invisibleCharacters(one('naïve ⟦EMAIL·X⟧ Ωμέγα 漢字 ✔️'))).toEqual([])
  })

  test('paths of somebody’s machine', () => {
    const path = ['', 'home', 'somebody', 'x'].join('/')
    expect(machinePaths(one(`cd ${path}`))).toHaveLength(1)
    expect(machinePaths(one('GET /v1/actions/home/x'))).toEqual([])
  })

  test('a README without its table, and a table that is old', () => {
    expect(generatedBlocks(tree({ 'README.md': '# x' }))).toHaveLength(1)
    const old = '<!-- topics -->\nold\n<!-- /topics -->'
    expect(generatedBlocks(tree({ 'README.md': old }))).toEqual([
      expect.stringContaining('differs from its source'),
    ])
  })
})
