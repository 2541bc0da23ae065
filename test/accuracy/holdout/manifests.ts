/** Files that agents write and apply: settings, manifests, keys. With secrets, and with what only looks so. */
import type { Chance } from './chance.ts'
import { host } from './contact.ts'
import { anOpaque, aPassword, aPrivateKey, aToken, harmless, someone } from './parts.ts'
import { hidden, type Labelled, maybe, type Said, say } from './say.ts'
import { certificate } from './secrets.ts'

const base64 = (said: Said) => hidden(said, (text) => Buffer.from(text).toString('base64'))

export function manifest(c: Chance): Labelled {
  return c.one([
    () => ({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'payments', namespace: 'prod', uid: harmless.uuid(c) },
      type: 'Opaque',
      data: { DB_PASSWORD: base64(aPassword(c)), API_TOKEN: base64(aToken(c)) },
    }),
    () =>
      say`apiVersion: v1\nkind: Secret\nmetadata:\n  name: mailer\nstringData:\n  smtp-password: ${aPassword(c)}\n  sendgrid-key: ${aToken(c)}\n`,
    () =>
      say`# .env\nNODE_ENV=production\nPORT=8080\nDB_HOST=db.${host(c)}\nDB_PASSWORD=${aPassword(c)}\nSTRIPE_KEY=${aToken(c)}\nLOG_LEVEL=info\n`,
    () =>
      say`services:\n  db:\n    image: postgres:16.3\n    environment:\n      POSTGRES_USER: shop\n      POSTGRES_PASSWORD: "${aPassword(c)}"\n    ports: ["5432:5432"]\n`,
    () =>
      say`[default]\nregion = eu-west-1\n\n[smtp]\nhost = mail.${host(c)}\nport = 587\nuser = noreply\npassword = ${aPassword(c)}\n`,
    () =>
      say`spring.datasource.url=jdbc:postgresql://db:5432/shop\nspring.datasource.username=${maybe('USERNAME', 'shop')}\nspring.datasource.password=${aPassword(c)}\nserver.port=8443\n`,
    () => say`provider "cloud" {\n  token  = "${aToken(c)}"\n  region = "fra1"\n}\n`,
    () => ({ file: '/etc/ssl/private/site.pem', mode: '0600', content: aPrivateKey(c) }),
    () => say`//registry.npmjs.org/:_authToken=${aToken(c)}\nalways-auth=true\n`,
    () =>
      say`<settings><server><id>nexus</id><username>${maybe('USERNAME', 'ci')}</username><password>${aPassword(c)}</password></server></settings>`,
    () => ({
      connectionStrings: {
        main: say`Server=sql.${host(c)};Database=shop;User Id=shop;Password=${aPassword(c)};Encrypt=true`,
      },
    }),
    () => say`machine git.${host(c)}\nlogin ci-bot\npassword ${aToken(c)}\n`,
    () => ({
      client_id: c.number(12),
      client_secret: anOpaque(c),
      redirect_uri: `https://app.${host(c)}/cb`,
      scope: 'read write',
    }),
  ])()
}

/** Settings without a secret: references, public halves, digests, templates. */
export function idleManifest(c: Chance): Labelled {
  return c.one([
    () =>
      say`env:\n  - name: DB_PASSWORD\n    valueFrom:\n      secretKeyRef:\n        name: payments\n        key: password\n  - name: TIMEOUT_MS\n    value: "30000"\n`,
    () =>
      say`DB_PASSWORD=\${DB_PASSWORD}\nAPI_TOKEN=<your-token-here>\nSECRET_KEY=changeme\nPORT=3000\n`,
    () => ({
      kind: 'ConfigMap',
      metadata: { name: 'gateway', resourceVersion: c.number(8) },
      data: { 'log.level': 'warn', 'cache.ttl': '300', 'feature.tokenRefresh': 'true' },
    }),
    () => ({ file: 'tls.crt', content: certificate(c) }),
    () =>
      say`"integrity": "sha512-${c.base62(86)}==",\n"resolved": "https://registry.npmjs.org/left-pad/-/left-pad-1.3.0.tgz"`,
    () =>
      say`const password = getPassword(user)\nif (!token) throw new Error('token missing')\nconst secret = process.env.SESSION_SECRET\n`,
    () =>
      say`FROM node:24-slim@${harmless.digest(c)}\nWORKDIR /app\nCOPY package-lock.json .\nRUN npm ci --ignore-scripts\n`,
    () =>
      say`-----BEGIN PUBLIC KEY-----\n${c.base62(64)}\n${c.base62(56)}\n-----END PUBLIC KEY-----`,
    () =>
      say`diff --git a/src/a.ts b/src/a.ts\nindex ${c.hex(7)}..${c.hex(7)} 100644\n@@ -12,7 +12,9 @@ export function total(items) {\n-  return sum(items)\n+  return sum(items, 2)\n`,
  ])()
}

/** A person in a file: contact cards, invitations, authors, certificates of code. */
export function card(c: Chance): Said {
  const who = someone(c)
  return c.one([
    () =>
      say`BEGIN:VEVENT\nUID:${harmless.uuid(c)}\nDTSTART:20250611T090000Z\nSUMMARY:Quarterly review\nORGANIZER;CN=${who.full}:mailto:${who.email}\nEND:VEVENT`,
    () =>
      say`commit ${harmless.commit(c)}\nAuthor: ${who.full} <${who.email}>\nDate:   Tue Jun 10 11:02:41 2025 +0200\n\n    gateway: retry once on a reset connection\n`,
    () =>
      say`From: "${who.full}" <${who.email}>\nTo: ${someone(c).email}\nSubject: Re: offer ${harmless.order(c)}\nMessage-ID: <${maybe('EMAIL', `${c.hex(16)}@mail`)}>\n\nAccepted, thank you.`,
    () =>
      say`{"name": "gateway", "version": "2.4.1", "author": "${who.full} <${who.email}>", "license": "MIT"}`,
  ])()
}
