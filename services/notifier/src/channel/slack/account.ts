/** Whether an account may decide anything at all, as Slack describes it: a full member of our workspace, and a human. Pure. */
import type { Home } from './gesture.ts'

export interface Profile {
  readonly id?: string
  readonly team_id?: string
  readonly deleted?: boolean
  readonly is_bot?: boolean
  readonly is_app_user?: boolean
  readonly is_restricted?: boolean
  readonly is_ultra_restricted?: boolean
  readonly is_stranger?: boolean
  readonly is_email_confirmed?: boolean
  readonly profile?: { readonly email?: string }
  readonly enterprise_user?: { readonly enterprise_id?: string }
}

/** In words for the person; undefined: they may be asked who they are. */
export function refusalOf(
  profile: Profile,
  user: string,
  { team, enterprise }: Home,
): string | undefined {
  if (profile.id !== user) return 'Slack does not know this account.'
  if (profile.deleted) return 'This account has been deactivated.'
  if (profile.is_bot || profile.is_app_user) return 'Apps and bots decide nothing.'
  if (profile.is_restricted || profile.is_ultra_restricted) return 'Guests decide nothing.'
  const isOurs =
    enterprise === undefined
      ? profile.team_id === team
      : profile.enterprise_user?.enterprise_id === enterprise
  return profile.is_stranger || !isOurs ? strangerText : undefined
}

export const strangerText = 'Only members of the workspace that this app belongs to decide here.'

/** Only what Slack itself has confirmed. */
export function verifiedEmailOf({
  is_email_confirmed: isConfirmed,
  profile,
}: Profile): string | undefined {
  return isConfirmed === true && profile?.email !== undefined ? profile.email : undefined
}
