/** Secrets of databases, search, content, files, maps, work management and other data services. The notation is explained in ../rules.ts. */
export const dataServices = `
planetscale unread:planetscale.com/docs/concepts/service-tokens
    mark pscale_tkn_<dotted:30+> pscale_oauth_<dotted:30+> pscale_pw_<dotted:30+>
neon unread:neon.com/docs/manage/api-keys
    mark napi_<base36:60+>
    near neon: npg_<base62:12>
cockroach unread:www.cockroachlabs.com/docs/cockroachcloud/managing-access
    mark CCDB1_<base62:22>_<base62:40>
mongodb-atlas unread:www.mongodb.com/docs/atlas/configure-api-access
    mark mdb_sa_sk_<base64url:40>
    near mongodb atlas: <uuid>
aiven unread:aiven.io/docs/platform/concepts/authentication-tokens
    mark AVNS_<base64url:15+> aivenv1<base64url:40+>
upstash unread:upstash.com/docs/redis/features/restapi
    near upstash: <base64:50-64>
databricks unread:docs.databricks.com/aws/en/dev-tools/auth/pat
    mark dapi<hexAny:32>-<digits:1> dapi<hexAny:32> dose<hexAny:32>
clickhouse unread:clickhouse.com/docs/cloud/manage/openapi
    mark 4b1d<base62:38>
confluent unread:docs.confluent.io/cloud/current/security/authenticate/workload-identities/service-accounts/api-keys/overview.html
    mark cflt<base64:60>
    near confluent: <base64:64> <base62:16>
fauna unread:docs.faunadb.org/fauna/v4/api/security
    mark fn<base64url:38>
algolia unread:www.algolia.com/doc/guides/security/api-keys
    near algolia: <base62:32>
meilisearch unread:www.meilisearch.com/docs/learn/security/basic_security
    near meili: <hex:64> <base64url:43>
typesense unread:typesense.org/docs/guide/security.html
    near typesense: <base62:32>
airtable unread:airtable.com/developers/web/guides/personal-access-tokens
    mark pat<base62:14>.<hexAny:64>
    near airtable: <base62:17> key<base62:14>
notion shown:developers.notion.com/reference/create-a-token
    mark ntn_<base62:40+> secret_<base62:43>
coda unread:coda.io/developers/apis/v1
    near coda: <uuid>
fivetran unread:fivetran.com/docs/rest-api/getting-started
    near fivetran: <base62:16> <base62:32>
dbt unread:docs.getdbt.com/docs/dbt-cloud-apis/authentication
    mark dbtc_<base64url:40+> dbtu_<base64url:40+>
prefect unread:docs.prefect.io/v3/how-to-guides/cloud/manage-users/api-keys
    mark pnu_<base62:36> pnb_<base62:36>
astronomer unread:www.astronomer.io/docs/astro/workspace-api-tokens
    near astronomer astro_api: <dotted:100+>
looker unread:cloud.google.com/looker/docs/api-auth
    near looker: <base62:20> <base62:24>
metabase unread:www.metabase.com/docs/latest/people-and-groups/api-keys
    mark mb_<base64:44>
retool unread:docs.retool.com/org-users/concepts/retool-api
    mark retool_<base62:24+>
snowflake unread:docs.snowflake.com/en/user-guide/programmatic-access-tokens
    near snowflake: <dotted:100+>
contentful unread:www.contentful.com/developers/docs/references/authentication
    mark CFPAT-<base64url:40+>
    near contentful: <wide:43>
sanity unread:www.sanity.io/docs/content-lake/http-auth
    near sanity: sk<base62:80+>
storyblok unread:www.storyblok.com/docs/api/management/getting-started/authentication
    near storyblok: <base62:22>tt <base62:24>
prismic unread:prismic.io/docs/access-token
    near prismic: <wide:60+>
ghost unread:docs.ghost.org/admin-api
    near ghost: <hex:24>:<hex:64>
webflow unread:developers.webflow.com/data/reference/authentication
    near webflow: <hex:64>
wix unread:dev.wix.com/docs/rest/articles/get-started/api-keys
    mark IST.<dotted:100+>
dropbox unread:www.dropbox.com/developers/documentation/http/documentation
    mark sl.<base64url:100+> sl.u.<base64url:100+>
    near dropbox: <base36:15> <base62:11>AAAAAAAAAA<wide:43> sl.<wide:100+>
box unread:developer.box.com/guides/authentication
    near boxsdk box_client box_token box_secret: <base62:32>
figma unread:www.figma.com/developers/api#access-tokens
    mark figd_<base64url:30+> figo_<base64url:30+> figor_<base64url:30+>
miro unread:developers.miro.com/docs/rest-api-build-your-first-hello-world-app
    near miro: <base62:32>
asana unread:developers.asana.com/docs/personal-access-token
    mark 1/<digits:12-17>:<hexAny:32> 0/<hexAny:32> 2/<digits:12-17>/<digits:12-17>:<hexAny:32>
    near asana: <base62:32> <digits:16>
trello unread:developer.atlassian.com/cloud/trello/guides/rest-api/authorization
    mark ATTA<hexAny:64>
    near trello: <hex:64> <hex:32>
clickup unread:developer.clickup.com/docs/authentication
    mark pk_<digits:6-10>_<upper36:32>
todoist unread:developer.todoist.com/rest/v2
    near todoist: <hex:40>
shortcut unread:developer.shortcut.com/api/rest/v3
    near shortcut clubhouse: <uuid>
monday unread:developer.monday.com/api-reference/docs/authentication
    near monday: <dotted:100+>
frameio unread:developer.frame.io/docs/getting-started/authentication
    mark fio-u-<wide:60+>
cloudinary unread:cloudinary.com/documentation/developer_onboarding_faq_find_credentials
    near cloudinary: <base64url:27>
mux unread:www.mux.com/docs/core/make-api-requests
    near mux_token mux_secret: <base64:75>
mapbox unread:docs.mapbox.com/accounts/guides/tokens
    mark sk.eyJ<base64url:20+>.<base64url:20+> pk.<base62:60>.<base62:22> tk.eyJ<base64url:20+>.<base64url:20+>
here unread:www.here.com/docs/bundle/identity-and-access-management-developer-guide
    near here_api here_access heremaps: <base64url:43>
openweather unread:openweathermap.org/appid
    near openweather owm_: <hex:32>
nytimes unread:developer.nytimes.com/get-started
    near nytimes newyorktimes new-york-times newyork_times: <wide:32>
newsapi unread:newsapi.org/docs/authentication
    near newsapi news_api: <hex:32>
rapidapi unread:docs.rapidapi.com/docs/keys-and-key-rotation
    near rapidapi: <base64url:50>
apify unread:docs.apify.com/platform/integrations/api
    mark apify_api_<base62:30+>
scraperapi unread:docs.scraperapi.com
    near scraperapi scraper_api: <hex:32>
brightdata unread:docs.brightdata.com/api-reference/authentication
    near brightdata: <uuid> <hex:64>
adafruit unread:io.adafruit.com/api/docs
    mark aio_<base62:28>
    near adafruit: <base64url:32>
particle unread:docs.particle.io/reference/cloud-apis/access-tokens
    near particle: <hex:40>
bitly unread:dev.bitly.com/docs/getting-started/authentication
    near bitly: <hex:40>
adobe unread:developer.adobe.com/developer-console/docs/guides/authentication
    mark p8e-<base64url:32> p8-<base64url:32>
    near adobe: <hexAny:32>
intra42 unread:api.intra.42.fr/apidoc/guides/getting_started
    mark s-s4t2ud-<hexAny:64> s-s4t2af-<hexAny:64> u-s4t2ud-<hexAny:64>
strava unread:developers.strava.com/docs/authentication
    near strava: <hex:40>
fitbit unread:dev.fitbit.com/build/reference/web-api/developer-guide/authorization
    near fitbit: <hex:32>
yelp unread:docs.developer.yelp.com/docs/fusion-authentication
    near yelp: <base64url:128>
foursquare unread:docs.foursquare.com/developer/reference/authentication
    mark fsq3<base64:44>
    near foursquare: <upper36:48>
docusign unread:developers.docusign.com/platform/auth
    near docusign: <uuid>
pandadoc unread:developers.pandadoc.com/reference/api-key-authentication-process
    near pandadoc: <hex:40>
calendly unread:developer.calendly.com/personal-access-tokens
    near calendly: <dotted:100+>
surveymonkey unread:api.surveymonkey.com/v3/docs
    near surveymonkey: <dotted:40+>
jotform unread:api.jotform.com/docs
    near jotform: <hex:32>
clearbit unread:dashboard.clearbit.com/docs
    near clearbit: sk_<hex:32>
mailtrap unread:docs.mailtrap.io/developers
    near mailtrap: <hex:32> <hex:14>
kaggle unread:www.kaggle.com/docs/api
    mark KGAT_<hex:32>
    near kaggle: <hex:32>
zenodo unread:developers.zenodo.org
    near zenodo: <base62:60>
thingspeak unread:www.mathworks.com/help/thingspeak/rest-api.html
    near thingspeak: <upper36:16>
nasa unread:api.nasa.gov
    near nasa_api: <base62:40>
tmdb unread:developer.themoviedb.org/docs/authentication-application
    near tmdb themoviedb: <hex:32>
`
