/** Secrets of clouds, hosting, networks and infrastructure tools. The notation is explained in ../rules.ts. */
export const cloud = `
aws unread:docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
    mark AKIA<upper36:16> ASIA<upper36:16> ABIA<upper36:16> ACCA<upper36:16>
    mark IQoJb3JpZ2lu<base64:80+> FwoGZXIvYXdz<base64:80+>
    near aws amazon secret_access secretaccess: <base64:40>
aws-bedrock unread:docs.aws.amazon.com/bedrock/latest/userguide/api-keys.html
    mark ABSK<base64:100+> bedrock-api-key-YmVkcm9jay5hbWF6b25hd3MuY29t<wide:0+>
aws-mws unread:developer-docs.amazon.com/amazon-shopping
    mark amzn.mws.<uuid> amzn1.oa2-cs.v1.<hexAny:64>
aws-appsync unread:docs.aws.amazon.com/appsync/latest/devguide/security-authz.html
    mark da2-<base36:26>
azure-entra unread:learn.microsoft.com/en-us/entra/identity-platform/howto-create-service-principal-portal
    mark <unreserved:4>Q~<unreserved:31-36>
    near azure client_secret clientsecret arm_client: <unreserved:34-44>
azure-keys unread:learn.microsoft.com/en-us/azure/storage/common/storage-account-keys-manage
    near azure accountkey account_key storage_key sharedaccesskey primarykey: <base64:88>
    mark <base64:76>+ASt<base64:8> <base64:76>ACDb<base64:8> <base64:33>+ASb<base64:7>
    mark <base64:33>+AEh<base64:7> <base62:42>AzSe<base62:6> <base64url:44>AzFu<base64:8>
    mark <base62:33>AzCa<base62:6> <base64:42>+ACR<base62:6> <base64:33>AIoT<base64:7>
azure-ai unread:learn.microsoft.com/en-us/azure/ai-services/authentication
    near azure ocp-apim cognitive: <hexAny:32> <base62:84>
azure-devops unread:learn.microsoft.com/en-us/azure/devops/organizations/accounts/use-personal-access-tokens-to-authenticate
    mark <base62:76>AZDO<base62:4>
    near azure devops vsts: <base36:52>
google-cloud unread:cloud.google.com/docs/authentication/api-keys
    mark AIza<base64url:35+> GOCSPX-<base64url:24+> ya29.<dotted:20+> GOOG1E<upper36:55+> 1//0<base64url:30+>
    near gcp google goog gcs: <base64:40>
digitalocean unread:docs.digitalocean.com/reference/api/create-personal-access-token
    mark dop_v1_<hexAny:64> doo_v1_<hexAny:64> dor_v1_<hexAny:64>
    near digitalocean spaces: <base64:43> DO00<upper36:16>
linode unread:techdocs.akamai.com/linode-api/reference/get-started
    near linode: <hexAny:64>
vultr unread:docs.vultr.com/platform/other/api
    near vultr: <upper36:36>
hetzner unread:docs.hetzner.cloud/reference/cloud
    near hetzner hcloud: <base62:64>
scaleway unread:www.scaleway.com/en/docs/iam/concepts
    near scaleway scw: <uuid>
ovh unread:help.ovhcloud.com/csm/en-api-getting-started-ovhcloud-api
    near ovh: <base62:32> <base62:16> <hex:32>
exoscale unread:community.exoscale.com/platform/iam
    mark EXO<hex:24+>
    near exoscale: <base64url:43>
upcloud unread:developers.upcloud.com/1.3/3-accounts
    mark ucat_<base62:26>
alibaba unread:www.alibabacloud.com/help/en/ram/user-guide/create-an-accesskey-pair
    mark LTAI<base62:12-26>
    near alibaba aliyun: <base62:30> <base36:30>
tencent unread:www.tencentcloud.com/document/product/598/32675
    mark AKID<base62:32>
    near tencent qcloud: <base62:32>
yandex unread:yandex.cloud/en/docs/iam/concepts/authorization
    mark t1.<base64url:1-100>.<base64url:60+> AQVN<base64url:34+> YCAJ<base64url:16+> y0_<base64url:40+>
    near yandex: YC<base64url:38> t1.<wide:80+> AQVN<base64url:35> <base64url:40>
ibm unread:cloud.ibm.com/docs/account?topic=account-manapikey
    near ibm softlayer bluemix watson: <base64url:44> <hexAny:64>
oracle unread:docs.oracle.com/en-us/iaas/Content/Identity/Tasks/managingcredentials.htm
    near oracle oci_: <base64:44>
heroku unread:devcenter.heroku.com/articles/authentication
    mark HRKU-<uuid> HRKU-<base64url:40+>
    near heroku: <uuid>
fly unread:fly.io/docs/security/tokens
    mark fm1r_<base64:40+> fm2_<base64:40+> fm1a_<base64:40+> fo1_<base64url:40+>
render unread:render.com/docs/api
    mark rnd_<base62:20+>
railway unread:docs.railway.com/reference/public-api
    near railway: <uuid>
vercel unread:vercel.com/docs/rest-api/reference/welcome
    mark vcp_<base62:40+> vci_<base62:40+> vca_<base62:40+> vcr_<base62:40+> vck_<base62:40+>
    near vercel: <base62:24>
netlify unread:docs.netlify.com/api/get-started
    mark nfp_<base62:30+> nfo_<base62:30+> nfc_<base62:30+>
    near netlify: <base64url:40-46>
cloudflare unread:developers.cloudflare.com/fundamentals/api/get-started
    mark v1.0-<hexAny:24>-<hexAny:100+> cfut_<base64url:40+> cfat_<base64url:40+> cfk_<base64url:37+>
    near cloudflare cf_api x-auth-key: <base64url:40> <hex:37>
fastly unread:www.fastly.com/documentation/reference/api/auth-tokens
    near fastly: <wide:32>
akamai unread:techdocs.akamai.com/developer/docs/make-your-first-api-call
    mark akab-<base64url:16>-<base64url:16>
    near akamai edgegrid client_token: <base64:44>
pulumi unread:www.pulumi.com/docs/pulumi-cloud/access-management/access-tokens
    mark pul-<hexAny:40>
terraform unread:developer.hashicorp.com/terraform/cloud-docs/users-teams-organizations/api-tokens
    mark <base62:14>.atlasv1.<base64:60+> <base62:14>.atlasv1.<base64url:60+>
vault github.com/hashicorp/vault/blob/main/sdk/helper/consts/token_consts.go
    mark s.<base62:24> hvs.<base64url:24+> hvb.<base64url:80+> hvr.<base64url:80+>
    near vault: b.<base62:80+> <uuid>
consul unread:developer.hashicorp.com/consul/docs/security/acl/tokens
    near consul: <uuid>
nomad unread:developer.hashicorp.com/nomad/docs/concepts/acl
    near nomad: <uuid>
openshift unread:docs.redhat.com/en/documentation/openshift_container_platform/4.18/html/authentication_and_authorization
    mark sha256~<base64url:40+>
scalingo unread:developers.scalingo.com/authentication
    mark tk-us-<base64url:44+>
koyeb unread:www.koyeb.com/docs/reference/api
    near koyeb: <base36:64>
deno unread:docs.deno.com/deploy/api/rest
    mark ddp_<base62:36> ddo_<base62:36>
supabase github.com/supabase/cli/blob/main/internal/utils/access_token.go
    mark sbp_<hex:40> sbp_v0_<hex:40> sb_secret_<base64url:20+> sbp_oauth_<hex:40>
civo unread:www.civo.com/docs/account/api-keys
    near civo: <base62:50>
tailscale unread:tailscale.com/kb/1101/api
    mark tskey-auth-<base64url:16+> tskey-api-<base64url:16+> tskey-client-<base64url:16+> tskey-<base64url:16+>
zerotier unread:docs.zerotier.com/api/tokens
    near zerotier: <base62:32>
ngrok unread:ngrok.com/docs/agent
    near ngrok: <base62:27>_<base62:20-24> <base62:43-50>
defined-networking unread:docs.defined.net/guides/api-keys
    mark dnkey-<wide:26>-<wide:52>
cisco-meraki unread:developer.cisco.com/meraki/api-v1/authorization
    near meraki: <hex:40>
cisco-webex unread:developer.webex.com/docs/bots
    near webex spark: <base64url:60+>
kubernetes github.com/kubernetes/kubernetes/blob/master/staging/src/k8s.io/cluster-bootstrap/token/api/types.go
    near bootstrap kubeadm join: <base36:6>.<base36:16>
teleport unread:goteleport.com/docs/reference/join-methods
    near teleport: <hexAny:32>
unkey unread:www.unkey.com/docs/security/root-keys
    mark unkey_<base62:20+>
doppler unread:docs.doppler.com/docs/service-tokens
    mark dp.pt.<base62:40+> dp.st.<dotted:40+> dp.ct.<base62:40+> dp.sa.<base62:40+> dp.scim.<base62:40+> dp.audit.<base62:40+>
infisical unread:infisical.com/docs/documentation/platform/token
    mark st.<hex:24>.<hex:32+>
onepassword unread:developer.1password.com/docs/service-accounts/security
    mark ops_eyJ<wide:100+> A3-<upper36:6>-<upper36:11>-<upper36:5>-<upper36:5>-<upper36:5>
    mark A3-<upper36:6>-<upper36:6>-<upper36:5>-<upper36:5>-<upper36:5>-<upper36:5>
bitwarden unread:bitwarden.com/help/access-tokens
    mark 0.<uuid>.<base62:30>:<base64:24>
akeyless unread:docs.akeyless.io/docs/api-key
    near akeyless: <base64:44>
settlemint unread:console.settlemint.com/documentation/platform-components/security-and-authentication/personal-access-tokens
    mark sm_pat_<base62:16+> sm_aat_<base62:16+> sm_sat_<base62:16+>
nats github.com/nats-io/nkeys
    mark SU<base32:56> SA<base32:56> SO<base32:56> SN<base32:56> SC<base32:56> SX<base32:56>
age unread:github.com/C2SP/C2SP/blob/main/age.md
    mark AGE-SECRET-KEY-1<upper36:50+> AGE-PLUGIN-<upper36:2-20>-1<upper36:40+>
`
