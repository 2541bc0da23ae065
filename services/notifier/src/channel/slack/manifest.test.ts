import { expect, test } from 'vitest'
import { slackManifest } from './manifest.ts'

test('Socket Mode needs no address, and the app reads no conversation', () => {
  const { settings, oauth_config } = slackManifest({ name: 'Holdpoint' })
  expect(settings).toMatchObject({ socket_mode_enabled: true, interactivity: { is_enabled: true } })
  expect(settings.interactivity).not.toHaveProperty('request_url')
  expect(oauth_config.scopes.bot).toEqual(['chat:write', 'im:write', 'users:read'])
  expect(JSON.stringify(oauth_config)).not.toContain('history')
})

test('signed requests go to the address, and addresses of people are read only where asked for', () => {
  const requestUrl = 'https://hold.example/slack/slack'
  const { settings, oauth_config } = slackManifest({
    name: 'Holdpoint',
    requestUrl,
    readsEmail: true,
  })
  expect(settings).toMatchObject({
    socket_mode_enabled: false,
    interactivity: { is_enabled: true, request_url: requestUrl },
  })
  expect(oauth_config.scopes.bot).toContain('users:read.email')
})

test('for an organisation it says so', () => {
  const orgOf = (isForOrganisation: boolean) =>
    slackManifest({ name: 'Holdpoint', isForOrganisation }).settings.org_deploy_enabled
  expect([orgOf(true), orgOf(false)]).toEqual([true, false])
})
