/** A stage for the time of one test, closed whatever happens; what its services said last is shown where the test fails. */
import { type Stage, type StageOptions, stage } from './stage.ts'

const tailChars = 3000

export async function onStage(
  options: StageOptions,
  play: (at: Stage) => Promise<void>,
): Promise<void> {
  const at = await stage(options)
  try {
    await play(at)
  } catch (error) {
    for (const [name, service] of at.services) {
      process.stderr.write(`--- ${name}\n${service.log().slice(-tailChars)}\n`)
    }
    throw error
  } finally {
    await at.close()
  }
}
