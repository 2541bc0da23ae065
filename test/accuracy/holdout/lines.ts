/** Lines of logs and rows of tables. */
import type { Chance } from './chance.ts'
import {
  aBirthday,
  aCard,
  aMac,
  anIban,
  anIp,
  aPassword,
  aPhone,
  aPrivateIp,
  aToken,
  harmless,
  someone,
} from './parts.ts'
import { joined, type Said, say } from './say.ts'

const level = (c: Chance) => c.one(['INFO', 'WARN', 'ERROR', 'DEBUG'])
const logger = (c: Chance) =>
  c.one(['http.server', 'c.q.billing.Worker', 'auth', 'kafka.consumer', 'scheduler'])

/** More than half hold something. */
export function logLine(c: Chance): Said {
  return c.chance(0.6) ? fullLine(c) : idleLine(c)
}

function fullLine(c: Chance): Said {
  const who = someone(c)
  return c.one([
    () =>
      say`${harmless.time(c)} ${level(c)} ${logger(c)} - login failed for ${who.email} from ${anIp(c)} (attempt ${c.between(1, 9)})`,
    () =>
      say`${anIp(c)} - - [10/Jun/2025:13:55:36 +0000] "GET /api/v1/orders/${c.number(6)} HTTP/1.1" 200 ${c.number(4)} "-" "Mozilla/5.0 (X11; Linux x86_64; rv:128.0)"`,
    () =>
      say`{"ts":"${harmless.time(c)}","level":"warn","msg":"sms not delivered","to":"${aPhone(c)}","provider":"nexa","latencyMs":${c.number(3)}}`,
    () =>
      say`Jun 10 08:12:01 edge-7 dhcpd[${c.number(4)}]: DHCPACK on ${aPrivateIp(c)} to ${aMac(c)} via eth1`,
    () =>
      say`${harmless.time(c)} DEBUG upstream request headers={authorization=[Bearer ${aToken(c)}], accept=[*/*]} took ${c.number(2)} ms`,
    () =>
      say`level=error ts=${harmless.time(c)} caller=client.go:118 msg="dial failed" dsn="redis://default:${aPassword(c)}@cache:6379/0" err="i/o timeout"`,
    () =>
      say`${harmless.time(c)} [worker-3] statement sent to ${who.full} <${who.email}>, template=invoice-v4`,
    () =>
      say`${harmless.time(c)} ${level(c)} payment rejected: iban=${anIban(c)} reason=AC04 id=${harmless.uuid(c)}`,
  ])()
}

export function idleLine(c: Chance): Said {
  return c.one([
    () =>
      say`${harmless.time(c)} ${level(c)} ${logger(c)} - GET /api/v1/orders/${c.number(9)} 200 in ${c.number(2)}.${c.digits(3)} ms`,
    () =>
      say`{"ts":${c.number(13)},"level":"info","traceId":"${c.hex(32)}","spanId":"${c.hex(16)}","msg":"order ${harmless.order(c)} packed","sku":"${harmless.sku(c)}"}`,
    () =>
      say`${harmless.time(c)} ${level(c)} pulled image app@${harmless.digest(c)} in ${c.between(1, 60)}s`,
    () =>
      say`[Consumer clientId=c-${c.between(1, 9)}, groupId=billing] Resetting offset for partition orders-${c.between(0, 11)} to position FetchPosition{offset=${c.number(10)}, epoch=${c.number(2)}}`,
    () =>
      say`Jun 10 08:14:11 node-3 kernel: [${c.number(7)}.${c.digits(6)}] eth0: link up, 10000 Mbps, full duplex`,
    () =>
      say`${harmless.time(c)} INFO release ${harmless.version(c)} build ${c.number(8)} commit ${c.hex(8)} started on :${c.number(4)}`,
    () =>
      say`    at process (/srv/app/node_modules/express/lib/router/index.js:${c.between(10, 400)}:12)`,
    () =>
      say`gc 118 @${c.number(3)}.${c.digits(3)}s 0%: 0.018+1.3+0.076 ms clock, 4->4->3 MB, 5 MB goal, 8 P`,
    () =>
      say`${harmless.time(c)} WARN disk /dev/nvme0n1p${c.between(1, 4)} 91% used, ${c.number(12)} bytes free`,
    () =>
      say`metric=queue_depth value=${c.number(5)}.0 host=worker-${c.between(1, 40)} region=us-east-1 ts=17${c.digits(8)}`,
    () =>
      say`${harmless.time(c)} INFO session ${harmless.uuid(c)} expired after 1800 s; token refreshed, 0 errors`,
    () =>
      say`${harmless.time(c)} INFO shipped ${harmless.product(c)} to Lisbon, tracking=${harmless.tracking(c)}`,
  ])()
}

export function table(c: Chance): Said {
  const rows = Array.from({ length: c.between(2, 5) }, () => someone(c))
  return c.one([
    () =>
      joined(
        [
          say`id,name,email,phone,plan`,
          ...rows.map((who) => say`${c.number(4)},${who.full},${who.email},${aPhone(c)},pro`),
        ],
        '\n',
      ),
    () =>
      joined(
        [
          say`| Employee | Date of birth | Phone |`,
          '| --- | --- | --- |',
          ...rows.map((who) => say`| ${who.full} | ${aBirthday(c)} | ${aPhone(c)} |`),
        ],
        '\n',
      ),
    () =>
      joined(
        [
          say`last_name;first_name;card;amount`,
          ...rows.map((who) => say`${who.family};${who.given};${aCard(c)};${c.number(3)},00`),
        ],
        '\n',
      ),
    () =>
      joined(
        [
          'order_id\tcustomer\tiban',
          ...rows.map((who) => say`${c.number(8)}\t${who.full}\t${anIban(c)}`),
        ],
        '\n',
      ),
    () =>
      joined(
        [
          'sku,qty,unit_price,warehouse',
          ...rows.map(() => `${harmless.sku(c)},${c.number(2)},${c.number(2)}.90,LEJ-2`),
        ],
        '\n',
      ),
  ])()
}

export function form(c: Chance): Said {
  const who = someone(c)
  return say`Name: ${who.full}
Date of birth: ${aBirthday(c)}
E-mail: ${who.email}
Phone (home): ${aPhone(c)}
Reference: ${harmless.order(c)}
Comment: none`
}
