/** SQL, shell, HTTP and addresses with something in them. */
import type { Chance } from './chance.ts'
import { host } from './contact.ts'
import {
  aBirthday,
  aJwt,
  anIp,
  anOpaque,
  anSsn,
  aPassword,
  aPhone,
  aToken,
  harmless,
  someone,
} from './parts.ts'
import { hidden, is, type Labelled, type Said, say, written } from './say.ts'

export function sql(c: Chance): Labelled {
  const who = someone(c)
  const quoted = (said: Said) => written(said, (text) => text.replaceAll("'", "''"))
  const statement = c.one([
    () =>
      say`INSERT INTO customers (id, full_name, email, phone, created) VALUES (${c.number(5)}, '${quoted(who.full)}', '${who.email}', '${aPhone(c)}', '${harmless.time(c)}');`,
    () =>
      say`UPDATE employees SET ssn = '${anSsn(c)}', date_of_birth = '${aBirthday(c)}' WHERE employee_id = ${c.number(5)}`,
    () =>
      say`SELECT o.id, o.total FROM orders o JOIN users u ON u.id = o.user_id WHERE u.email = '${who.email}' AND o.created_at > '2025-01-01' LIMIT 50`,
    () => say`CREATE USER app_reader IDENTIFIED BY '${aPassword(c)}';`,
    () => say`ALTER ROLE reporting WITH LOGIN PASSWORD '${aPassword(c)}' VALID UNTIL '2026-01-01';`,
    () =>
      say`DELETE FROM sessions WHERE ip = '${anIp(c)}' AND last_seen < now() - interval '30 days'`,
  ])()
  return c.chance(0.5) ? statement : { tool: 'sql.execute', database: 'main', statement }
}

const basic = (c: Chance) =>
  hidden(say`${is('PASSWORD', `svc-${c.lower(4)}:${c.base62(14)}`)}`, (text) =>
    Buffer.from(text).toString('base64'),
  )

export function shell(c: Chance): Labelled {
  const command = c.one([
    () =>
      say`curl -sS -H 'Authorization: Bearer ${aToken(c)}' -H 'Accept: application/json' https://api.${host(c)}/v2/invoices?limit=20`,
    () => say`curl -u deploy:${aPassword(c)} -T build.tgz https://artifacts.${host(c)}/releases/`,
    () =>
      say`export DATABASE_URL=postgres://app:${aPassword(c)}@db.${host(c)}:5432/main && npm run migrate`,
    () => say`mysqldump --user=backup --password=${aPassword(c)} shop | gzip > shop.sql.gz`,
    () =>
      say`PGPASSWORD='${aPassword(c)}' psql -h db-1.internal -U report -c 'select count(*) from orders'`,
    () => say`docker login registry.${host(c)} --username ci --password ${aToken(c)}`,
    () =>
      say`kubectl create secret generic mail --from-literal=SMTP_PASSWORD=${aPassword(c)} --namespace prod`,
    () => say`git clone https://oauth2:${aToken(c)}@git.${host(c)}/platform/gateway.git`,
    () =>
      say`aws configure set aws_secret_access_key ${is('SECRET', c.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/+', 40))}`,
    () => say`vault kv put secret/ci token=${anOpaque(c)}`,
  ])()
  return c.chance(0.5)
    ? command
    : { type: 'shell.run', params: { cmd: command, cwd: '/srv/app', timeoutSeconds: 120 } }
}

export function http(c: Chance): Labelled {
  const who = someone(c)
  const query = (said: Said) => written(said, encodeURIComponent)
  const requests: readonly (() => Labelled)[] = [
    () => ({
      method: 'POST',
      url: say`https://api.${host(c)}/v1/users`,
      headers: {
        authorization: say`Bearer ${aJwt(c)}`,
        'content-type': 'application/json',
        'x-request-id': harmless.uuid(c),
      },
      body: { name: who.full, email: who.email },
    }),
    () => ({
      method: 'GET',
      headers: { Authorization: say`Basic ${basic(c)}`, 'If-None-Match': `"${c.hex(32)}"` },
      url: say`https://files.${host(c)}/report-${c.number(4)}.pdf`,
    }),
    () => ({
      request: {
        url: say`https://shop.${host(c)}/checkout?email=${query(who.email)}&phone=${query(aPhone(c))}&utm_source=mail&order=${harmless.order(c)}`,
      },
      status: 302,
    }),
    () => ({
      headers: [
        { name: 'Cookie', value: say`theme=dark; session=${anOpaque(c)}; lang=en` },
        { name: 'X-Api-Key', value: anOpaque(c) },
        { name: 'Accept-Language', value: 'de-DE,de;q=0.9' },
      ],
    }),
    () =>
      say`GET /v1/search?q=lamps&access_token=${anOpaque(c)} HTTP/1.1\r\nHost: api.${host(c)}\r\nX-Forwarded-For: ${anIp(c)}\r\nUser-Agent: curl/8.5.0`,
  ]
  return c.one(requests)()
}
