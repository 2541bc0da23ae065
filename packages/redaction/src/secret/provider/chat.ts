/** Secrets of chat, mail, telephony, social networks, support and on-call tools. The notation is explained in ../rules.ts. */
export const chat = `
slack docs.slack.dev/authentication/tokens
    entropy 1.5
    mark xoxb-<digits:8+>-<base64url:10+> xoxp-<digits:8+>-<base64url:20+> xoxp-<digits:1>-<base64:60+> xoxa-<base64url:8+> xoxr-<base64url:8+>
    mark xoxs-<digits:1+>-<digits:1+>-<base64url:4+> xoxo-<digits:1+>-<digits:1+>-<base64url:4+> xoxc-<base64url:20+> xoxd-<url:20+>
    mark xoxe-<digits:1+>-<base64url:20+> xoxe.xoxb-<digits:1>-<base64url:30+> xoxe.xoxp-<digits:1>-<base64url:30+>
    mark xapp-<digits:1>-<base64url:6+> xwfp-<base64url:16+>
slack-webhook docs.slack.dev/messaging/sending-messages-using-incoming-webhooks
    mark hooks.slack.com/services/<base64:30+> hooks.slack.com/workflows/<base64:30+> hooks.slack.com/triggers/<base64:30+>
discord discord.com/developers/docs/reference#authentication
    near discord bot: <base64url:23-28>.<base64url:6>.<base64url:27-40>
    near discord: <hexAny:64> <base64url:32> <digits:17-19>
discord-webhook discord.com/developers/docs/resources/webhook
    mark discord.com/api/webhooks/<base64url:17+>/<base64url:60+> discordapp.com/api/webhooks/<base64url:17+>/<base64url:60+>
telegram core.telegram.org/bots/features#botfather
    mark <digits:5-16>:A<base64url:34+>
    near telegram tgbot: <digits:5-16>:<base64url:35>
teams-webhook learn.microsoft.com/en-us/microsoftteams/platform/webhooks-and-connectors/how-to/add-incoming-webhook
    mark <dotted:1-60>.webhook.office.com/webhook<url:60+> outlook.office.com/webhook/<url:60+>
google-chat-webhook developers.google.com/workspace/chat/quickstart/webhooks
    mark chat.googleapis.com/v1/spaces/<url:40+>
mattermost developers.mattermost.com/integrate/reference/personal-access-token
    near mattermost: <base36:26>
rocketchat developer.rocket.chat/apidocs/authentication
    near rocketchat rocket_chat rocket.chat: <base64url:43>
zulip zulip.com/api/api-keys
    near zulip: <base62:32>
gitter developer.gitter.im/docs/authentication
    near gitter: <base64url:40>
line developers.line.biz/en/docs/messaging-api/channel-access-tokens
    near line_channel line_access line_token: <base64:160+>
twilio www.twilio.com/docs/iam/api-keys
    mark SK<hexAny:32>
    near twilio: <hexAny:32>
messagebird developers.messagebird.com/api/#authentication
    near messagebird message-bird message_bird: <base62:25> <uuid>
vonage developer.vonage.com/en/account/secret-management
    near vonage nexmo: <base62:16>
plivo www.plivo.com/docs/account/api
    near plivo: <base62:40>
telnyx developers.telnyx.com/docs/development
    mark KEY<hexAny:32>_<base62:20+>
pusher pusher.com/docs/channels/library_auth_reference/rest-api
    near pusher: <hex:20>
ably ably.com/docs/auth/basic
    near ably: <base64url:6>.<base64url:6>:<base64url:43>
sendbird sendbird.com/docs/chat/platform-api/v3/prepare-to-use-api
    near sendbird: <hexAny:40> <uuid>
stream getstream.io/chat/docs/node/tokens_and_authentication
    near getstream stream_api: <base36:64>
intercom developers.intercom.com/docs/build-an-integration/learn-more/authentication
    mark dG9rO<base64:30+>
    near intercom: <wide:60>
zendesk developer.zendesk.com/api-reference/introduction/security-and-auth
    near zendesk: <base62:40>
freshdesk developers.freshdesk.com/api/#authentication
    near freshdesk: <base62:20> <base62:17-19>
helpscout developer.helpscout.com/mailbox-api/overview/authentication
    near helpscout help_scout: <base62:32>
front dev.frontapp.com/docs/create-and-revoke-api-tokens
    near frontapp front_api: <dotted:80+>
facebook developers.facebook.com/docs/facebook-login/guides/access-tokens
    mark EAA<base62:60+> IGQ<base64url:80+>
    near facebook fb_app fb_secret instagram: <digits:15-17>|<base64url:27-40> <hexAny:32>
twitter developer.x.com/en/docs/authentication/overview
    mark AAAAAAAAAAAAAAAAAAAAA<wide:60+> AAAAAAAAAAAAAAAAAAAAA<url:60+>
    near twitter tweepy x_api: <digits:8-25>-<base62:20-45> <base62:25> <base62:45> <base62:50>
linkedin learn.microsoft.com/en-us/linkedin/shared/authentication/authentication
    near linkedin linked-in linked_in: <base36:14> <base62:16>
reddit github.com/reddit-archive/reddit/wiki/OAuth2
    near reddit: <base64url:27> <base64url:30>
twitch dev.twitch.tv/docs/authentication
    mark oauth:<base36:30>
    near twitch: <base36:30>
tiktok developers.tiktok.com/doc/oauth-user-access-token-management
    mark act.<base62:40+> rft.<base62:40+>
pinterest developers.pinterest.com/docs/getting-started/authentication
    mark pina_<base64url:40+> pinr.<dotted:40+>
tumblr www.tumblr.com/docs/en/api/v2
    near tumblr: <base62:50>
flickr www.flickr.com/services/api/auth.oauth.html
    near flickr: <base62:32> <hex:16>
vimeo developer.vimeo.com/api/authentication
    near vimeo: <hex:32> <base64:128>
spotify developer.spotify.com/documentation/web-api/concepts/access-token
    near spotify: <hex:32> BQ<base64url:80+>
lastfm www.last.fm/api/authspec
    near lastfm last_fm: <hex:32>
sendgrid www.twilio.com/docs/sendgrid/ui/account-and-settings/api-keys
    mark SG.<wide:40+>
mailchimp mailchimp.com/developer/marketing/guides/quick-start
    mark <hexAny:32>-us<digits:1-2>
mandrill mailchimp.com/developer/transactional/guides/quick-start
    mark md-<base64url:22>
mailgun documentation.mailgun.com/docs/mailgun/user-manual/api-key-mgmt
    mark key-<hexAny:32> pubkey-<hexAny:32>
    near mailgun: <base36:32>-<base36:8>-<base36:8> <hexAny:32>
brevo developers.brevo.com/docs/getting-started
    mark xkeysib-<hexAny:64>-<base62:16> xsmtpsib-<hexAny:64>-<base62:16>
postmark postmarkapp.com/developer/api/overview
    near postmark: <uuid>
sparkpost developers.sparkpost.com/api
    near sparkpost: <hexAny:40>
mailjet dev.mailjet.com/email/guides
    near mailjet mj_api: <hexAny:32>
mailerlite developers.mailerlite.com/docs
    mark mlsn.<hex:64>
resend resend.com/docs/api-reference/introduction
    mark re_<base62:8>_<base62:20+>
customerio docs.customer.io/integrations/api
    near customerio customer_io customer.io: <hexAny:32> <hex:20>
klaviyo developers.klaviyo.com/en/docs/retrieve_api_credentials
    mark pk_<hex:34>
hubspot developers.hubspot.com/docs/apps/legacy-apps/private-apps/overview
    mark pat-na<digits:1-2>-<uuid> pat-eu<digits:1-2>-<uuid> pat-ap<digits:1-2>-<uuid>
    near hubspot hapikey: <uuid>
salesforce help.salesforce.com/s/articleView?id=sf.user_security_token.htm
    mark 00D<base62:12-15>!<dotted:60+>
    near salesforce sfdc: <base62:24-25> 3MVG9<dotted:40+>
pipedrive pipedrive.readme.io/docs/core-api-concepts-authentication
    near pipedrive: <hexAny:40>
activecampaign developers.activecampaign.com/reference/authentication
    near activecampaign active_campaign: <hexAny:72>
beamer www.getbeamer.com/api
    near beamer: b_<wide:44>
typeform www.typeform.com/developers/get-started/personal-access-token
    mark tfp_<wide:30+>
zapier help.zapier.com/hc/en-us/articles/8496288690317
    mark hooks.zapier.com/hooks/catch/<base64:10+>
ifttt help.ifttt.com/hc/en-us/articles/115010230347
    mark maker.ifttt.com/trigger/<base64url:1-80>/with/key/<base64url:20+>
make www.make.com/en/help/tools/webhooks
    mark hook.eu<digits:1>.make.com/<base36:20+> hook.us<digits:1>.make.com/<base36:20+> hook.integromat.com/<base36:20+>
n8n docs.n8n.io/api/authentication
    mark n8n_api_<dotted:40+>
pagerduty support.pagerduty.com/main/docs/api-access-keys
    near pagerduty pager_duty: u+<base64url:18> <base64url:20> <hexAny:32>
opsgenie support.atlassian.com/opsgenie/docs/api-key-management
    near opsgenie: <uuid>
incident-io docs.incident.io/integrations/api
    mark inc_live_<base62:20+> inc_dev_<base62:20+>
firehydrant docs.firehydrant.com/docs/api-keys
    mark fhb-<hex:32>
wechat developers.weixin.qq.com/doc/offiaccount/en/Basic_Information/Get_access_token.html
    near wechat weixin: <hex:32>
zoom developers.zoom.us/docs/internal-apps/s2s-oauth
    near zoom_client zoom_secret zoom_api zoom_sdk: <base62:32> <base62:36>
`
