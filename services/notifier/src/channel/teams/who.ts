/**
 * What the tenant's own directory says about the account that pressed: Teams' activities do not tell guests from members, the conversation's roster does. Not to
 * be found out means no.
 */
import type { Activity } from './activity.ts'
import type { RosterMember } from './connector.ts'
import { type InvokeAnswer, says } from './invoke-answer.ts'
import type { Roster } from './roster.ts'
import type { TeamsSettings } from './settings.ts'

const lookMsMax = 5_000
/** Entra writes it into the user names of people of other organisations. */
const guestMark = '#EXT#'

export interface WhoDeps {
  readonly settings: Pick<TeamsSettings, 'tenants'>
  readonly roster: Pick<Roster, 'member'>
  readonly onRefusal: (why: string) => void
}

export type Who =
  | { readonly kind: 'known'; readonly email: { readonly verifiedEmail?: string } }
  | { readonly kind: 'refused'; readonly answer: InvokeAnswer }

export async function whoPressed(activity: Activity, deps: WhoDeps): Promise<Who> {
  const { from, conversation, serviceUrl: service } = activity
  if (from === undefined || conversation === undefined) return refused('account', deps)
  // Members are those of the channel, not of one thread in it.
  const [thread = ''] = conversation.id.split(';')
  const place = { service, conversation: thread }
  const found = await deps.roster.member(place, from.id, AbortSignal.timeout(lookMsMax))
  if (found.kind === 'later') {
    const answer = says.error(503, 'ServiceUnavailable', 'Not recorded. Please press again.')
    return { kind: 'refused', answer }
  }
  if (found.kind !== 'done') return refused('not-in-roster', deps)
  const member = found.value
  if (!sameId(member.aadObjectId, from.aadObjectId)) return refused('other-account', deps)
  if (!isOfTenant(member, deps.settings.tenants)) return refused('other-tenant', deps)
  if (isGuest(member)) return refused('guest', deps)
  return { kind: 'known', email: emailOf(member) }
}

function refused(why: string, { onRefusal }: WhoDeps): Who {
  onRefusal(why)
  const text = 'Guests and people of other organisations cannot decide here: nothing was done.'
  return { kind: 'refused', answer: says.toast(text) }
}

const sameId = (left: string | undefined, right: string | undefined): boolean =>
  left !== undefined && left.toLowerCase() === right?.toLowerCase()

const isOfTenant = ({ tenantId = '' }: RosterMember, tenants: readonly string[]): boolean =>
  tenants.includes(tenantId.toLowerCase())

const isGuest = ({ userRole, userPrincipalName = '' }: RosterMember): boolean =>
  userRole?.toLowerCase() !== 'user' || userPrincipalName.toUpperCase().includes(guestMark)

/** An administrator can write anything into `email`; the user name stands on a domain that the tenant has proven. */
function emailOf({ email, userPrincipalName }: RosterMember): { verifiedEmail?: string } {
  const isProven = email !== undefined && email.toLowerCase() === userPrincipalName?.toLowerCase()
  return isProven ? { verifiedEmail: email } : {}
}
