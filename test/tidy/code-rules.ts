/** What must not stand in code, and where the exceptions are. */
import { type Finding, findings, type Source } from './source.ts'

interface Ban {
  readonly pattern: RegExp
  readonly sentence: string
  /** Only code that a process runs; tests and what only they load are free. */
  readonly onlyShipped?: boolean
  readonly except?: RegExp
}

/** The edges of the system: clocks, timers and fresh ids come from here and go inward as parameters. */
const shells = new RegExp(
  [
    '^deploy/',
    '^test/',
    '^packages/testkit/',
    // Adapters of real servers; the in-memory ones are tested with a test clock.
    '^packages/kafka/src/(?!memory)',
    '^packages/store/src/redis',
    '^packages/service/src/time\\.ts$',
    '^packages/sdk/src/surroundings\\.ts$',
    '^services/[^/]+/src/(?:[a-z]+-)?(?:main|start)\\.ts$',
    '^services/notifier/console/',
  ].join('|'),
)

const bans: readonly Ban[] = [
  { pattern: /\bconsole\s*\./, sentence: 'log through the service logger' },
  {
    pattern: /(?:(?<!\s):|[<|&]|\bas\b|\bsatisfies\b)\s*any\b(?!\s*[(\w.:?])|,\s*any\s*>/,
    sentence: 'any is not a type',
  },
  {
    pattern: /(?<=[\w)\]])!(?=[.;,)\]}[\n]|\s+(?:as|&&|\|\||\?\?)\b)/,
    sentence: 'no non-null assertion',
  },
  {
    pattern: /\bexport\s+default\b/,
    sentence: 'no default export',
    except: /\.config\.ts$/,
  },
  {
    pattern: /\b(?:test|it|describe|suite)(?:\.\w+)*\.(?:only|todo|fails|skip(?!\(`\s*\$\{))\b/,
    sentence: 'every test runs; a skip says why in its name',
  },
  { pattern: /@ts-(?:ignore|nocheck|expect-error)\b/, sentence: 'the compiler is not silenced' },
  { pattern: /\benum\s+\w+\s*\{/, sentence: 'a union of literals instead of an enum' },
  {
    pattern:
      /\bDate\.now\b|\bnew Date\(\)|\bMath\.random\b|\brandomUUID\b|\bset(?:Timeout|Interval|Immediate)\b|\bperformance\.now\b/,
    sentence: 'time, randomness and ids are parameters; only shells make them',
    onlyShipped: true,
    except: shells,
  },
  {
    pattern: /\bprocess\.env\b/,
    sentence: 'the environment is read in config.ts only',
    onlyShipped: true,
    except: /(?:^|\/)config\.ts$|^deploy\/|^test\/|^packages\/testkit\//,
  },
  {
    pattern: /\bthrow\s+new\s+(?:Error|TypeError|RangeError)\b/,
    sentence: 'throw a HoldpointError with a code of the table',
    onlyShipped: true,
    // The console's code runs in browsers and imports types only.
    except: /^deploy\/|^test\/|^packages\/testkit\/|^services\/notifier\/console\//,
  },
]

/** `shipped`: paths that a process of ours loads. */
export function banned(sources: readonly Source[], shipped: ReadonlySet<string>): Finding[] {
  return sources
    .filter(({ isCode }) => isCode)
    .flatMap((source) =>
      bans.flatMap(({ pattern, sentence, onlyShipped, except }) => {
        if (except?.test(source.path)) return []
        if (onlyShipped && !shipped.has(source.path)) return []
        return findings(source, source.blanked.bare, pattern, (match) =>
          isExcused(source, match.index) ? undefined : sentence,
        )
      }),
    )
}

/** The linter has been told why on the line above. */
function isExcused({ text }: Source, index: number): boolean {
  const [above = ''] = text.slice(0, index).split('\n').slice(-2)
  return /biome-ignore [\w/]+: \S/.test(above)
}

/** Words that promise later work, and comments that silence the linter without saying why. */
export function unfinished(sources: readonly Source[]): Finding[] {
  const mark = new RegExp(`\\b(?:${['TO', 'FIX'].join('DO|')}ME|HACK|XXX)\\b`)
  return sources
    .filter(({ isCode, path }) => isCode && !path.startsWith('test/tidy/'))
    .flatMap((source) => [
      ...findings(source, source.text, mark, 'finish it or write an issue'),
      ...findings(
        source,
        source.text,
        /biome-ignore [\w/]+\s*(?::\s*)?$/m,
        'say why the rule is off',
      ),
    ])
}
