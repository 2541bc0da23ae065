import { expect, test } from 'vitest'
import { accuracyText, type SetScore } from './report.ts'

const row = { p: 0.5, r: 1, f2: 0.8, tp: 3, fp: 3, fn: 0 }
const score: SetScore = {
  name: 'made_up',
  docs: 12,
  unscanned_findings: 1,
  types: {
    EMAIL: { ...row, leak: 0, p_ci: [0.4, 0.6], r_ci: [1, 1] },
    NEVER: { ...row, tp: 0, fp: 0, leak: 0, p_ci: [1, 1], r_ci: [1, 1] },
  },
  binary: row,
  leak: { leak: 0.123, leaked_spans: 1, spans: 3 },
  docs_fully_protected: [2, 3],
  clean_docs_with_findings: [0, 0],
  goals: [
    { goal: 'EMAIL.p', want: 0.99, got: 0.5, ok: false },
    { goal: 'EMAIL.r', want: 0.99, got: 1, ok: true },
    { goal: 'leak.leak', want: 0.2, got: 0.123, ok: true },
    { goal: 'protected_docs.share', want: 0.8, got: 0.667, ok: false },
  ],
}
const text = accuracyText([score], '9.9.9')

test('a missed goal is said where it is missed, and counted', () => {
  expect(text).toContain(
    '| EMAIL | 3 | 3 | 3 | 0 | .500 [.400–.600] | 1.000 [1.000–1.000] | .800 | .000 | P .990, R .990 | **no: P** |',
  )
  expect(text).toContain('Protected 2 of 3 (66.7 %), goal 80.0 % **missed**.')
  expect(text).toContain('Engine 9.9.9, profile `balanced`: 2 of 4 goals met.')
})

test('a goal that is met is said too; what has none has empty cells', () => {
  expect(text).toContain('Leak 12.3 % (1 of 3 spans), goal 20.0 % met.')
  expect(text).toContain('| *any* | 3 | 3 | 3 | 0 | .500 | 1.000 | .800 | .123 |  |  |')
})

test('types that stand nowhere have no row, and shares of nothing are none', () => {
  expect(text).not.toContain('NEVER')
  expect(text).toContain('Clean with a finding none there.')
})
