/** Two projects: `unit` needs nothing; `real` gets Kafka and Redis, which start only when one of its files is selected. */

import { defineConfig } from 'vitest/config'

const realFiles = ['**/*.real.test.ts', 'test/{guarantees,e2e,chaos}/**/*.test.ts']
const elsewhere = ['**/node_modules/**', '.holdpoint/**']
/** A real test starts processes and waits for them on two busy cores. */
const realTimeoutMs = 180_000
const unitTimeoutMs = 120_000
/** Files at a time. Real tests wait more than they work, so there are more than two cores would carry otherwise. */
const filesAtOnceMax = 3
/** One seed for everybody, so that no change is refused for what chance found elsewhere; give another one to look for more. */
const propertySeed = Number(process.env['HOLDPOINT_PROPERTY_SEED'] ?? 4711)
const setupFiles = ['packages/testkit/src/property-seed.ts']

// biome-ignore lint/style/noDefaultExport: vitest reads the default export
export default defineConfig({
  test: {
    maxWorkers: filesAtOnceMax,
    // Loading everything anew for each file took as long as the tests themselves.
    isolate: false,
    projects: [
      {
        test: {
          name: 'unit',
          setupFiles,
          provide: { propertySeed },
          include: ['{packages,services,deploy,test}/**/*.test.ts'],
          exclude: [...elsewhere, ...realFiles],
          testTimeout: unitTimeoutMs,
        },
      },
      {
        test: {
          name: 'real',
          setupFiles,
          provide: { propertySeed },
          include: realFiles,
          exclude: elsewhere,
          globalSetup: ['packages/testkit/src/global-setup.ts'],
          testTimeout: realTimeoutMs,
          hookTimeout: realTimeoutMs,
        },
      },
    ],
  },
})
