/** Secrets of monitoring, logs, analytics and feature tools. The notation is explained in ../rules.ts. */
export const observability = `
datadog unread:docs.datadoghq.com/account_management/api-app-keys
    mark ddapp_<base62:34+> ddapi_<base62:34+>
    near datadog dd_api dd-api dd_app dd-app ddog: <base62:40> <hexAny:32>
newrelic unread:docs.newrelic.com/docs/apis/intro-apis/new-relic-api-keys
    mark NRAK-<upper36:27> NRII-<base64url:32+> NRJS-<hexAny:19> NRRA-<hexAny:42> NRIQ-<base64url:32+> NRAK-<base36:27>
    mark <hexAny:36>NRAL NRBR-<hexAny:19>
    near newrelic new-relic new_relic: <base36:64> NRAK-<base36:27> NRII-<base64url:32> NRJS-<hexAny:19> <hexAny:40>
grafana github.com/grafana/grafana/blob/main/pkg/components/satokengen/tokengen.go
    check crc16
    mark glsa_<base62:32>_<hexAny:8> glc_<base64:32+> eyJrIjoi<base64:60+>
sentry github.com/getsentry/sentry/blob/master/src/sentry/types/token.py
    mark sntrys_eyJ<wide:40+> sntryu_<hex:64> sntrya_<hex:64> sntryi_<hex:64>
    near sentry: <hexAny:64>
dynatrace unread:docs.dynatrace.com/docs/manage/identity-access-management/access-tokens-and-oauth-clients/access-tokens
    mark dt0c01.<dotted:40+> dt0s16.<dotted:40+> dt0s01.<dotted:40+> dt0s02.<dotted:40+> dt0s08.<dotted:40+>
splunk unread:help.splunk.com/en/splunk-enterprise/get-data-in/get-started-with-getting-data-in
    near splunk: <uuid>
sumologic unread:help.sumologic.com/docs/manage/security/access-keys
    near sumo: su<base62:12> <base62:64>
honeycomb unread:docs.honeycomb.io/configure/environments/manage-api-keys
    mark hcaik_<base36:58> hcbik_<base36:58> hcalk_<base36:58> hcxik_<base36:58>
    near honeycomb: <hex:32> <base62:22>
logdna unread:docs.mezmo.com/docs/ingestion-key
    near logdna mezmo: <hex:32>
loggly unread:documentation.solarwinds.com/en/success_center/loggly
    near loggly: <uuid>
rollbar unread:docs.rollbar.com/docs/access-tokens
    near rollbar: <hex:32>
bugsnag unread:docs.bugsnag.com/api/data-access
    near bugsnag: <hex:32> <uuid>
airbrake unread:docs.airbrake.io/docs/devops-tools/api
    near airbrake: <hex:32> <hex:40>
raygun unread:raygun.com/documentation/product-guides/raygun-api
    near raygun: <base64:22-24>
lightstep unread:docs.lightstep.com/docs/create-and-manage-access-tokens
    near lightstep: <base64:40+>
logzio unread:docs.logz.io/docs/user-guide/admin/authentication-tokens
    near logzio logz_io logz.io: <base62:32> <uuid>
betterstack unread:betterstack.com/docs/uptime/api/getting-started-with-uptime-api
    near betterstack betteruptime logtail: <base62:24>
uptimerobot unread:uptimerobot.com/api
    mark ur<digits:5-10>-<hex:24>
    near uptimerobot: u<digits:5-10>-<hex:24> m<digits:5-10>-<hex:24>
checkly unread:www.checklyhq.com/docs/cli/authentication
    mark cu_<hex:32>
appsignal unread:docs.appsignal.com/appsignal/terminology.html
    near appsignal: <uuid>
instana unread:www.ibm.com/docs/en/instana-observability
    near instana: <base64url:22>
amplitude unread:amplitude.com/docs/apis/authentication
    near amplitude: <hex:32>
mixpanel unread:docs.mixpanel.com/docs/orgs-and-projects/managing-projects
    near mixpanel: <hex:32>
segment unread:www.twilio.com/docs/segment/connections/find-writekey
    near segment_write segment_api segment_key writekey: <base62:32>
posthog github.com/PostHog/posthog
    mark phx_<base64url:40+> phr_<base64url:40+> pha_<base64url:40+> phs_<base64url:40+>
heap unread:developers.heap.io/reference/authentication
    near heap_api: <base64:32-44>
elastic unread:www.elastic.co/docs/deploy-manage/api-keys
    mark essu_<base64:40+>
    near elastic es_api: <base64:60> <base64url:22>:<base64url:22>
statuspage unread:developer.statuspage.io
    near statuspage: <uuid> <hex:64>
pingdom unread:docs.pingdom.com/api
    near pingdom: <base64url:67>
cronitor unread:cronitor.io/docs/api-overview
    near cronitor: <hex:32>
healthchecks unread:healthchecks.io/docs/api
    near healthchecks hc_api: <base64url:32>
statsig unread:docs.statsig.com/sdk-keys/api-keys
    mark secret-<base62:40+>
optimizely unread:docs.developers.optimizely.com/web-experimentation/reference/authentication
    near optimizely: <base64url:40+>
flagsmith unread:docs.flagsmith.com/clients/rest
    mark ser.<base62:22>
chronosphere unread:docs.chronosphere.io/administer/accounts-teams/service-accounts
    near chronosphere: <hex:64>
coralogix unread:coralogix.com/docs/user-guides/account-management/api-keys
    mark cxup_<base62:20+> cxtp_<base62:20+>
axiom unread:axiom.co/docs/reference/tokens
    mark xaat-<uuid> xapt-<uuid>
`
