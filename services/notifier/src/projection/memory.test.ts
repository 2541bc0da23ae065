import { expect, test } from 'vitest'
import { projectionContract } from './contract.ts'
import { MemoryProjectionServer } from './memory.ts'

projectionContract('memory', async () => {
  const server = new MemoryProjectionServer()
  return [server.open(), server.open()]
})

test('a replica that is closed hears nothing more', async () => {
  const server = new MemoryProjectionServer()
  const [one, two] = [server.open(), server.open()]
  let heard = 0
  two.onChange(() => heard++)
  await two.close()
  const hints = [{ id: '01890a5d-ac96-774b-bcce-000000000001', revision: 1, kind: 'held' }]
  await one.apply(0, {
    ...{
      from: undefined,
      to: { position: 1 },
      approvals: [],
      views: [],
      dropped: [],
      denials: [],
      results: [],
    },
    ...{ forgetBeforeMs: 0, hints: hints as never },
  })
  expect(heard).toBe(0)
})
