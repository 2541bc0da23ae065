/** What fills the other slots: companies, places, products, dates, numbers; many of them named like people. */
import { type People, title } from './person.ts'
import type { Chance } from './random.ts'
import type { Vocabulary } from './vocabulary.ts'

const products =
  'Grafana,Kafka,Postgres,Redis,Jenkins,Kubernetes,Docker,Terraform,Ansible,Prometheus,Jira,Slack,Zoom,Excel,Word,Outlook,Teams,Windows,Android,Chrome,Firefox,Safari,Python,Ruby,Rust,Perl,Swift,Java,Julia,Cassandra,Elasticsearch,Kibana,Sentry,Salesforce,Oracle,Apache,Maven,Gradle,Angular,React,Django,Rails,Node,Express,Hadoop,Spark,Airflow,Athena,Apollo,Hermes,Iris,Nova,Juno,Ada,Alexa,Siri,Cortana,Watson,Bamboo,Travis,Gitlab,Github,Confluence,Notion,Figma,Stripe,Twilio,Vault,Consul,Nomad,Istio,Envoy,Nginx,Linux,Ubuntu,Debian,Fedora,Tesla,Mercedes,Toyota,Honda,Bluetooth,Ethernet,PostgreSQL,MySQL,TLS,API,SQL,JSON,USB,PDF,VPN,CRM,ERP,SKU,EUR,USD'.split(
    ',',
  )
const trades =
  'Labs,Bank,Group,GmbH,Ltd,Inc,LLC,AG,Logistics,Freight,Insurance,Dental,Studios,Foods,Energy,Pharmacy,Clinic,Hospital,Systems,Software,Solutions,Consulting,Partners,Holdings,Media,Press,Motors,Airlines,Hotel,Bakery,Brewing,Capital,Ventures,Technologies,Electric,Steel,Textiles,Outfitters,Analytics,Robotics,Telecom,Security,Legal,Works,Mills,Farms,Nordic,Verlag,Werke,Versicherung,Apotheke,Seguros,Assurances,Banque,Farmacia,Transportes'.split(
    ',',
  )
const days =
  'Monday,Tuesday,Wednesday,Thursday,Friday,Saturday,Sunday,January,February,March,April,May,June,July,August,September,October,November,December,Easter,Christmas'.split(
    ',',
  )
const acronyms =
  'SSN,MRN,DOB,IBAN,BIC,PIN,CVV,PAN,NHS,NPI,MRI,CT,EKG,ICU,HR,IT,CEO,CFO,CTO,VP,PM,ID,URL,URI,HTTP,HTTPS,SSH,DNS,CPU,RAM,GPU,SSD,AWS,GCP,EC2,VPC,IAM,KMS,CSV,XML,YAML,HTML,CSS,UTC,GMT,CET,EST,USA,UK,EU,US,NY,CA,TX,OH,ME,AZ,GB,MB,KB,MS,INFO,WARN,ERROR,DEBUG,FATAL,TRACE,GET,POST,PUT,PATCH,DELETE,SELECT,FROM,WHERE,INSERT,UPDATE,VALUES,KEY,TOKEN,FAQ,ETA,EOD,ASAP,FYI,RE,FW,KYC,AML,GDPR,VAT,TIN,SIN,TFN,ABN,GST,HST,ISBN,SKU,UPC,PO,RMA,SLA,P99,OK,NULL,TRUE,FALSE,BEGIN,END,HOSP,MR,PID,OBX,NTE,ADT'.split(
    ',',
  )
const acts =
  'reviewed,presented,prepared,submitted,approved,designed,led,managed,filed,wrote,sent,called,asked,told,met,signed,joined,left,shipped,fixed,tested,merged,deployed,closed,opened,answered,replied,promised,agreed,refused,declined,accepted,rejected,suggested,recommended,ordered,bought,sold,paid,returned,cancelled,booked,scheduled,rescheduled,organised,organized,hosted,visited,travelled,moved,drove,flew,walked,cooked,painted,drew,sang,played,coached,taught,studied,graduated,researched,published,edited,translated,interviewed,hired,fired,promoted,resigned,retired,complained,apologised,apologized,explained,mentioned,noted,observed,reported,confirmed,denied,claimed,admitted,argued,insisted,demanded,requested,offered,proposed,planned,finished,completed,started,began,created,built,developed,drafted,compiled,delivered,collected,picked,dropped,lost,found,forgot,remembered,noticed,discovered,investigated,audited,negotiated,mentored,supervised,trained,onboarded,welcomed,thanked,congratulated,invited,emailed,phoned,texted,messaged,pinged,escalated,assigned,volunteered,donated,celebrated,won,scored,ran,swam,climbed,broke,repaired,cleaned,counted,checked,verified,validated,analysed,analyzed,summarised,summarized,said,says,wants,needs,thinks,believes,hopes,likes,prefers,loves,lives,works,knows,asks'.split(
    ',',
  )
const streets = 'Street,Road,Avenue,Lane,Drive,St,Rd,Ave,Boulevard,Square,Court,Close,Way'.split(
  ',',
)
const hosts = 'mail.example,corp.test,example.org,post.invalid'.split(',')

export class Things {
  private readonly chance: Chance
  private readonly words: Vocabulary
  private readonly people: People

  constructor(chance: Chance, words: Vocabulary, people: People) {
    this.chance = chance
    this.words = words
    this.people = people
  }

  for(slot: string): string {
    switch (slot) {
      case 'c':
        return this.company()
      case 'p':
        return this.place()
      case 'w':
        return this.word()
      case 'ww':
        return this.run()
      case 'O':
        return title(this.word())
      case 'a':
        return title(this.chance.pick(this.words.ambiguous))
      case 'k':
        return this.chance.pick(products)
      case 'I':
        return title(this.people.invented(2))
      case 'V':
        return this.chance.pick(acts)
      case 'Z':
        return this.chance.percent(70)
          ? this.chance.pick(acronyms)
          : this.word().slice(0, 4).toUpperCase()
      case 'y':
        return this.chance.pick(days)
      case 'e':
        return `${this.word()}${this.chance.pick(['.', '', '_'])}${this.word()}@${this.chance.pick(hosts)}`
      default:
        return this.code(slot)
    }
  }

  private code(slot: string): string {
    const { chance } = this
    switch (slot) {
      case 't':
        return `${chance.pick(['+', '0', '(0'])}${chance.int(90) + 10} ${chance.int(9000) + 1000}${chance.pick([' ', '-', ''])}${chance.int(900) + 100}`
      case 'd':
        return this.date()
      case 'st':
        return `${chance.int(300) + 1} ${this.streetName()} ${chance.pick(streets)}`
      case 'u':
        return `https://${this.word()}.example/${this.word()}`
      case 'v':
        return chance.pick([
          `${this.word()}_${this.word()}`,
          `${this.word()}-${chance.int(900)}`,
          `${this.word()}.${this.word()}`,
          `${this.word()}${title(this.word())}`,
        ])
      default:
        return chance.pick([
          String(chance.int(999_999)),
          `${title(this.word()).slice(0, 2).toUpperCase()}-${chance.int(99_999)}`,
          `v${chance.int(9)}.${chance.int(30)}`,
          `${(chance.int(0xffff) + 0x1000).toString(16)}${(chance.int(0xffff) + 0xa000).toString(16)}`,
        ])
    }
  }

  private date(): string {
    const { chance } = this
    const day = chance.int(18) + 10
    const year = chance.int(20) + 2010
    const month = chance.pick(days).slice(0, 3)
    const clock = `${chance.int(13) + 10}:${chance.int(49) + 10}:${chance.int(49) + 10}`
    return chance.pick([
      `${year}-${chance.int(3) + 10}-${day}${chance.pick(['', `T${clock}Z`, ` ${clock}`])}`,
      `${year}-${chance.int(3) + 10}-${day}`,
      `${day}/${month}/${year}:${clock} +0000`,
      `${month} ${day} ${clock}`,
      `${month} ${day}, ${year}`,
      `${day} ${chance.pick(days)} ${year}`,
      `${day}.${chance.int(9) + 1}.${year}`,
      `${chance.int(9999) + 1_700_000_000}.${chance.int(999)}`,
    ])
  }

  private word(): string {
    return this.chance.pick(this.words.ordinary)
  }

  private run(): string {
    return Array.from({ length: 2 + this.chance.int(4) }, () => this.word()).join(' ')
  }

  private place(): string {
    const { chance, words } = this
    const name = title(chance.pick(chance.percent(60) ? words.namedPlaces : words.places))
    return chance.percent(8)
      ? `${chance.pick(['New', 'San', 'Saint', 'North', 'East'])} ${name}`
      : name
  }

  private streetName(): string {
    return this.chance.percent(50) ? this.people.family() : title(this.word())
  }

  private company(): string {
    const { chance, people } = this
    const head = chance.pick([
      () => people.family(),
      () => title(this.word()),
      () => `${title(this.word())} ${title(this.word())}`,
      () => title(people.invented(2)),
      () => this.place(),
      () => title(chance.pick(this.words.ambiguous)),
    ])()
    if (chance.percent(10))
      return `${people.family()} & ${chance.percent(50) ? people.family() : title(this.word())}`
    return `${head} ${chance.pick(trades)}`
  }
}
