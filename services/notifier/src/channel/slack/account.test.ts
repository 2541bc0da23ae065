import { describe, expect, test } from 'vitest'
import { type Profile, refusalOf, verifiedEmailOf } from './account.ts'

const home = { team: 'T1' }
const member: Profile = {
  ...{ id: 'U7', team_id: 'T1', deleted: false, is_bot: false, is_restricted: false },
  ...{ is_ultra_restricted: false, is_email_confirmed: true, profile: { email: 'a@x.example' } },
}

describe('refused', () => {
  test.each<[string, Partial<Profile>]>([
    ['another account', { id: 'U8' }],
    ['somebody who left', { deleted: true }],
    ['a bot', { is_bot: true }],
    ['an app', { is_app_user: true }],
    ['a guest', { is_restricted: true }],
    ['a guest of one channel', { is_ultra_restricted: true }],
    ['a stranger', { is_stranger: true }],
    ['somebody of another workspace', { team_id: 'T2' }],
  ])('%s', (_, change) => {
    expect(refusalOf({ ...member, ...change }, 'U7', home)).toMatch(/\.$/)
  })

  test('a profile that says nothing', () => {
    expect(refusalOf({}, 'U7', home)).toBeDefined()
  })

  test('somebody of another organisation', () => {
    const org = { team: 'T1', enterprise: 'E1' }
    expect(refusalOf(member, 'U7', org)).toBeDefined()
    const ours = { ...member, team_id: 'T9', enterprise_user: { enterprise_id: 'E1' } }
    expect(refusalOf(ours, 'U7', org)).toBeUndefined()
  })
})

test('a member may be asked who they are', () => {
  expect(refusalOf(member, 'U7', home)).toBeUndefined()
})

test('an address counts only once Slack has confirmed it', () => {
  const { is_email_confirmed: _, ...unsaid } = member
  expect(verifiedEmailOf(member)).toBe('a@x.example')
  expect(verifiedEmailOf({ ...member, is_email_confirmed: false })).toBeUndefined()
  expect(verifiedEmailOf(unsaid)).toBeUndefined()
})
