/** How people and machines are reached: mail, telephone, places, addresses of networks, days of birth. */
import type { Chance } from './chance.ts'
import type { Person } from './people.ts'

/** Words of our own under reserved and ordinary endings. */
const hostWords = [
  'quillmark',
  'brightfen',
  'tolmar',
  'ostrava-labs',
  'kestrelpay',
  'nimbury',
  'orbatix',
  'lumenford',
  'veldhaus',
  'santerra',
  'pikkufirma',
  'marisol-viajes',
]
const endings = [
  'com',
  'co.uk',
  'de',
  'io',
  'org',
  'fr',
  'com.br',
  'example',
  'net',
  'app',
  'internal',
  'corp',
  'local',
  'co.jp',
]

export const host = (chance: Chance) => `${chance.one(hostWords)}.${chance.one(endings)}`

export function email(chance: Chance, { login }: Person): string {
  const tag = chance.chance(0.1) ? `+${chance.lower(5)}` : ''
  const under = chance.chance(0.1) ? `${chance.one(['mail', 'eu', 'hq'])}.` : ''
  return `${login}${tag}@${under}${host(chance)}`
}

/** Numbering plans, in the spellings that people use; 555-01xx and other fictitious blocks are not needed, nobody is called. */
const phones = [
  '+1 (2##) 4##-####',
  '(3##) 7##-####',
  '+1-41#-6##-####',
  '50#.8##.####',
  '1-80#-3##-####',
  '20#-9##-####',
  '+1646#######',
  '+44 7### ######',
  '07### ### ###',
  '020 7### ####',
  '+44 (0)161 4## ####',
  '0121 6## ####',
  '+49 151 ########',
  '030 / ########',
  '+49 (0) 89 ######-##',
  '0171 #######',
  '+33 6 ## ## ## ##',
  '01 4# ## ## ##',
  '06.##.##.##.##',
  '+34 6## ### ###',
  '91# ## ## ##',
  '+39 3## ### ####',
  '06 #### ####',
  '+31 6 ########',
  '020-#######',
  '+48 5## ### ###',
  '22 ### ## ##',
  '+46 70-### ## ##',
  '08-### ### ##',
  '+358 40 #######',
  '+45 ## ## ## ##',
  '+420 7## ### ###',
  '+90 53# ### ## ##',
  '0(212) ### ## ##',
  '+91 9#### #####',
  '098#######',
  '+81 90-####-####',
  '03-####-####',
  '+82 10-####-####',
  '010-####-####',
  '+86 13# #### ####',
  '13#########',
  '+55 (11) 9####-####',
  '(21) 9####-####',
  '+52 55 #### ####',
  '+54 9 11 ####-####',
  '+61 4## ### ###',
  '(02) 9### ####',
  '+234 80# ### ####',
  '+971 50 ### ####',
  '+972 54-###-####',
  '+7 916 ###-##-##',
  '8 (495) ###-##-##',
  '+30 69# ### ####',
  '0041 79 ### ## ##',
  '+353 87 ### ####',
]
/** The plain digits of a national number say little alone. */
export const phone = (chance: Chance) => chance.shaped(chance.one(phones))

const streets = [
  '### Maple Hollow Rd',
  '#### W Juniper Ave',
  '## Kestrel Lane',
  '### Old Quarry Road',
  'Flat #, ## Bramble Street',
  '#### Sycamore Blvd, Apt ##',
  '## Harcourt Terrace',
  'Lindenallee ##',
  'Am Mühlbach #',
  'Goethestraße ##a',
  '## rue des Tanneurs',
  '#, avenue du Général Moulin',
  'Calle de la Encina ##',
  'Avenida Los Robles ##',
  'Via Garofalo ##',
  'Piazza San Rocco #',
  'Rua das Acácias, ###',
  'Av. Brigadeiro Melo, ####',
  'Keizersdreef ##',
  'ul. Brzozowa ##/#',
  'Björkgatan ##',
  'Koivukatu ##',
  'Nørrevang ##',
  'Lipová ulice ##',
  'Gül Sokak No: ##',
  'Strada Teiului ##',
]
const postcodes = [
  '#####',
  '#####-####',
  'SW# #AB',
  'M## #LT',
  'EH# #QR',
  '#### XK',
  '##-###',
  '### ##',
  '#####-###',
]

export const street = (chance: Chance) =>
  chance.shaped(chance.one(streets)).replace(/(^|\s)0+(?=\d)/g, '$1')
export const postcode = (chance: Chance) => chance.shaped(chance.one(postcodes)).replace(/^0/, '7')
export const city = (chance: Chance) =>
  chance.one([
    'Leeds',
    'Tucson',
    'Freiburg',
    'Lyon',
    'Zaragoza',
    'Turin',
    'Curitiba',
    'Utrecht',
    'Gdańsk',
    'Uppsala',
    'Tampere',
    'Aarhus',
    'Brno',
    'Izmir',
    'Boise',
  ])

const publicOctets = [23, 45, 62, 81, 88, 93, 109, 141, 176, 188, 201, 217]
export const ipv4 = (chance: Chance) =>
  [chance.one(publicOctets), chance.int(256), chance.int(256), chance.between(1, 254)].join('.')
export const ipv6 = (chance: Chance) =>
  chance.one([
    `2a01:${chance.hex(3)}:${chance.hex(4)}:${chance.hex(2)}::${chance.hex(3)}`,
    `2600:1f${chance.hex(2)}:${chance.hex(4)}:${chance.hex(4)}:${chance.hex(4)}:${chance.hex(4)}:${chance.hex(4)}:${chance.hex(4)}`,
  ])
export const privateIp = (chance: Chance) =>
  `10.${chance.int(256)}.${chance.int(256)}.${chance.between(1, 254)}`
export const mac = (chance: Chance) =>
  Array.from({ length: 6 }, (_, i) =>
    i === 0 ? chance.one(['00', '3c', 'a4', 'f0']) : chance.hex(2),
  ).join(chance.one([':', ':', '-']))

const months = ['January', 'March', 'May', 'June', 'August', 'October', 'November', 'December']
export function birthday(chance: Chance): string {
  const year = chance.between(1941, 2006)
  const month = String(chance.between(1, 12)).padStart(2, '0')
  const day = String(chance.between(1, 28)).padStart(2, '0')
  return chance.one([
    `${year}-${month}-${day}`,
    `${year}-${month}-${day}`,
    `${month}/${day}/${year}`,
    `${day}.${month}.${year}`,
    `${day}/${month}/${year}`,
    `${Number(day)} ${chance.one(months)} ${year}`,
    `${chance.one(months)} ${Number(day)}, ${year}`,
  ])
}
