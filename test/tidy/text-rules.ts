/** What must not stand in any file of the tree: keys, invisible characters, somebody's machine; and what must be as its source says. */
import { errorsTable, topicsTable, withBlock } from '@holdpoint/contracts'
import { typesTable } from '@holdpoint/redaction'
import { type Finding, findings, type Source } from './source.ts'

/** Published test vectors, each with where it is from. */
const publishedKeys = [
  // RFC 8037, appendix A.
  'nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A',
]
const privateKey =
  /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----\s*[A-Za-z0-9+/]{16}|["']?\bd["']?\s*:\s*["']([A-Za-z0-9_-]{43,86})["']/
/** Zero-width, bidirectional and other characters that a reviewer does not see. Sources write them as escapes. */
const invisible = /(?![\ufe00-\ufe0f])\p{Default_Ignorable_Code_Point}|[\ufff9-\ufffb]/u
const machinePath = /(?:^|[\s"'`(=])\/(?:home|Users|root|work|mnt)\/[A-Za-z0-9._-]+\//m

export function keyMaterial(sources: readonly Source[]): Finding[] {
  return sources.flatMap((source) =>
    findings(source, source.text, privateKey, ([, key = '']) =>
      publishedKeys.includes(key) ? undefined : 'a private key does not belong into the tree',
    ),
  )
}

export function invisibleCharacters(sources: readonly Source[]): Finding[] {
  return sources.flatMap((source) =>
    findings(source, source.text, invisible, ([found]) => {
      const code = found.codePointAt(0)?.toString(16).padStart(4, '0')
      return `invisible character U+${code}: write an escape`
    }),
  )
}

export function machinePaths(sources: readonly Source[]): Finding[] {
  return sources
    .filter(({ path }) => path !== 'package-lock.json')
    .flatMap((source) => findings(source, source.text, machinePath, 'a path of somebody’s machine'))
}

/** Tables in documents are made from code. README has the topics; others have what they mark. */
export function generatedBlocks(sources: readonly Source[]): Finding[] {
  const blocks = { topics: topicsTable(), errors: errorsTable(), types: typesTable() }
  const documents = sources.filter(({ path }) => path.endsWith('.md'))
  const readme = documents.find(({ path }) => path === 'README.md')
  const missing =
    readme !== undefined && withBlock(readme.text, 'topics', '') !== undefined
      ? []
      : ['README.md:1: has no table of topics between <!-- topics --> and <!-- /topics -->']
  return [
    ...missing,
    ...documents.flatMap(({ path, text }) =>
      Object.entries(blocks).flatMap(([name, block]) => {
        const made = withBlock(text, name, block)
        return made === undefined || made === text
          ? []
          : [`${path}:1: the table of ${name} differs from its source: node test/tidy/generate.ts`]
      }),
    ),
  ]
}
