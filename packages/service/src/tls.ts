/** TLS settings as clients take them: the platform's certificate authorities, or those of a PEM file. */
import { readFile } from 'node:fs/promises'
import { HoldpointError } from '@holdpoint/contracts'

export interface Tls {
  readonly tls?: { readonly ca?: string }
}

/** To be spread into a client's options. Throws HP_CONFIG where the file can't be read. */
export async function readTls(
  setting: boolean | { readonly ca: string } | undefined,
): Promise<Tls> {
  if (setting === undefined || setting === false) return {}
  if (setting === true) return { tls: {} }
  try {
    return { tls: { ca: await readFile(setting.ca, 'utf8') } }
  } catch (cause) {
    throw new HoldpointError(
      'HP_CONFIG',
      { file: setting.ca, field: 'the file', rule: 'cannot be read' },
      cause,
    )
  }
}
