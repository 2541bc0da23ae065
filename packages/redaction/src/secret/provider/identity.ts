/** Secrets of sign-on, security and people tools. The notation is explained in ../rules.ts. */
export const identity = `
okta unread:developer.okta.com/docs/guides/create-an-api-token
    near okta ssws: 00<base64url:40> <base64url:42>
auth0 unread:auth0.com/docs/secure/application-credentials
    near auth0: <base64url:64>
onelogin unread:developers.onelogin.com/api-docs/2/getting-started/working-with-api-credentials
    near onelogin: <hex:64>
jumpcloud unread:jumpcloud.com/support/get-started-with-api
    mark jca_<base62:36>
    near jumpcloud: <hex:40>
duo unread:duo.com/docs/adminapi
    near duo_: <base62:40>
stytch unread:stytch.com/docs/api/authentication
    mark secret-live-<base64url:30+> secret-test-<base64url:30+>
frontegg unread:developers.frontegg.com/api/overview
    near frontegg: <uuid>
fusionauth unread:fusionauth.io/docs/apis/authentication
    near fusionauth: <base64url:64>
authress unread:authress.io/knowledge-base/docs/authorization/service-clients
    mark sc_<base36:5-30>.<base36:4-6>.acc<wide:20+> ext_<base36:5-30>.<base36:4-6>.acc<wide:20+>
    mark scauth_<base36:5-30>.<base36:4-6>.acc<wide:20+> authress_<base36:5-30>.<base36:4-6>.acc<wide:20+>
shodan unread:developer.shodan.io/api
    near shodan: <base62:32>
virustotal unread:docs.virustotal.com/docs/please-give-me-an-api-key
    near virustotal vt_api x-apikey: <hex:64>
censys unread:docs.censys.com/reference/get-started
    mark censys_<base64url:20+>
    near censys: <base62:32>
securitytrails unread:docs.securitytrails.com/docs/authentication
    near securitytrails: <base62:32>
hunter unread:hunter.io/api-documentation
    near hunter: <hex:40>
urlscan unread:urlscan.io/docs/api
    near urlscan: <uuid>
abuseipdb unread:docs.abuseipdb.com
    near abuseipdb: <hex:80>
haveibeenpwned unread:haveibeenpwned.com/API/v3
    near haveibeenpwned hibp: <hex:32>
ipinfo unread:ipinfo.io/developers
    near ipinfo: <hex:14>
ipstack unread:ipstack.com/documentation
    near ipstack ipapi: <hex:32>
maxmind unread:dev.maxmind.com/license-key
    mark <base62:6>_<base62:29>_mmk
    near maxmind: <base62:16>
crowdstrike unread:www.falconpy.io/Usage/Authenticating-to-the-API.html
    near crowdstrike falcon: <base62:40>
tenable unread:docs.tenable.com/vulnerability-management/Content/Settings/my-account/GenerateAPIKey.htm
    near tenable nessus: <hex:64>
rapid7 unread:docs.rapid7.com/insight/managing-platform-api-keys
    near rapid7: <uuid>
detectify unread:developer.detectify.com
    near detectify: <hex:32> <base64:44>
alienvault unread:otx.alienvault.com/api
    near alienvault otx: <hex:64>
yubico unread:developers.yubico.com/OTP
    near yubico yubikey: <base64:28>
lastpass unread:www.lastpass.com/features/security-dashboard
    near lastpass: <hex:64>
keycloak unread:www.keycloak.org/docs/latest/server_admin
    near keycloak: <uuid> <base62:32>
bamboohr unread:documentation.bamboohr.com/docs/getting-started
    near bamboohr bamboo_hr: <hex:40>
greenhouse unread:developers.greenhouse.io/harvest.html
    near greenhouse: <hex:32>-<digits:1> <hex:40>
lever unread:hire.lever.co/developer/documentation
    near lever_api: <base62:48>
workable unread:workable.readme.io/reference/generate-an-access-token
    near workable: <base62:43-64>
gusto unread:docs.gusto.com/embedded-payroll/docs/api-token
    near gusto: <base64url:43>
`
