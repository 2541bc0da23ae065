import { createRedactor } from '@holdpoint/redaction'
import { describe, expect, test } from 'vitest'
import { parseDetection } from './detection.ts'

describe('a file that is wrong is refused by name and field', () => {
  test.each([
    ['detectors: 7', '/detectors'],
    ['detection: []', '/detection'],
    ['detectors: [{name: a, type: PLANET, literals: [abc]}]', '/detectors/0/type'],
    ['detectors: [{name: a, type: CUSTOM, literals: [7]}]', '/detectors/0/literals/0'],
    ['detectors: [{name: a, type: CUSTOM, shapes: ["\\\\d+"]}]', '/detectors/0/shapes/0'],
    ['detectors: [{name: a, type: CUSTOM, regex: "a+"}]', '/detectors/0/regex'],
    ['detectors: [{name: a, type: CUSTOM}]', '/detectors/0'],
    ['detectors: [{name: A B, type: CUSTOM, literals: [abc]}]', '/detectors/0/name'],
    ['reveal: [PERSON]', '/reveal/0'],
  ])('%s', (text, field) => {
    expect(() => parseDetection(text, 'detection.yaml')).toThrow(
      expect.objectContaining({
        code: 'HP_CONFIG',
        details: expect.objectContaining({ file: 'detection.yaml', field }),
      }),
    )
  })

  test('a regular expression, with the reason', () => {
    const read = () => parseDetection('detectors: [{name: a, type: CUSTOM, regexes: []}]', 'd.yaml')
    expect(read).toThrow('nobody can bound the time of a regular expression; write shapes')
  })

  test('what is no YAML, without a word of it', () => {
    const read = () => parseDetection('detectors: [{name: planted', 'd.yaml')
    expect(read).toThrow('d.yaml: the file is not YAML')
    expect(read).not.toThrow(/planted/)
  })
})

test('an empty file asks for nothing', () => {
  expect(parseDetection('', 'd.yaml')).toEqual({ detectors: [], reveal: {} })
})

test('what it says is what the engine does', () => {
  const text = `
detectors:
  - name: personnel
    type: CUSTOM
    shapes: ['EMP-#{6}']
  - name: hosts
    type: CUSTOM
    globs: ['*.corp.example']
reveal: [CARD]
`
  const redactor = createRedactor({ tagKey: Buffer.alloc(32), ...parseDetection(text, 'd.yaml') })
  const { masked } = redactor.redactText('EMP-123456 on db.corp.example: 4111 1111 1111 1111', {
    scope: 'run',
  })
  expect(masked).toMatch(/^⟦CUSTOM·\w{8}⟧ on ⟦CUSTOM·\w{8}⟧: ⟦CARD·\w{8}·1111⟧$/)
})
