/** Secrets of clouds, hosting, networks and infrastructure tools. The notation is explained in ../rules.ts. */
export const cloud = `
aws docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
    mark AKIA<upper36:16> ASIA<upper36:16> ABIA<upper36:16> ACCA<upper36:16>
    mark IQoJb3JpZ2lu<base64:80+> FwoGZXIvYXdz<base64:80+>
    near aws amazon secret_access secretaccess: <base64:40>
aws-bedrock docs.aws.amazon.com/bedrock/latest/userguide/api-keys.html
    mark ABSK<base64:100+> bedrock-api-key-YmVkcm9jay5hbWF6b25hd3MuY29t<wide:0+>
aws-mws developer-docs.amazon.com/amazon-shopping
    mark amzn.mws.<uuid> amzn1.oa2-cs.v1.<hexAny:64>
aws-appsync docs.aws.amazon.com/appsync/latest/devguide/security-authz.html
    mark da2-<base36:26>
azure-entra learn.microsoft.com/en-us/entra/identity-platform/howto-create-service-principal-portal
    mark <unreserved:4>Q~<unreserved:31-36>
    near azure client_secret clientsecret arm_client: <unreserved:34-44>
azure-keys learn.microsoft.com/en-us/azure/storage/common/storage-account-keys-manage
    near azure accountkey account_key storage_key sharedaccesskey primarykey: <base64:88>
    mark <base64:76>+ASt<base64:8> <base64:76>ACDb<base64:8> <base64:33>+ASb<base64:7>
    mark <base64:33>+AEh<base64:7> <base62:42>AzSe<base62:6> <base64url:44>AzFu<base64:8>
    mark <base62:33>AzCa<base62:6> <base64:42>+ACR<base62:6> <base64:33>AIoT<base64:7>
azure-ai learn.microsoft.com/en-us/azure/ai-services/authentication
    near azure ocp-apim cognitive: <hexAny:32> <base62:84>
azure-devops learn.microsoft.com/en-us/azure/devops/organizations/accounts/use-personal-access-tokens-to-authenticate
    mark <base62:76>AZDO<base62:4>
    near azure devops vsts: <base36:52>
google-cloud cloud.google.com/docs/authentication/api-keys
    mark AIza<base64url:35+> GOCSPX-<base64url:24+> ya29.<dotted:20+> GOOG1E<upper36:55+> 1//0<base64url:30+>
    near gcp google goog gcs: <base64:40>
digitalocean docs.digitalocean.com/reference/api/create-personal-access-token
    mark dop_v1_<hexAny:64> doo_v1_<hexAny:64> dor_v1_<hexAny:64>
    near digitalocean spaces: <base64:43> DO00<upper36:16>
linode techdocs.akamai.com/linode-api/reference/get-started
    near linode: <hexAny:64>
vultr docs.vultr.com/platform/other/api
    near vultr: <upper36:36>
hetzner docs.hetzner.cloud/reference/cloud
    near hetzner hcloud: <base62:64>
scaleway www.scaleway.com/en/docs/iam/concepts
    near scaleway scw: <uuid>
ovh help.ovhcloud.com/csm/en-api-getting-started-ovhcloud-api
    near ovh: <base62:32> <base62:16> <hex:32>
exoscale community.exoscale.com/platform/iam
    mark EXO<hex:24+>
    near exoscale: <base64url:43>
upcloud developers.upcloud.com/1.3/3-accounts
    mark ucat_<base62:26>
alibaba www.alibabacloud.com/help/en/ram/user-guide/create-an-accesskey-pair
    mark LTAI<base62:12-26>
    near alibaba aliyun: <base62:30> <base36:30>
tencent www.tencentcloud.com/document/product/598/32675
    mark AKID<base62:32>
    near tencent qcloud: <base62:32>
yandex yandex.cloud/en/docs/iam/concepts/authorization
    mark t1.<base64url:1-100>.<base64url:60+> AQVN<base64url:34+> YCAJ<base64url:16+> y0_<base64url:40+>
    near yandex: YC<base64url:38> t1.<wide:80+> AQVN<base64url:35> <base64url:40>
ibm cloud.ibm.com/docs/account?topic=account-manapikey
    near ibm softlayer bluemix watson: <base64url:44> <hexAny:64>
oracle docs.oracle.com/en-us/iaas/Content/Identity/Tasks/managingcredentials.htm
    near oracle oci_: <base64:44>
heroku devcenter.heroku.com/articles/authentication
    mark HRKU-<uuid> HRKU-<base64url:40+>
    near heroku: <uuid>
fly fly.io/docs/security/tokens
    mark fm1r_<base64:40+> fm2_<base64:40+> fm1a_<base64:40+> fo1_<base64url:40+>
render render.com/docs/api
    mark rnd_<base62:20+>
railway docs.railway.com/reference/public-api
    near railway: <uuid>
vercel vercel.com/docs/rest-api/reference/welcome
    mark vcp_<base62:40+> vci_<base62:40+> vca_<base62:40+> vcr_<base62:40+> vck_<base62:40+>
    near vercel: <base62:24>
netlify docs.netlify.com/api/get-started
    mark nfp_<base62:30+> nfo_<base62:30+> nfc_<base62:30+>
    near netlify: <base64url:40-46>
cloudflare developers.cloudflare.com/fundamentals/api/get-started
    mark v1.0-<hexAny:24>-<hexAny:100+> cfut_<base64url:40+> cfat_<base64url:40+> cfk_<base64url:37+>
    near cloudflare cf_api x-auth-key: <base64url:40> <hex:37>
fastly www.fastly.com/documentation/reference/api/auth-tokens
    near fastly: <wide:32>
akamai techdocs.akamai.com/developer/docs/make-your-first-api-call
    mark akab-<base64url:16>-<base64url:16>
    near akamai edgegrid client_token: <base64:44>
pulumi www.pulumi.com/docs/pulumi-cloud/access-management/access-tokens
    mark pul-<hexAny:40>
terraform developer.hashicorp.com/terraform/cloud-docs/users-teams-organizations/api-tokens
    mark <base62:14>.atlasv1.<base64:60+> <base62:14>.atlasv1.<base64url:60+>
vault developer.hashicorp.com/vault/docs/concepts/tokens
    mark s.<base62:24> hvs.<base64url:24+> hvb.<base64url:80+> hvr.<base64url:80+>
    near vault: b.<base62:80+> <uuid>
consul developer.hashicorp.com/consul/docs/security/acl/tokens
    near consul: <uuid>
nomad developer.hashicorp.com/nomad/docs/concepts/acl
    near nomad: <uuid>
openshift docs.redhat.com/en/documentation/openshift_container_platform/4.18/html/authentication_and_authorization
    mark sha256~<base64url:40+>
scalingo developers.scalingo.com/authentication
    mark tk-us-<base64url:44+>
koyeb www.koyeb.com/docs/reference/api
    near koyeb: <base36:64>
deno docs.deno.com/deploy/api/rest
    mark ddp_<base62:36> ddo_<base62:36>
supabase supabase.com/docs/guides/api/api-keys
    mark sbp_<hexAny:40> sbp_v0_<hexAny:40> sb_secret_<base64url:20+> sbp_oauth_<hexAny:40>
civo www.civo.com/docs/account/api-keys
    near civo: <base62:50>
tailscale tailscale.com/kb/1101/api
    mark tskey-auth-<base64url:16+> tskey-api-<base64url:16+> tskey-client-<base64url:16+> tskey-<base64url:16+>
zerotier docs.zerotier.com/api/tokens
    near zerotier: <base62:32>
ngrok ngrok.com/docs/agent
    near ngrok: <base62:27>_<base62:20-24> <base62:43-50>
defined-networking docs.defined.net/guides/api-keys
    mark dnkey-<wide:26>-<wide:52>
cisco-meraki developer.cisco.com/meraki/api-v1/authorization
    near meraki: <hex:40>
cisco-webex developer.webex.com/docs/bots
    near webex spark: <base64url:60+>
kubernetes kubernetes.io/docs/reference/access-authn-authz/bootstrap-tokens
    near bootstrap kubeadm join: <base36:6>.<base36:16>
teleport goteleport.com/docs/reference/join-methods
    near teleport: <hexAny:32>
unkey www.unkey.com/docs/security/root-keys
    mark unkey_<base62:20+>
doppler docs.doppler.com/docs/service-tokens
    mark dp.pt.<base62:40+> dp.st.<dotted:40+> dp.ct.<base62:40+> dp.sa.<base62:40+> dp.scim.<base62:40+> dp.audit.<base62:40+>
infisical infisical.com/docs/documentation/platform/token
    mark st.<hex:24>.<hex:32+>
onepassword developer.1password.com/docs/service-accounts/security
    mark ops_eyJ<wide:100+> A3-<upper36:6>-<upper36:11>-<upper36:5>-<upper36:5>-<upper36:5>
    mark A3-<upper36:6>-<upper36:6>-<upper36:5>-<upper36:5>-<upper36:5>-<upper36:5>
bitwarden bitwarden.com/help/access-tokens
    mark 0.<uuid>.<base62:30>:<base64:24>
akeyless docs.akeyless.io/docs/api-key
    near akeyless: <base64:44>
settlemint console.settlemint.com/documentation/platform-components/security-and-authentication/personal-access-tokens
    mark sm_pat_<base62:16+> sm_aat_<base62:16+> sm_sat_<base62:16+>
nats docs.nats.io/running-a-nats-service/configuration/securing_nats/auth_intro/nkey_auth
    mark SU<base32:56> SA<base32:56> SO<base32:56> SN<base32:56> SC<base32:56>
age github.com/C2SP/C2SP/blob/main/age.md
    mark AGE-SECRET-KEY-1<upper36:50+> AGE-PLUGIN-<upper36:2-20>-1<upper36:40+>
`
