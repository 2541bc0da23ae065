/** Names travel unmasked through every topic, log line and screen, so nothing that the engine would mask may hide in one. */
import { HoldpointError } from '@holdpoint/contracts'
import type { Redactor } from '@holdpoint/redaction'

/** Names repeat: agents and types are few. */
const rememberedMax = 10_000
/** No tag of a name leaves this file. */
const scope = 'plain-name'

export class PlainNames {
  private readonly redactor: Redactor
  private readonly known = new Set<string>()

  constructor(redactor: Redactor) {
    this.redactor = redactor
  }

  /** Throws HP_NAME_SENSITIVE naming the field. */
  check(name: string, field: string): void {
    if (this.known.has(name)) return
    if (this.redactor.redactText(name, { scope }).findings.length > 0)
      throw new HoldpointError('HP_NAME_SENSITIVE', { field })
    if (this.known.size >= rememberedMax) this.known.clear()
    this.known.add(name)
  }
}
