/** What agents ask to do, as JSON: customers, payments, staff, patients. */
import type { Chance } from './chance.ts'
import { envelope } from './envelope.ts'
import { card } from './numbers.ts'
import {
  aBirthday,
  aCard,
  aCity,
  aCvv,
  aLicence,
  aNational,
  anAccount,
  anIban,
  anIp,
  anItin,
  anMrn,
  anNpi,
  anSsn,
  aPassport,
  aPhone,
  aPostcode,
  aRouting,
  aStreet,
  aWallet,
  harmless,
  someone,
} from './parts.ts'
import { asJson, Counted, is, type Labelled, say } from './say.ts'

export function customer(c: Chance): Labelled {
  const who = someone(c, false)
  return c.one([
    () =>
      envelope(
        c,
        'crm.contact.update',
        {
          contactId: `C-${c.number(6)}`,
          changes: {
            firstName: who.given,
            lastName: who.family,
            email: who.email,
            mobile: aPhone(c),
            company: harmless.company(c),
            address: {
              street: aStreet(c),
              city: aCity(c),
              postalCode: aPostcode(c),
              country: 'GB',
            },
          },
          tags: ['vip', 'newsletter'],
        },
        say`${who.full} asked on the phone to have it changed.`,
      ),
    () =>
      envelope(c, 'mail.send', {
        to: [who.email],
        cc: [someone(c).email],
        subject: say`Your order ${harmless.order(c)}`,
        body: say`Dear ${who.given},\n\nyour parcel ${harmless.tracking(c)} is on its way to ${aStreet(c)}.\n\nBest,\nThe ${harmless.company(c)} team`,
      }),
    () =>
      envelope(c, 'crm.lead.create', {
        full_name: who.full,
        email_address: who.email,
        phone_number: aPhone(c),
        source: 'webinar',
        score: c.between(1, 100),
        utm: { campaign: 'spring-25', content: harmless.sku(c) },
      }),
  ])()
}

/** Somebody gets access, or is told of. */
export function account(c: Chance): Labelled {
  const who = someone(c, false)
  return c.one([
    () =>
      envelope(c, 'users.invite', {
        username: who.login,
        displayName: who.full,
        role: 'viewer',
        lastIp: anIp(c),
        createdAt: harmless.time(c),
      }),
    () =>
      envelope(c, 'webhook.relay', {
        event: 'customer.created',
        payload: asJson({
          name: who.full,
          mail: who.email,
          dob: aBirthday(c),
          orders: [harmless.order(c)],
        }),
      }),
  ])()
}

export function payment(c: Chance): Labelled {
  const who = someone(c)
  return c.one([
    () =>
      envelope(c, 'payments.transfer', {
        amount: { value: c.between(100, 90000), currency: 'EUR' },
        creditor: { name: who.full, iban: anIban(c) },
        reference: `INV ${harmless.order(c)}`,
        idempotencyKey: harmless.uuid(c),
      }),
    () =>
      envelope(c, 'payments.refund', {
        cardNumber: aCard(c),
        cvv: aCvv(c),
        expiry: '09/28',
        cardholder: who.full,
        amountCents: c.between(100, 99999),
        orderId: harmless.order(c),
      }),
    () =>
      envelope(c, 'payments.charge', {
        card: { number: new Counted('CARD', card(c)), exp_month: 4, exp_year: 2029 },
        metadata: { order: harmless.order(c), sku: harmless.sku(c) },
      }),
    () =>
      envelope(c, 'ach.debit', {
        accountNumber: anAccount(c),
        routingNumber: aRouting(c),
        accountHolder: who.full,
        secCode: 'PPD',
        traceNumber: c.number(15),
      }),
    () =>
      envelope(c, 'crypto.payout', {
        walletAddress: aWallet(c),
        network: 'mainnet',
        amount: '0.4821',
        txRef: harmless.uuid(c),
      }),
  ])()
}

export function staff(c: Chance): Labelled {
  const who = someone(c)
  const id = aNational(c)
  return c.one([
    () =>
      envelope(
        c,
        'hr.onboard',
        new Map<string, Labelled>([
          [
            'employee',
            {
              givenName: who.given,
              familyName: who.family,
              dateOfBirth: aBirthday(c),
              [id.key]: id.id,
            },
          ],
          ['bank', { iban: anIban(c) }],
          ['manager', someone(c).full],
          ['start', '2025-09-01'],
          ['costCentre', c.number(4)],
        ]),
      ),
    () =>
      envelope(c, 'hr.payroll.update', {
        employeeId: `E${c.number(5)}`,
        ssn: anSsn(c),
        salary: c.between(40000, 180000),
        effective: '2025-07-01',
      }),
    () =>
      envelope(c, 'tax.file', {
        taxpayer: { name: who.full, itin: anItin(c) },
        year: 2024,
        form: '1040-NR',
      }),
    () =>
      envelope(c, 'travel.book', {
        traveller: who.full,
        passportNumber: aPassport(c),
        birthDate: aBirthday(c),
        flight: 'LH 1138',
        from: 'FRA',
        to: 'BCN',
        locator: c.shaped('@@@@@@'),
      }),
    () =>
      envelope(c, 'fleet.assign', {
        driver: { name: who.full, driverLicense: aLicence(c), phone: aPhone(c) },
        vehicle: c.shaped('@@-###-@@'),
      }),
  ])()
}

export function patient(c: Chance): Labelled {
  const who = someone(c)
  const doctor = someone(c)
  return c.one([
    () =>
      envelope(c, 'ehr.note.append', {
        mrn: anMrn(c),
        patientName: who.full,
        dob: aBirthday(c),
        note: say`${who.full} seen today. BP 128/82, HR 71. Continue metformin 500 mg. Follow-up with Dr. ${doctor.family} in 6 weeks.`,
      }),
    () =>
      envelope(c, 'claims.submit', {
        provider: { npi: anNpi(c), name: doctor.full },
        patient: { name: who.full, birthDate: aBirthday(c) },
        codes: ['E11.9', 'I10'],
        total: 231.4,
      }),
    () =>
      envelope(c, 'ehr.message', {
        hl7: say`MSH|^~\\&|LAB|HOSP|EHR|HOSP|20250314101500||ORU^R01|${c.number(8)}|P|2.5\rPID|1||${anMrn(c)}^^^HOSP^MR||${who.family}^${who.given}||${is('DATE_OF_BIRTH', `19${c.digits(2)}0412`)}|F`,
      }),
  ])()
}
