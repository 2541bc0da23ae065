/** Style is a test: the rules of the house, each with what broke it. One sentence per finding, with file and line. */
import { expect, test } from 'vitest'
import { banned, unfinished } from './tidy/code-rules.ts'
import { knownCodes, topicLiterals, usedCodes } from './tidy/error-rules.ts'
import { graphOf } from './tidy/graph.ts'
import {
  declaredDependencies,
  exactVersions,
  importArrows,
  privilege,
} from './tidy/import-rules.ts'
import { oversized } from './tidy/size-rules.ts'
import { type Finding, readTree } from './tidy/source.ts'
import { partsOf, testedModules, unreached } from './tidy/test-rules.ts'
import {
  generatedBlocks,
  invisibleCharacters,
  keyMaterial,
  machinePaths,
} from './tidy/text-rules.ts'

const tree = readTree()
const graph = graphOf(tree)
const parts = partsOf(tree, graph)
const { shipped, support } = parts

test.each<[string, () => Finding[]]>([
  ['imports go one way, through front doors', () => importArrows(tree, support)],
  ['a process loads nothing that is not its to use', () => privilege(tree)],
  ['every npm package is declared where it is imported', () => declaredDependencies(tree)],
  ['every version is exact', () => exactVersions(tree)],
  ['nothing banned stands in code', () => banned(tree, shipped)],
  ['nothing is left for later', () => unfinished(tree)],
  ['every error code is in the table', () => knownCodes(tree)],
  ['every code of the table is used', () => usedCodes(tree, shipped)],
  ['topic names come from their table', () => topicLiterals(tree, shipped)],
  ['every pure module has a test', () => testedModules(tree, graph, parts)],
  ['every file is loaded by something', () => unreached(tree, parts)],
  ['files and functions stay readable', () => oversized(tree, shipped)],
  ['no key material in the tree', () => keyMaterial(tree)],
  ['no invisible characters', () => invisibleCharacters(tree)],
  ['no path of a machine', () => machinePaths(tree)],
  ['tables in documents are as their source says', () => generatedBlocks(tree)],
])('%s', (_, rule) => {
  expect(rule()).toEqual([])
})
