import { processNames } from '@holdpoint/local'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type FreshDeployment, freshDeployment } from './deployment.ts'
import { type RunningService, startService } from './service.ts'

let deployment: FreshDeployment
let service: RunningService | undefined

beforeAll(async () => {
  deployment = await freshDeployment({ slots: 1 })
})

afterEach(() => service?.stop())
afterAll(() => deployment.close())

test.each(processNames)(
  '%s becomes ready with the settings made for it, and ends well',
  async (name) => {
    service = await startService(name, deployment)
    const { pid } = service
    expect(pid).toBeDefined()
    const exit = service.exited()
    await service.stop()
    expect(await exit).toEqual({ code: 0, signal: null })
  },
)
