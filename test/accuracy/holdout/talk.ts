/** Tickets, chats, incident notes and reviews: short, careless, with what they should not hold. */
import type { Chance } from './chance.ts'
import {
  aCard,
  aLicence,
  aNational,
  anAccount,
  anIp,
  anMrn,
  anSsn,
  aPassport,
  aPassword,
  aPhone,
  aRouting,
  aToken,
  harmless,
  someone,
} from './parts.ts'
import { type Said, say } from './say.ts'

export function ticket(c: Chance): Said {
  const who = someone(c)
  const id = aNational(c)
  return c.one([
    () => say`[#${harmless.order(c)}] Cannot log in
Reporter: ${who.full} <${who.email}>
Since the update to ${harmless.version(c)} the app asks for a code that never arrives. Phone on file: ${aPhone(c)}.
Steps: open the app, tap Sign in, wait. Build ${c.number(5)}, trace ${harmless.uuid(c)}.`,
    () =>
      say`Customer ${who.full} wants to close the account ${anAccount(c)}, routing number ${aRouting(c)}. Verified by passport ${aPassport(c)}.`,
    () =>
      say`Escalation: refund of ${harmless.amount(c)} to card ${aCard(c)} failed twice. Agent on shift was ${who.full}. Tracking no. ${harmless.tracking(c)}, SKU ${harmless.sku(c)}.`,
    () =>
      say`KYC review: ${id.label}: ${id.id}, driver's licence ${aLicence(c)}. Applicant ${who.full}, reachable at ${aPhone(c)}.`,
    () =>
      say`Brute force from ${anIp(c)} against user ${who.email}; 312 attempts in 5 minutes, blocked by rule 1017 on gateway-03.`,
    () =>
      say`Patient called about lab results. MRN: ${anMrn(c)}. Please call back at ${aPhone(c)} and ask for ${who.full}.`,
    () =>
      say`Background check came back for ${who.full}, SSN ${anSsn(c)}. No findings. File ${harmless.uuid(c)}.`,
  ])()
}

export function chat(c: Chance): Said {
  const a = someone(c)
  const b = someone(c)
  return c.one([
    () => say`${a.given}: anyone got the staging login?
${b.given}: yes, user is deploy, pw: ${aPassword(c)}
${a.given}: ta. and the vpn one?
${b.given}: same as last week`,
    () =>
      say`hey can you ping ${a.full}? his cell is ${aPhone(c)}. he needs the ${harmless.product(c)} by friday`,
    () => say`@here rotated the key, new one is ${aToken(c)} pls update CI and delete this msg`,
    () => say`my password is ${aPassword(c)} but it says invalid?? email is ${a.email}`,
    () =>
      say`lgtm, merged ${harmless.commit(c)}. ${a.given} can you cut release ${harmless.version(c)}?`,
    () =>
      say`${a.full} wrote: "the invoice went to ${b.email}, not to us". Forwarding to ${b.full}.`,
  ])()
}

/** A speaker without a name and a text without anything: what is most of all that is said. */
export function idleTalk(c: Chance): Said {
  return c.one([
    () =>
      say`The deploy to production finished at ${harmless.time(c)}. Version ${harmless.version(c)} is on all 48 nodes, error rate 0.02 %.`,
    () =>
      say`Please move the meeting to Thursday 15:00, room 2.07. Agenda: roadmap, budget of ${harmless.amount(c)}, hiring in Berlin and Austin.`,
    () =>
      say`Order ${harmless.order(c)} shipped with tracking number ${harmless.tracking(c)}. It holds 3 x ${harmless.product(c)} (${harmless.sku(c)}).`,
    () =>
      say`Reverted ${harmless.commit(c)} because the cache key changed. See issue 48211 and the runbook, section 3.2.1.`,
    () =>
      say`Passwords must have at least 12 characters. The token endpoint returns a bearer token; store the secret in the vault, never in code.`,
    () =>
      say`${harmless.company(c)} signed a contract with ${harmless.company(c)} for 1,250,000 units at ${harmless.amount(c)} each, due 2026-03-31.`,
    () =>
      say`Die Lieferung nach Hamburg verzögert sich um 2 Tage. Auftrag ${harmless.order(c)}, Gewicht 1.250 kg, Maße 120 x 80 x 95 cm.`,
    () =>
      say`La réunion est reportée au 14/11/2025 à 9h30. Ordre du jour : budget, recrutement, questions diverses.`,
    () =>
      say`Paris and Florence are on the list for the offsite; Jordan is too far. Vote until May 12.`,
    () =>
      say`Latency p50 12.5 ms, p99 148.0 ms over 1718035200 to 1718038800; offset 4503599627370496, partition 11.`,
  ])()
}
