/** For tests of policies: a submission with these (masked) parameters. */
import type { Submission } from '../rules.ts'

export const masked = '⟦EMAIL·K7QX2M9A⟧'
/** The beginning of a policy file that names an executor and lets chat decide. */
export const head = 'version: 1\nname: test\ndefaults: {audience: billing, assurance: chat}\n'

export function submission(
  params: unknown,
  {
    type = 'payments.refund',
    ...changes
  }: Partial<Submission> & { type?: string; target?: unknown; justification?: string } = {},
): Submission {
  const { target, justification, ...rest } = changes
  return {
    action: {
      ...{ type, agent: { id: 'bot' }, params },
      ...(target === undefined ? {} : { target }),
      ...(justification === undefined ? {} : { justification }),
    },
    labels: [],
    findings: [],
    unscanned: false,
    identity: { kind: 'signed' },
    ...rest,
  }
}
