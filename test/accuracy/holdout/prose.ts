/** Letters and mails as people write them, in a dozen languages. */
import type { Chance } from './chance.ts'
import {
  aBirthday,
  aCard,
  aCity,
  aNational,
  anIban,
  anSsn,
  aPassword,
  aPhone,
  aPostcode,
  aStreet,
  harmless,
  someone,
} from './parts.ts'
import { otherLocales, person } from './people.ts'
import { is, type Said, say } from './say.ts'

export function englishMail(c: Chance): Said {
  const to = someone(c)
  const from = someone(c)
  return c.one([
    () => say`Hi ${to.given},

thanks for getting in touch about order ${harmless.order(c)}. We have your number as ${aPhone(c)} and will call before the courier leaves. If you'd rather be reached elsewhere, write to ${from.email}.

Kind regards,
${from.full}
Customer Care, ${harmless.company(c)}`,
    () => say`Dear Mr ${to.family},

Please find attached the contract for ${harmless.product(c)}. The deposit of ${harmless.amount(c)} goes to ${anIban(c)}. Our address has changed to ${aStreet(c)}, ${aCity(c)}.

Yours sincerely,
${from.full}`,
    () =>
      say`Hello team, ${to.full} (born ${aBirthday(c)}) has moved to ${aStreet(c)}, ${aPostcode(c)} ${aCity(c)}. Could somebody update the file? Her new mobile is ${aPhone(c)}. -- ${from.given}`,
    () =>
      say`Reminder: interview with ${to.full} tomorrow at 10:30 in room 4.12. CV is in the shared drive, contact ${to.email} or ${aPhone(c)} if anything comes up. ${from.full} will join from the ${harmless.company(c)} side.`,
    () =>
      say`I spoke with ${to.full} this morning. She says the card ${aCard(c)} was charged twice on invoice ${harmless.order(c)}, and that ${from.full} had promised a refund within 14 days.`,
    () =>
      say`The employee's social security number is ${anSsn(c)}. Payroll (${from.email}) needs it before the 25th, so please confirm with ${to.full} today.`,
  ])()
}

type Writer = (c: Chance) => Said
const german: Writer = (c) => {
  const to = someone(c)
  return c.one([
    () => say`Sehr geehrte Frau ${to.family},

wir haben Ihre Überweisung auf das Konto ${anIban(c)} erhalten. Rückfragen gern telefonisch unter ${aPhone(c)} oder per Mail an ${to.email}.

Mit freundlichen Grüßen
${someone(c).full}`,
    () =>
      say`Herr ${to.full}, geboren am ${aBirthday(c)}, wohnhaft ${aStreet(c)}, hat den Vertrag Nr. ${harmless.order(c)} gekündigt.`,
  ])()
}
const french: Writer = (c) => {
  const to = someone(c)
  return say`Bonjour Madame ${to.family}, votre colis ${harmless.tracking(c)} sera livré au ${aStreet(c)}. En cas d'absence, appelez le ${aPhone(c)} ou écrivez à ${to.email}. Cordialement, ${someone(c).full}`
}
const spanish: Writer = (c) => {
  const to = someone(c)
  const id = aNational(c)
  return say`Estimado Sr. ${to.family}: hemos recibido su solicitud. Su ${id.label} ${id.id} y su teléfono ${aPhone(c)} constan en el expediente. Un saludo, ${someone(c).full}`
}
const italian: Writer = (c) => {
  const to = someone(c)
  return say`Gentile ${to.full}, il bonifico di ${harmless.amount(c)} è stato inviato all'IBAN ${anIban(c)}. Per assistenza: ${to.email}, tel. ${aPhone(c)}.`
}
const portuguese: Writer = (c) => {
  const to = someone(c)
  return say`Olá ${to.given}, sua senha temporária é ${aPassword(c)} e deve ser trocada no primeiro acesso. Dúvidas: ${to.email}.`
}
const dutch: Writer = (c) => {
  const to = someone(c)
  return say`Beste ${to.given}, je afspraak met ${someone(c).full} staat op dinsdag. Bel ${aPhone(c)} als je niet kunt komen. Adres: ${aStreet(c)}, ${aCity(c)}.`
}
const polish: Writer = (c) => {
  const to = someone(c)
  return say`Dzień dobry, nazywam się ${to.full}, mój numer telefonu to ${aPhone(c)}, a adres e-mail ${to.email}. Proszę o kontakt w sprawie zamówienia ${harmless.order(c)}.`
}
const turkish: Writer = (c) => {
  const to = someone(c)
  return say`Sayın ${to.full}, ${harmless.amount(c)} tutarındaki ödemeniz ${anIban(c)} hesabına geçti. Telefon: ${aPhone(c)}`
}
const other = (c: Chance, code: string) =>
  is(
    'PERSON',
    person(
      c,
      otherLocales.filter((locale) => locale.code === code),
    ).full,
  )
const russian: Writer = (c) =>
  say`Здравствуйте, меня зовут ${other(c, 'ru')}. Мой телефон ${aPhone(c)}, почта ${someone(c).email}. Заказ ${harmless.order(c)} ещё не пришёл.`
const japanese: Writer = (c) =>
  say`${other(c, 'ja')}様、ご注文${harmless.order(c)}の件でご連絡いたします。お電話は${aPhone(c)}、メールは${someone(c).email}までお願いします。`
const chinese: Writer = (c) =>
  say`您好，我是${other(c, 'zh')}，手机号 ${aPhone(c)}，邮箱 ${someone(c).email}，请尽快处理订单 ${harmless.order(c)}。`
const korean: Writer = (c) =>
  say`안녕하세요, ${other(c, 'ko')}님. 연락처 ${aPhone(c)} 로 안내드리겠습니다. 이메일: ${someone(c).email}`
const arabic: Writer = (c) =>
  say`السلام عليكم، الاسم: ${other(c, 'ar')}، رقم الهاتف ${aPhone(c)}، البريد ${someone(c).email}`
const greek: Writer = (c) =>
  say`Καλησπέρα, ονομάζομαι ${other(c, 'el')} και το τηλέφωνό μου είναι ${aPhone(c)}.`
const hindi: Writer = (c) => say`नमस्ते, मेरा नाम ${other(c, 'hi')} है और मेरा फ़ोन नंबर ${aPhone(c)} है।`
const ukrainian: Writer = (c) =>
  say`Доброго дня! Мене звати ${other(c, 'uk')}, телефон ${aPhone(c)}, лист чекаю на ${someone(c).email}.`
const writers: readonly Writer[] = [
  german,
  french,
  spanish,
  italian,
  portuguese,
  dutch,
  polish,
  turkish,
  russian,
  japanese,
  chinese,
  korean,
  arabic,
  greek,
  hindi,
  ukrainian,
]

export const worldMail: Writer = (c) => c.one(writers)(c)
