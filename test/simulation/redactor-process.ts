/** A redactor in the simulated world: reads what agents and executors write, and writes what the gate reads. */
import { createRedactor } from '@holdpoint/redaction'
import { PlainNames, parsePrincipals, startSealing, type Told } from '@holdpoint/redactor'
import { Sealer } from '@holdpoint/seal'
import { deployment, directories, keys, prefix, trust } from './rules.ts'
import { type Life, Supervised } from './supervised.ts'

const tagKeyBytes = 32
const redactor = createRedactor({ tagKey: Buffer.alloc(tagKeyBytes, 4) })
/** Nothing is unsealed here, and a real wrap takes as long as it likes. */
const wrapper = { wrap: async () => 'wrapped' }

export class RedactorProcess extends Supervised {
  protected async live({ bus, exit }: Life): Promise<void> {
    const { world } = this
    const handling = {
      rules: {
        trust,
        names: new PlainNames(redactor),
        principals: parsePrincipals(directories[0], 'directory'),
        saltKey: keys.salts,
      },
      workshop: {
        redactor,
        sealer: new Sealer({ deployment, wrapper }),
        saltKey: keys.salts,
        writer: { deployment, prefix, slotCount: world.slotCount, macKey: keys.redactor },
        stopwatch: () => 0,
      },
      watcher: {
        told: (_: string, told: Told) => {
          if (told.end === 'refused' && told.stumble !== undefined)
            world.complain(`${this.name} stumbled: ${told.stumble.name}`)
        },
      },
      breathe: async () => {},
    }
    const consumption = await startSealing(bus, { prefix, handling })
    consumption.failed.catch(exit)
  }
}
