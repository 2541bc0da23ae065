/** Secrets of source hosting, builds, package registries, quality and release tools. The notation is explained in ../rules.ts. */
export const sourceHosting = `
github unread:docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-authentication-to-github
    check crc62
    mark ghp_<base62:36+> gho_<base62:36+> ghu_<base62:36+> ghs_<dotted:36+> ghr_<base62:36+> github_pat_<base64url:60+>
    near github: v1.<hex:40>
gitlab unread:docs.gitlab.com/security/tokens
    mark glpat-<dotted:20+> gldt-<dotted:20+> glrt-<dotted:20+> glrtr-<dotted:20+> glcbt-<dotted:20+> glptt-<dotted:20+>
    mark glft-<dotted:20+> glsoat-<dotted:20+> gloas-<dotted:20+> glagent-<dotted:20+> glimt-<dotted:20+> glffct-<dotted:20+>
    mark glwt-<dotted:20+> GR1348941<base64url:20+> _gitlab_session=<hex:32>
bitbucket shown:support.atlassian.com/bitbucket-cloud/docs/using-app-passwords
    mark ATBB<base64url:24+> BBDC-<base64:44>
    near bitbucket: <base62:32> <wide:64>
atlassian unread:support.atlassian.com/atlassian-account/docs/manage-api-tokens-for-your-atlassian-account
    mark ATATT3<wide:100+> ATCTT3<wide:100+> ATSTT3<wide:100+>
    near atlassian confluence jira: <base62:24>
gitea unread:docs.gitea.com/development/api-usage
    near gitea gogs forgejo codeberg: <hexAny:40>
circleci unread:circleci.com/docs/managing-api-tokens
    mark CCIPAT_<base62:22>_<hexAny:40> CCIPRJ_<base62:22>_<hexAny:40>
    near circleci circle_token circle-token: <hexAny:40>
travis unread:docs.travis-ci.com/user/triggering-builds
    near travis: <base64url:22>
drone unread:docs.drone.io/cli/setup
    near drone: <base62:32>
buildkite unread:buildkite.com/docs/apis/managing-api-tokens
    mark bkua_<hexAny:40> bkpt_<hexAny:40> bkaj_<wide:40+> bkct_<base62:40+>
    near buildkite: <hexAny:40>
jenkins unread:www.jenkins.io/doc/book/using/using-credentials
    near jenkins: 11<hexAny:32> <hexAny:32>
teamcity unread:www.jetbrains.com/help/teamcity/configuring-your-user-profile.html
    mark eyJ0eXAiOiAiVENWMiJ9.<dotted:40+> perm-<base64:8+>.<base64:4+>.<base64:20+> perm:<base64:8+>.<base64:4+>.<base64:20+>
codecov unread:docs.codecov.com/docs/codecov-tokens
    near codecov: <base36:32> <uuid>
coveralls unread:docs.coveralls.io/api-introduction
    near coveralls: <base62:32-37>
codeclimate unread:docs.codeclimate.com/docs/finding-your-test-coverage-token
    near codeclimate cc_test: <hex:64> <hex:40>
codacy unread:docs.codacy.com/codacy-api/api-tokens
    near codacy: <base62:20> <hex:32>
sonar unread:docs.sonarsource.com/sonarqube-server/latest/user-guide/managing-tokens
    mark squ_<hexAny:40> sqp_<hexAny:40> sqa_<hexAny:40>
    near sonar: <base64url:40>
snyk unread:docs.snyk.io/snyk-api/authentication-for-api
    mark snyk_uat.<hexAny:8>.<dotted:40+> snyk_sat.<hexAny:8>.<dotted:40+>
    near snyk: <uuid>
sourcegraph unread:sourcegraph.com/docs/cli/how-tos/creating_an_access_token
    mark sgp_<hexAny:16>_<hexAny:40> sgp_local_<hexAny:40> sgp_<hexAny:40> slk_<hexAny:64>
    near sourcegraph: <hexAny:40>
jfrog shown:jfrog.com/help/r/jfrog-platform-administration-documentation/access-tokens
    mark AKCp<base62:60+> cmVmdGtuOjAx<base62:52>
    near jfrog artifactory bintray xray: <base62:73> <base62:64>
harness unread:developer.harness.io/docs/platform/automation/api/add-and-manage-api-keys
    mark pat.<base64url:22>.<base62:24>.<base62:20+> sat.<base64url:22>.<base62:24>.<base62:20+>
octopus unread:octopus.com/docs/octopus-rest-api/how-to-create-an-api-key
    mark API-<upper36:26>
npm unread:docs.npmjs.com/about-access-tokens
    check crc62
    mark npm_<base62:36+>
    near npmrc _authtoken: <uuid>
pypi unread:pypi.org/help/#apitoken
    mark pypi-AgEIcHlwaS5vcmc<base64url:40+> pypi-AgENdGVzdC5weXBpLm9yZw<base64url:40+> pypi-<base64url:100+>
rubygems github.com/rubygems/rubygems.org
    mark rubygems_<hexAny:48>
nuget unread:learn.microsoft.com/en-us/nuget/nuget-org/scoped-api-keys
    mark oy2<base36:43>
clojars github.com/clojars/clojars-web
    mark CLOJARS_<hex:60>
crates github.com/rust-lang/crates.io/blob/main/src/util/token.rs
    mark cio<base62:32> cio_tp_<base62:32>
hex unread:hex.pm/docs/publish
    near hex_api hexpm: <hex:32> <hex:64>
docker github.com/moby/swarmkit/blob/master/ca/config.go
    mark SWMTKN-1-<base36:50>-<base36:25> SWMTKN-2-<digits:1>-<base36:50>-<base36:25> SWMKEY-1-<base64:40+> dckr_pat_<base64url:24+> dckr_oat_<base64url:24+>
packagist unread:packagist.com/docs/private/authentication
    mark packagist_ort_<hex:60+> packagist_oat_<hex:60+> packagist_uut_<hex:60+> packagist_out_<hex:60+>
cloudsmith unread:docs.cloudsmith.com/accounts-and-teams/api-key
    near cloudsmith: <hex:40>
sidekiq unread:github.com/sidekiq/sidekiq/wiki/Commercial-FAQ
    entropy 2
    near contribsys enterprise_contribsys gems.contribsys: <hexAny:8>:<hexAny:8>
launchdarkly unread:launchdarkly.com/docs/home/account/api
    mark sdk-<uuid> api-<uuid> mob-<uuid>
    near launchdarkly: <base64url:40>
split unread:help.split.io/hc/en-us/articles/360019916211-API-keys
    near split_io splitio: <base62:36-56>
bitrise unread:devcenter.bitrise.io/en/accounts/personal-access-tokens.html
    near bitrise: <base64url:86>
browserstack unread:www.browserstack.com/docs/automate/api-reference
    near browserstack browser_stack: <base62:20>
saucelabs unread:docs.saucelabs.com/basics/acct-team-mgmt/managing-user-info
    near saucelabs sauce: <uuid>
cypress unread:docs.cypress.io/cloud/account-management/projects
    near cypress: <uuid>
postman unread:learning.postman.com/docs/developer/postman-api/authentication
    mark PMAK-<hexAny:24>-<hexAny:34> PMAT-<upper36:26>
readme unread:docs.readme.com/main/reference/intro/authentication
    mark rdme_<base36:60+>
infracost unread:www.infracost.io/docs/cloud_pricing_api/overview
    mark ico-<base62:32>
spacelift unread:docs.spacelift.io/integrations/api
    near spacelift: <hex:64>
expo unread:docs.expo.dev/accounts/programmatic-access
    near expo_token expo_access: <base64url:40>
semgrep unread:semgrep.dev/docs/semgrep-appsec-platform/api
    near semgrep: <hexAny:64>
gitguardian unread:docs.gitguardian.com/api-docs/authentication
    near gitguardian: <hexAny:71> <base62:72>
lokalise unread:docs.lokalise.com/en/articles/1929556-api-tokens
    near lokalise: <hex:40>
crowdin unread:support.crowdin.com/enterprise/personal-access-tokens
    near crowdin: <hex:80>
transifex unread:developers.transifex.com/reference/api-authentication
    near transifex: 1/<hex:40>
linear unread:linear.app/docs/api-and-webhooks
    mark lin_api_<base62:32+> lin_oauth_<base62:32+> lin_wh_<base62:32+>
    near linear: <hexAny:32>
replicated unread:docs.replicated.com/vendor/replicated-api-tokens
    near replicated: <hex:64>
`
