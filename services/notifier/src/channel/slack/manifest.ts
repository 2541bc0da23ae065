/** What Slack must know of the app: pasted once where apps are made. Pure. */

export interface ManifestOptions {
  /** As people see it. */
  readonly name: string
  /** Address at which Slack reaches the notifier's edge; absent: Socket Mode. */
  readonly requestUrl?: string
  /** Whether accounts may be known by the e-mail address that Slack has confirmed. */
  readonly readsEmail?: boolean
  /** Whether it is to be installed for an organisation of many workspaces. */
  readonly isForOrganisation?: boolean
}

/** Posting, direct messages, and who somebody is: no reading of conversations. */
const scopes = ['chat:write', 'im:write', 'users:read'] as const
const emailScope = 'users:read.email'

export function slackManifest(options: ManifestOptions) {
  const { name, requestUrl, readsEmail = false, isForOrganisation = false } = options
  const interactivity = { is_enabled: true, ...(requestUrl ? { request_url: requestUrl } : {}) }
  return {
    display_information: {
      name,
      description: 'Asks people before agents act',
      background_color: '#1f2937',
    },
    features: {
      app_home: {
        ...{ home_tab_enabled: false, messages_tab_enabled: true },
        messages_tab_read_only_enabled: true,
      },
      bot_user: { display_name: name, always_online: true },
    },
    oauth_config: { scopes: { bot: [...scopes, ...(readsEmail ? [emailScope] : [])] } },
    settings: {
      interactivity,
      ...{ org_deploy_enabled: isForOrganisation, socket_mode_enabled: requestUrl === undefined },
      token_rotation_enabled: false,
    },
  } as const
}
