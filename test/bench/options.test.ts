import { expect, test } from 'vitest'
import { readOptions, scaleSizesOf, sizesOf } from './options.ts'

test.each([['--fast'], ['--profile'], ['extra'], ['--json=yes'], ['--part=none'], ['--part=']])(
  '%s is refused with what there is',
  (arg) => {
    expect(() => readOptions([arg])).toThrow(
      /takes --json, --quick, --scale, --redaction, --part throughput\|cycles and --profile/,
    )
  },
)

test('without arguments it is the full run, for people', () => {
  expect(readOptions([])).toEqual({
    json: false,
    quick: false,
    scale: false,
    redaction: false,
    part: undefined,
    profile: undefined,
  })
})

test('all of them together', () => {
  const flags = ['--quick', '--json', '--scale', '--redaction']
  expect(readOptions([...flags, '--part', 'cycles', '--profile', 'out'])).toEqual({
    ...{ json: true, quick: true, scale: true, redaction: true },
    ...{ part: 'cycles', profile: 'out' },
  })
})

test('a quick run does less of everything', () => {
  const [quick, full] = [true, false].map((isQuick) => {
    return { ...sizesOf({ quick: isQuick }), ...scaleSizesOf({ quick: isQuick }) }
  })
  for (const [name, size] of Object.entries(quick ?? {})) {
    expect(size, name).toBeLessThan(
      Number(Object.entries(full ?? {}).find(([n]) => n === name)?.[1]),
    )
  }
})
