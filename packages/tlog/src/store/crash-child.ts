/** A writer to be killed: feeds its log to the size it is given and says each size that it was told is durable. For crash.test.ts only. */
import { writeSync } from 'node:fs'
import { feed, openLog } from './fixture.ts'

const [dir = '', target = '0'] = process.argv.slice(2)
const stdout = 1

const log = await openLog(dir)
writeSync(stdout, `${log.size}\n`)
let round = 0
while (log.size < Number(target)) {
  round += 1
  await feed(log, Math.min(1 + ((log.size * 31 + round) % 40), Number(target) - log.size))
  writeSync(stdout, `${log.size}\n`)
  // Not awaited: publishing and appending overlap, as they do in the auditor.
  if (round % 3 === 0) void log.publish()
}
await log.close()
