/**
 * Secrets that providers mark with a prefix: one row each, written from the provider's own documentation. A row's first literal is its keyword; nothing else of
 * the row runs before the automaton has seen it. Case counts, as it does for the provider.
 */
import { exactly, lit, run, type Shape } from './shape.ts'

export interface SecretRule {
  readonly id: string
  readonly shape: Shape
  /** Page of the provider that describes the token. */
  readonly source: string
  /** The prefix is so short that it must begin a word. */
  readonly isWordStart?: true
}

const rule = (id: string, source: string, ...shape: Shape): SecretRule => ({ id, shape, source })
/** For short or common prefixes. */
const word = (id: string, source: string, ...shape: Shape): SecretRule => ({
  id,
  shape,
  source,
  isWordStart: true,
})

const aws = 'docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html'
const github =
  'github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats'
const gitlab = 'docs.gitlab.com/security/tokens'
const slack = 'docs.slack.dev/authentication/tokens'
const stripe = 'docs.stripe.com/keys'
const google = 'cloud.google.com/docs/authentication/api-keys'
const shopify = 'shopify.dev/docs/apps/build/authentication-authorization'
const vault = 'developer.hashicorp.com/vault/docs/concepts/tokens'
const digitalocean = 'docs.digitalocean.com/reference/api/create-personal-access-token'
const grafana = 'grafana.com/docs/grafana/latest/administration/service-accounts'

export const secretRules: readonly SecretRule[] = [
  ...['AKIA', 'ASIA', 'ABIA', 'ACCA'].map((prefix) =>
    word(`aws-${prefix.toLowerCase()}`, aws, lit(prefix), exactly('upper36', 16)),
  ),
  ...['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'].map((prefix) =>
    rule(`github-${prefix.slice(0, 3)}`, github, lit(prefix), run('base62', 36)),
  ),
  rule('github-fine-grained', github, lit('github_pat_'), run('base64url', 60)),
  ...'glpat gldt glrt glcbt glptt glft glsoat gloas glagent glimt glffct glwt'
    .split(' ')
    .map((prefix) => rule(`gitlab-${prefix}`, gitlab, lit(`${prefix}-`), run('dotted', 20))),
  ...['xoxb-', 'xoxp-', 'xoxa-', 'xoxr-', 'xoxs-', 'xoxe-', 'xoxe.', 'xapp-', 'xwfp-'].map(
    (prefix) => rule(`slack-${prefix}`, slack, lit(prefix), run('dotted', 20)),
  ),
  rule(
    'slack-webhook',
    'docs.slack.dev/messaging/sending-messages-using-incoming-webhooks',
    lit('hooks.slack.com/'),
    run('base64', 30),
  ),
  ...['sk_live_', 'sk_test_', 'rk_live_', 'rk_test_'].map((prefix) =>
    rule(`stripe-${prefix.slice(0, 7)}`, stripe, lit(prefix), run('base62', 16)),
  ),
  rule('stripe-webhook', 'docs.stripe.com/webhooks', lit('whsec_'), run('base64', 24)),
  rule('npm', 'docs.npmjs.com/about-access-tokens', lit('npm_'), run('base62', 36)),
  word('google-api', google, lit('AIza'), run('base64url', 35)),
  rule('google-client', google, lit('GOCSPX-'), run('base64url', 24)),
  word('google-access', google, lit('ya29.'), run('dotted', 30)),
  word(
    'openai-legacy',
    'platform.openai.com/docs/api-reference/authentication',
    lit('sk-'),
    run('base62', 32),
  ),
  ...['sk-proj-', 'sk-svcacct-', 'sk-admin-', 'sk-None-'].map((prefix) =>
    rule(
      `openai-${prefix.slice(3, -1).toLowerCase()}`,
      'platform.openai.com/docs/api-reference/authentication',
      lit(prefix),
      run('base64url', 32),
    ),
  ),
  rule('anthropic', 'docs.claude.com/en/api/overview', lit('sk-ant-'), run('base64url', 32)),
  word(
    'sendgrid',
    'docs.sendgrid.com/ui/account-and-settings/api-keys',
    lit('SG.'),
    exactly('base64url', 22),
    lit('.'),
    run('base64url', 40),
  ),
  word('twilio-key', 'www.twilio.com/docs/iam/api-keys', lit('SK'), exactly('hex', 32)),
  word('huggingface', 'huggingface.co/docs/hub/security-tokens', lit('hf_'), run('base62', 30)),
  ...['dop_v1_', 'doo_v1_', 'dor_v1_'].map((prefix) =>
    rule(`digitalocean-${prefix.slice(0, 3)}`, digitalocean, lit(prefix), run('hex', 64)),
  ),
  ...['shpat_', 'shpca_', 'shppa_', 'shpss_'].map((prefix) =>
    rule(`shopify-${prefix.slice(0, 5)}`, shopify, lit(prefix), run('hexAny', 32)),
  ),
  ...['sq0atp-', 'sq0csp-'].map((prefix) =>
    rule(
      `square-${prefix.slice(0, 6)}`,
      'developer.squareup.com/docs/build-basics/access-tokens',
      lit(prefix),
      run('base64url', 22),
    ),
  ),
  word('databricks', 'docs.databricks.com/aws/en/dev-tools/auth/pat', lit('dapi'), run('hex', 32)),
  rule('pypi', 'pypi.org/help/#apitoken', lit('pypi-'), run('base64url', 50)),
  rule('rubygems', 'guides.rubygems.org/api-key-scopes', lit('rubygems_'), run('hex', 48)),
  rule('docker', 'docs.docker.com/security/access-tokens', lit('dckr_pat_'), run('base64url', 24)),
  rule(
    'docker-org',
    'docs.docker.com/enterprise/security/access-tokens',
    lit('dckr_oat_'),
    run('base64url', 24),
  ),
  ...['hvs.', 'hvb.', 'hvr.'].map((prefix) =>
    word(`vault-${prefix.slice(0, 3)}`, vault, lit(prefix), run('base64url', 24)),
  ),
  rule(
    'atlassian',
    'support.atlassian.com/atlassian-account/docs/manage-api-tokens-for-your-atlassian-account',
    lit('ATATT3'),
    run('base64', 40),
  ),
  rule(
    'newrelic',
    'docs.newrelic.com/docs/apis/intro-apis/new-relic-api-keys',
    lit('NRAK-'),
    run('upper36', 27),
  ),
  ...['glsa_', 'glc_'].map((prefix) =>
    rule(`grafana-${prefix.slice(0, -1)}`, grafana, lit(prefix), run('base64', 32)),
  ),
  rule('linear', 'linear.app/developers/graphql', lit('lin_api_'), run('base62', 32)),
  rule('notion', 'developers.notion.com/docs/authorization', lit('ntn_'), run('base62', 40)),
  rule(
    'figma',
    'developers.figma.com/docs/rest-api/authentication',
    lit('figd_'),
    run('base64url', 36),
  ),
  rule(
    'postman',
    'learning.postman.com/docs/developer/postman-api/authentication',
    lit('PMAK-'),
    run('base64url', 50),
  ),
  rule('doppler', 'docs.doppler.com/reference/auth-token-formats', lit('dp.'), run('dotted', 40)),
  ...['pscale_tkn_', 'pscale_pw_', 'pscale_oauth_'].map((prefix) =>
    rule(
      `planetscale-${prefix.slice(7, -1)}`,
      'planetscale.com/docs/concepts/service-tokens',
      lit(prefix),
      run('dotted', 32),
    ),
  ),
  word('supabase', 'supabase.com/docs/guides/api/api-keys', lit('sbp_'), run('hex', 40)),
  rule(
    'supabase-secret',
    'supabase.com/docs/guides/api/api-keys',
    lit('sb_secret_'),
    run('base64url', 22),
  ),
  rule(
    'heroku',
    'devcenter.heroku.com/articles/authentication',
    lit('HRKU-'),
    run('base64url', 36),
  ),
  rule('age', 'age-encryption.org/v1', lit('AGE-SECRET-KEY-1'), run('upper36', 58)),
  ...['sntrys_', 'sntryu_'].map((prefix) =>
    rule(
      `sentry-${prefix.slice(0, -1)}`,
      'docs.sentry.io/account/auth-tokens',
      lit(prefix),
      run('base64', 60),
    ),
  ),
  word(
    'alibaba',
    'www.alibabacloud.com/help/en/ram/user-guide/create-an-accesskey-pair',
    lit('LTAI'),
    run('base62', 12),
  ),
  rule('groq', 'console.groq.com/docs/quickstart', lit('gsk_'), run('base62', 40)),
  word('replicate', 'replicate.com/docs/topics/security/api-tokens', lit('r8_'), run('base62', 36)),
  word('xai', 'docs.x.ai/docs/tutorial', lit('xai-'), run('base62', 60)),
  word('perplexity', 'docs.perplexity.ai/guides/getting-started', lit('pplx-'), run('base62', 40)),
  rule(
    'langsmith',
    'docs.langchain.com/langsmith/create-account-api-key',
    lit('lsv2_'),
    run('base64url', 36),
  ),
  rule(
    'pulumi',
    'www.pulumi.com/docs/administration/access-identity/access-tokens',
    lit('pul-'),
    run('hex', 40),
  ),
  rule(
    'prefect',
    'docs.prefect.io/v3/manage/cloud/manage-users/api-keys',
    lit('pnu_'),
    run('base36', 36),
  ),
  rule(
    'readme',
    'docs.readme.com/main/reference/intro/authentication',
    lit('rdme_'),
    run('base36', 70),
  ),
  rule(
    'shippo',
    'docs.goshippo.com/docs/guides_general/authentication',
    lit('shippo_live_'),
    run('hex', 40),
  ),
  rule(
    'sourcegraph',
    'sourcegraph.com/docs/cli/how-tos/creating_an_access_token',
    lit('sgp_'),
    run('base64url', 40),
  ),
  rule(
    'contentful',
    'www.contentful.com/developers/docs/references/authentication',
    lit('CFPAT-'),
    run('base64url', 43),
  ),
  rule(
    'dynatrace',
    'docs.dynatrace.com/docs/manage/identity-access-management/access-tokens-and-oauth-clients/access-tokens',
    lit('dt0c01.'),
    run('dotted', 80),
  ),
  rule(
    'typeform',
    'www.typeform.com/developers/get-started/personal-access-token',
    lit('tfp_'),
    run('dotted', 40),
  ),
  rule(
    'duffel',
    'duffel.com/docs/api/overview/making-requests/authentication',
    lit('duffel_'),
    run('base64url', 40),
  ),
  rule('easypost', 'docs.easypost.com/docs/authentication', lit('EZAK'), run('base62', 50)),
  rule(
    'flutterwave',
    'developer.flutterwave.com/docs/authentication',
    lit('FLWSECK'),
    run('base64url', 20),
  ),
  rule('mapbox', 'docs.mapbox.com/accounts/guides/tokens', lit('sk.eyJ'), run('dotted', 40)),
  rule(
    'openshift',
    'docs.redhat.com/en/documentation/openshift_container_platform/4.18/html/authentication_and_authorization',
    lit('sha256~'),
    run('base64url', 40),
  ),
  rule('plaid', 'plaid.com/docs/api/tokens', lit('access-production-'), run('base64url', 30)),
  rule(
    'mailgun',
    'documentation.mailgun.com/docs/mailgun/user-manual/api-key-mgmt',
    lit('key-'),
    exactly('hex', 32),
  ),
  rule(
    'airtable',
    'airtable.com/developers/web/guides/personal-access-tokens',
    lit('pat'),
    exactly('base62', 14),
    lit('.'),
    run('hex', 64),
  ),
  rule('telegram', 'core.telegram.org/bots/features#botfather', lit(':AA'), run('base64url', 32)),
]

/** Keyword of each rule for the automaton, folded to lower case. */
export function keywordOf(rule: SecretRule): string {
  const first = rule.shape[0]
  return first !== undefined && 'literal' in first ? first.literal.toLowerCase() : ''
}
