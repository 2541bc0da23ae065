/** People of many languages: popular names as statistical offices publish them, written as their owners write them. */
import type { Chance } from './chance.ts'

interface Locale {
  readonly code: string
  readonly given: readonly string[]
  readonly family: readonly string[]
  /** The family name comes first, with this between. */
  readonly familyFirst?: string
}

const list = (text: string) => text.split(' ')
const locale = (code: string, given: string, family: string, familyFirst?: string): Locale => ({
  code,
  given: list(given),
  family: list(family),
  ...(familyFirst === undefined ? {} : { familyFirst }),
})

export const latinLocales: readonly Locale[] = [
  locale(
    'en-US',
    'Brandon Caitlin Derrick Heather Marcus Tiffany Wesley Rhonda Trevor Lindsey',
    'Whitaker Delgado Foster Barnett Holloway Pruitt Vaughn Mccarthy Hensley Boyd',
  ),
  locale(
    'en-GB',
    'Alistair Gemma Rupert Imogen Callum Bethany Nigel Philippa Rhys Siobhan',
    'Atkinson Pemberton Ashworth Goddard Hargreaves Llewellyn Mackenzie Thornton Bancroft Fairclough',
  ),
  locale(
    'en-IN',
    'Ananya Rohit Deepika Sanjay Lakshmi Vikram Pooja Arjun Kavita Suresh',
    'Iyer Banerjee Deshmukh Chatterjee Reddy Kulkarni Malhotra Nair Bhattacharya Agarwal',
  ),
  locale(
    'en-NG',
    'Chinedu Oluwaseun Ngozi Adaeze Babatunde Folake Emeka Yetunde',
    'Okonkwo Adeyemi Balogun Eze Afolabi Nwosu Ogunleye Obi',
  ),
  locale(
    'de',
    'Jürgen Katharina Matthias Sabine Lukas Annegret Torsten Friederike Jonas Ursula',
    'Schäfer Hoffmann Krüger Zimmermann Böhm Lehmann Vogel Brandt Kowalke Obermeier',
  ),
  locale(
    'fr',
    'Thibault Aurélie Gaëtan Mathilde Benoît Océane Jérôme Solène Cédric Élodie',
    'Lefebvre Moreau Fontaine Chevalier Rousseau Gauthier Perrin Boulanger Marchand Delacroix',
  ),
  locale(
    'es',
    'Iñaki Lucía Álvaro Rocío Gonzalo Nuria Joaquín Marisol Rubén Pilar',
    'Fernández Ortega Castillo Ibáñez Domínguez Navarro Cabrera Peñalver Quintana Rubio',
  ),
  locale(
    'it',
    'Giancarlo Federica Lorenzo Chiara Davide Beatrice Salvatore Ilaria Matteo Ginevra',
    'Esposito Colombo Ricciardi Marchetti Galli Conti Barbieri Fontana Santoro Caruso',
  ),
  locale(
    'pt-BR',
    'Thiago Larissa Vinícius Fernanda Gustavo Juliana Caio Renata Leandro Tatiane',
    'Oliveira Carvalho Nogueira Barbosa Teixeira Moura Figueiredo Azevedo Pacheco Freitas',
  ),
  locale(
    'nl',
    'Sjoerd Marloes Pieter Femke Joost Anouk Wouter Liesbeth Bram Hanneke',
    'Bakker Visser Dijkstra Hoekstra Mulder Kuiper Postma Verhoeven Jansen Willems',
  ),
  locale(
    'pl',
    'Zbigniew Małgorzata Krzysztof Agnieszka Wojciech Katarzyna Łukasz Bożena',
    'Wójcik Kamińska Zieliński Szymańska Dąbrowski Kozłowska Jankowski Wiśniewska',
  ),
  locale(
    'sv',
    'Björn Ingrid Gunnar Åsa Torbjörn Elin Håkan Linnéa',
    'Lindqvist Söderberg Åkesson Bergström Nyström Holmgren Sjöberg Ekström',
  ),
  locale(
    'fi',
    'Jukka Päivi Antero Riikka Timo Hannele Veikko Sanna',
    'Korhonen Mäkinen Virtanen Nieminen Hämäläinen Laine Heikkinen Salonen',
  ),
  locale(
    'da',
    'Søren Kirsten Mads Birgitte Rasmus Mette Jeppe Lærke',
    'Rasmussen Østergaard Mortensen Lauridsen Kjær Thomsen Bjerregaard Holst',
  ),
  locale(
    'cs',
    'Zdeněk Ludmila Vojtěch Jiřina Radek Šárka Bohumil Kateřina',
    'Novotná Dvořák Procházka Černý Kučerová Svoboda Pospíšil Hájek',
  ),
  locale(
    'tr',
    'Emre Ayşegül Burak Zeynep Hakan Elif Kerem Özlem',
    'Yıldırım Demirtaş Kılıç Aydın Çetinkaya Şahin Korkmaz Polat',
  ),
  locale(
    'ro',
    'Andrei Ioana Ștefan Mihaela Bogdan Cristina Răzvan Simona',
    'Popescu Dumitrescu Stănescu Gheorghiu Munteanu Ciobanu Diaconu Lungu',
  ),
  locale(
    'hu',
    'Gábor Zsófia László Ágnes Péter Katalin Zoltán Eszter',
    'Horváth Szabó Kovács Németh Farkas Balogh Takács Juhász',
    ' ',
  ),
  locale(
    'id',
    'Bambang Siti Agus Dewi Hendra Ratna Joko Wulandari',
    'Santoso Wijaya Hidayat Kusuma Nugroho Setiawan Pratama Suryadi',
  ),
  locale(
    'vi',
    'Minh Hương Tuấn Linh Quang Thảo Dũng Phương',
    'Nguyễn Trần Phạm Hoàng Đặng Bùi Đỗ Huỳnh',
    ' ',
  ),
  locale(
    'ar-Latn',
    'Khalid Fatima Youssef Layla Tariq Noura Hamza Salma',
    'Al-Farsi Haddad Mansour El-Sayed Qureshi Nasser Khoury Bakr',
  ),
]
export const otherLocales: readonly Locale[] = [
  locale(
    'ru',
    'Дмитрий Екатерина Алексей Ольга Сергей Наталья Игорь Светлана',
    'Кузнецов Соколова Морозов Лебедева Козлов Новикова Павлов Орлова',
  ),
  locale(
    'uk',
    'Олександр Оксана Тарас Ярослава Богдан Людмила',
    'Шевченко Бондаренко Ткачук Коваленко Мельник Кравець',
  ),
  locale(
    'el',
    'Γιώργος Μαρία Κωνσταντίνος Ελένη Νίκος Βασιλική',
    'Παπαδόπουλος Οικονόμου Γεωργίου Νικολάου Αντωνίου Δημητρίου',
  ),
  locale(
    'ja',
    '健太 美咲 翔太 陽子 大輔 恵子 直樹 由美',
    '佐藤 鈴木 高橋 渡辺 中村 小林 加藤 山口',
    '',
  ),
  locale('zh', '伟强 秀英 志明 晓燕 建国 丽华 文杰 雪梅', '王 李 张 刘 陈 杨 赵 黄', ''),
  locale('ko', '지훈 서연 민준 수빈 현우 은지 동현 미영', '김 이 박 최 정 강 조 윤', ''),
  locale(
    'ar',
    'محمد فاطمة أحمد خديجة يوسف مريم',
    'العتيبي الحسيني الشمري القحطاني المصري الزهراني',
  ),
  locale('he', 'דוד רחל יוסף מרים אברהם נועה', 'כהן לוי מזרחי פרץ ביטון אזולאי'),
  locale('hi', 'राजेश प्रिया अमित सुनीता विजय नेहा', 'शर्मा वर्मा गुप्ता मिश्रा चौहान पटेल'),
]

export interface Person {
  readonly given: string
  readonly family: string
  readonly full: string
  readonly locale: string
  /** Lower-case ASCII, as in a mailbox; of other scripts a made-up word. */
  readonly login: string
}

export function person(chance: Chance, locales: readonly Locale[] = latinLocales): Person {
  const from = chance.one(locales)
  const given = chance.one(from.given)
  const family = chance.one(from.family)
  const { familyFirst } = from
  const full = familyFirst === undefined ? `${given} ${family}` : `${family}${familyFirst}${given}`
  return { given, family, full, locale: from.code, login: loginOf(chance, given, family) }
}

export function anybody(chance: Chance): Person {
  return person(chance, chance.chance(0.75) ? latinLocales : otherLocales)
}

function loginOf(chance: Chance, given: string, family: string): string {
  const first = ascii(given)
  const last = ascii(family)
  if (first === '' || last === '') return `u${chance.lower(3)}${chance.digits(3)}`
  return chance.one([
    `${first}.${last}`,
    `${first.charAt(0)}${last}`,
    `${first}_${last}${chance.digits(2)}`,
    `${last}.${first.charAt(0)}`,
  ])
}

function ascii(name: string): string {
  return name
    .normalize('NFD')
    .toLowerCase()
    .replace(/ı/g, 'i')
    .replace(/ł/g, 'l')
    .replace(/ø/g, 'o')
    .replace(/đ/g, 'd')
    .replace(/æ/g, 'ae')
    .replace(/[^a-z]/g, '')
}
