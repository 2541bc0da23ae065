/** Secrets of chat, mail, telephony, social networks, support and on-call tools. The notation is explained in ../rules.ts. */
export const chat = `
slack unread:docs.slack.dev/authentication/tokens
    entropy 1.5
    mark xoxb-<digits:8+>-<base64url:10+> xoxp-<digits:8+>-<base64url:20+> xoxp-<digits:1>-<base64:60+> xoxa-<base64url:8+> xoxr-<base64url:8+>
    mark xoxs-<digits:1+>-<digits:1+>-<base64url:4+> xoxo-<digits:1+>-<digits:1+>-<base64url:4+> xoxc-<base64url:20+> xoxd-<url:20+>
    mark xoxe-<digits:1+>-<base64url:20+> xoxe.xoxb-<digits:1>-<base64url:30+> xoxe.xoxp-<digits:1>-<base64url:30+>
    mark xapp-<digits:1>-<base64url:6+> xwfp-<base64url:16+>
slack-webhook unread:docs.slack.dev/messaging/sending-messages-using-incoming-webhooks
    mark hooks.slack.com/services/<base64:30+> hooks.slack.com/workflows/<base64:30+> hooks.slack.com/triggers/<base64:30+>
discord unread:discord.com/developers/docs/reference#authentication
    near discord bot: <base64url:23-28>.<base64url:6>.<base64url:27-40>
    near discord: <hexAny:64> <base64url:32> <digits:17-19>
discord-webhook unread:discord.com/developers/docs/resources/webhook
    mark discord.com/api/webhooks/<base64url:17+>/<base64url:60+> discordapp.com/api/webhooks/<base64url:17+>/<base64url:60+>
telegram unread:core.telegram.org/bots/features#botfather
    mark <digits:5-16>:A<base64url:34+>
    near telegram tgbot: <digits:5-16>:<base64url:35>
teams-webhook unread:learn.microsoft.com/en-us/microsoftteams/platform/webhooks-and-connectors/how-to/add-incoming-webhook
    mark <dotted:1-60>.webhook.office.com/webhook<url:60+> outlook.office.com/webhook/<url:60+>
google-chat-webhook unread:developers.google.com/workspace/chat/quickstart/webhooks
    mark chat.googleapis.com/v1/spaces/<url:40+>
mattermost unread:developers.mattermost.com/integrate/reference/personal-access-token
    near mattermost: <base36:26>
rocketchat unread:developer.rocket.chat/apidocs/authentication
    near rocketchat rocket_chat rocket.chat: <base64url:43>
zulip unread:zulip.com/api/api-keys
    near zulip: <base62:32>
gitter unread:developer.gitter.im/docs/authentication
    near gitter: <base64url:40>
line unread:developers.line.biz/en/docs/messaging-api/channel-access-tokens
    near line_channel line_access line_token: <base64:160+>
twilio unread:www.twilio.com/docs/iam/api-keys
    mark SK<hexAny:32>
    near twilio: <hexAny:32>
messagebird unread:developers.messagebird.com/api/#authentication
    near messagebird message-bird message_bird: <base62:25> <uuid>
vonage unread:developer.vonage.com/en/account/secret-management
    near vonage nexmo: <base62:16>
plivo unread:www.plivo.com/docs/account/api
    near plivo: <base62:40>
telnyx unread:developers.telnyx.com/docs/development
    mark KEY<hexAny:32>_<base62:20+>
pusher unread:pusher.com/docs/channels/library_auth_reference/rest-api
    near pusher: <hex:20>
ably unread:ably.com/docs/auth/basic
    near ably: <base64url:6>.<base64url:6>:<base64url:43>
sendbird unread:sendbird.com/docs/chat/platform-api/v3/prepare-to-use-api
    near sendbird: <hexAny:40> <uuid>
stream unread:getstream.io/chat/docs/node/tokens_and_authentication
    near getstream stream_api: <base36:64>
intercom unread:developers.intercom.com/docs/build-an-integration/learn-more/authentication
    mark dG9rO<base64:30+>
    near intercom: <wide:60>
zendesk unread:developer.zendesk.com/api-reference/introduction/security-and-auth
    near zendesk: <base62:40>
freshdesk unread:developers.freshdesk.com/api/#authentication
    near freshdesk: <base62:20> <base62:17-19>
helpscout unread:developer.helpscout.com/mailbox-api/overview/authentication
    near helpscout help_scout: <base62:32>
front unread:dev.frontapp.com/docs/create-and-revoke-api-tokens
    near frontapp front_api: <dotted:80+>
facebook unread:developers.facebook.com/docs/facebook-login/guides/access-tokens
    mark EAA<base62:60+> IGQ<base64url:80+>
    near facebook fb_app fb_secret instagram: <digits:15-17>|<base64url:27-40> <hexAny:32>
twitter unread:developer.x.com/en/docs/authentication/overview
    mark AAAAAAAAAAAAAAAAAAAAA<wide:60+> AAAAAAAAAAAAAAAAAAAAA<url:60+>
    near twitter tweepy x_api: <digits:8-25>-<base62:20-45> <base62:25> <base62:45> <base62:50>
linkedin unread:learn.microsoft.com/en-us/linkedin/shared/authentication/authentication
    near linkedin linked-in linked_in: <base36:14> <base62:16>
reddit unread:github.com/reddit-archive/reddit/wiki/OAuth2
    near reddit: <base64url:27> <base64url:30>
twitch unread:dev.twitch.tv/docs/authentication
    mark oauth:<base36:30>
    near twitch: <base36:30>
tiktok unread:developers.tiktok.com/doc/oauth-user-access-token-management
    mark act.<base62:40+> rft.<base62:40+>
pinterest unread:developers.pinterest.com/docs/getting-started/authentication
    mark pina_<base64url:40+> pinr.<dotted:40+>
tumblr unread:www.tumblr.com/docs/en/api/v2
    near tumblr: <base62:50>
flickr unread:www.flickr.com/services/api/auth.oauth.html
    near flickr: <base62:32> <hex:16>
vimeo unread:developer.vimeo.com/api/authentication
    near vimeo: <hex:32> <base64:128>
spotify unread:developer.spotify.com/documentation/web-api/concepts/access-token
    near spotify: <hex:32> BQ<base64url:80+>
lastfm unread:www.last.fm/api/authspec
    near lastfm last_fm: <hex:32>
sendgrid unread:www.twilio.com/docs/sendgrid/ui/account-and-settings/api-keys
    mark SG.<wide:40+>
mailchimp unread:mailchimp.com/developer/marketing/guides/quick-start
    mark <hexAny:32>-us<digits:1-2>
mandrill unread:mailchimp.com/developer/transactional/guides/quick-start
    mark md-<base64url:22>
mailgun unread:documentation.mailgun.com/docs/mailgun/user-manual/api-key-mgmt
    mark key-<hex:32> pubkey-<hex:32>
    near mailgun: <hex:32>-<hex:8>-<hex:8> <hex:32>
brevo unread:developers.brevo.com/docs/getting-started
    mark xkeysib-<hexAny:64>-<base62:16> xsmtpsib-<hexAny:64>-<base62:16>
postmark unread:postmarkapp.com/developer/api/overview
    near postmark: <uuid>
sparkpost unread:developers.sparkpost.com/api
    near sparkpost: <hexAny:40>
mailjet unread:dev.mailjet.com/email/guides
    near mailjet mj_api: <hexAny:32>
mailerlite unread:developers.mailerlite.com/docs
    mark mlsn.<hex:64>
resend unread:resend.com/docs/api-reference/introduction
    mark re_<base62:8>_<base62:20+>
customerio unread:docs.customer.io/integrations/api
    near customerio customer_io customer.io: <hexAny:32> <hex:20>
klaviyo unread:developers.klaviyo.com/en/docs/retrieve_api_credentials
    mark pk_<hex:34>
hubspot unread:developers.hubspot.com/docs/apps/legacy-apps/private-apps/overview
    mark pat-na<digits:1-2>-<uuid> pat-eu<digits:1-2>-<uuid> pat-ap<digits:1-2>-<uuid>
    near hubspot hapikey: <uuid>
salesforce unread:help.salesforce.com/s/articleView?id=sf.user_security_token.htm
    mark 00D<base62:12-15>!<dotted:60+>
    near salesforce sfdc: <base62:24-25> 3MVG9<dotted:40+>
pipedrive unread:pipedrive.readme.io/docs/core-api-concepts-authentication
    near pipedrive: <hexAny:40>
activecampaign unread:developers.activecampaign.com/reference/authentication
    near activecampaign active_campaign: <hexAny:72>
beamer unread:www.getbeamer.com/api
    near beamer: b_<wide:44>
typeform unread:www.typeform.com/developers/get-started/personal-access-token
    mark tfp_<wide:30+>
zapier unread:help.zapier.com/hc/en-us/articles/8496288690317
    mark hooks.zapier.com/hooks/catch/<base64:10+>
ifttt unread:help.ifttt.com/hc/en-us/articles/115010230347
    mark maker.ifttt.com/trigger/<base64url:1-80>/with/key/<base64url:20+>
make unread:www.make.com/en/help/tools/webhooks
    mark hook.eu<digits:1>.make.com/<base36:20+> hook.us<digits:1>.make.com/<base36:20+> hook.integromat.com/<base36:20+>
n8n unread:docs.n8n.io/api/authentication
    mark n8n_api_<dotted:40+>
pagerduty unread:support.pagerduty.com/main/docs/api-access-keys
    near pagerduty pager_duty: u+<base64url:18> <base64url:20> <hexAny:32>
opsgenie unread:support.atlassian.com/opsgenie/docs/api-key-management
    near opsgenie: <uuid>
incident-io unread:docs.incident.io/integrations/api
    mark inc_live_<base62:20+> inc_dev_<base62:20+>
firehydrant unread:docs.firehydrant.com/docs/api-keys
    mark fhb-<hex:32>
wechat unread:developers.weixin.qq.com/doc/offiaccount/en/Basic_Information/Get_access_token.html
    near wechat weixin: <hex:32>
zoom unread:developers.zoom.us/docs/internal-apps/s2s-oauth
    near zoom_client zoom_secret zoom_api zoom_sdk: <base62:32> <base62:36>
`
