/** A second opinion: whoever gives it, well or badly, nothing is lost by it, and nobody waits for long. */
import { systemTime } from '@holdpoint/service'
import {
  type FakePresidio,
  type FakePresidioOptions,
  fakePresidio,
  type PresidioBehaviour,
  selfSigned,
} from '@holdpoint/testkit'
import { afterEach, describe, expect, test } from 'vitest'
import { type OpinionSettings, type SecondOpinion, secondOpinion } from './second-opinion.ts'

const name = 'Zorblax Quennerly'
const text = `please call ${name} about the refund`
const finds = { PERSON: [name], DATE_TIME: ['refund'], US_SSN: ['about'] }
const open: { close(): unknown }[] = []
afterEach(async () => {
  for (const each of open.splice(0)) await each.close()
})

async function presidio(options: Partial<FakePresidioOptions> = {}): Promise<FakePresidio> {
  const fake = await fakePresidio({ finds, ...options })
  open.push(fake)
  return fake
}

/** Waits for as long as it takes, unless told otherwise. */
function ask(url: string, over: Partial<OpinionSettings> = {}, time = {}): SecondOpinion {
  const opinion = secondOpinion(
    { url, deadlineMs: 30_000, ...over },
    { clock: () => 0, sleep: systemTime.sleep, ...time },
  )
  open.push(opinion)
  return opinion
}

describe('what it says is heard', () => {
  test('in our types, with its own as detector, where the words stand', async () => {
    const { url } = await presidio()
    const { suggest, ends } = await ask(url).on([{ deep: [text] }])
    const said = suggest(text).map(({ start, end, ...rest }) => [text.slice(start, end), rest])
    expect(said).toEqual([
      [name, { type: 'PERSON', score: 0.85, detector: 'second-opinion/PERSON' }],
      ['about', { type: 'US_SSN', score: 0.85, detector: 'second-opinion/US_SSN' }],
    ])
    expect(ends).toEqual({ answered: 1 })
  })

  test('also behind characters that take two units here and one there', async () => {
    const { url } = await presidio()
    const emoji = `😀🤖 ${text} 😀`
    const { suggest } = await ask(url).on([emoji])
    const [first] = suggest(emoji)
    expect(emoji.slice(first?.start, first?.end)).toBe(name)
  })

  test('in the types that the settings list, and no others', async () => {
    const { url } = await presidio()
    const { suggest } = await ask(url, { types: { DATE_TIME: 'DATE_OF_BIRTH' } }).on([text])
    expect(suggest(text).map(({ type }) => type)).toEqual(['DATE_OF_BIRTH'])
  })

  test('not below the least score', async () => {
    const { url } = await presidio()
    const { suggest, ends } = await ask(url, { scoreMin: 0.9 }).on([text])
    expect(suggest(text)).toEqual([])
    expect(ends).toEqual({ answered: 1 })
  })

  test('over TLS, from who has a certificate of the authority that is named', async () => {
    const tls = selfSigned()
    const { url } = await presidio({ tls })
    const { suggest } = await ask(url, { ca: tls.cert }).on([text])
    expect(suggest(text)).toHaveLength(2)
  })
})

describe('what is asked about', () => {
  test('each text once, none that is shorter or longer than the settings say', async () => {
    const fake = await presidio()
    const long = 'x'.repeat(101)
    const opinion = ask(fake.url, { charsMin: 10, charsMax: 100 })
    const { ends } = await opinion.on([text, [text, 'short', { k: long }], 12345678901234, null])
    expect(fake.asked).toEqual([text])
    expect(ends).toEqual({ answered: 1, skipped: 1 })
  })

  test('no more than 64 texts of a record', async () => {
    const fake = await presidio()
    const texts = Array.from({ length: 70 }, (_, n) => `${text} number ${n}`)
    const { ends } = await ask(fake.url).on(texts)
    expect(ends).toEqual({ answered: 64, skipped: 6 })
  })

  test('so many at a time as the settings say', async () => {
    const fake = await presidio({ think: () => systemTime.sleep(5) })
    const opinion = ask(fake.url, { concurrency: 3 })
    const texts = Array.from({ length: 20 }, (_, n) => `${text} number ${n}`)
    await Promise.all(texts.map((each) => opinion.on([each])))
    expect(fake.asked).toHaveLength(20)
    expect(fake.atOnceMax).toBe(3)
  })
})

describe('what goes wrong adds nothing', () => {
  test.each<PresidioBehaviour>(['error', 'cut', 'not-json', 'odd', 'huge'])(
    'an answer that is: %s',
    async (behaviour) => {
      const fake = await presidio()
      fake.behaviour = behaviour
      const opinion = ask(fake.url)
      const { suggest, ends } = await opinion.on([text])
      expect([suggest(text), ends]).toEqual([[], { failed: 1 }])
      fake.behaviour = 'answer'
      expect((await opinion.on([text])).suggest(text)).toHaveLength(2)
    },
  )

  test('no answer before the deadline: it is not waited for', async () => {
    const fake = await presidio()
    fake.behaviour = 'hang'
    const { suggest, ends } = await ask(fake.url, {}, { sleep: () => systemTime.sleep(50) }).on([
      text,
    ])
    expect([suggest(text), ends]).toEqual([[], { late: 1 }])
  })

  test('nobody there', async () => {
    const fake = await fakePresidio({ finds })
    await fake.close()
    expect((await ask(fake.url).on([text])).ends).toEqual({ failed: 1 })
  })

  test('a certificate of an authority that is not named', async () => {
    const fake = await presidio({ tls: selfSigned() })
    expect((await ask(fake.url, { ca: selfSigned().cert }).on([text])).ends).toEqual({ failed: 1 })
    expect(fake.asked).toEqual([])
  })

  test('a language that it does not speak', async () => {
    const { url } = await presidio()
    expect((await ask(url, { language: 'xx' }).on([text])).ends).toEqual({ failed: 1 })
  })
})

test('who fails five times in a row is not asked for ten seconds, then heard again', async () => {
  const fake = await presidio()
  fake.behaviour = 'error'
  let nowMs = 0
  const opinion = ask(fake.url, {}, { clock: () => nowMs })
  for (let n = 0; n < 5; n++) await opinion.on([text])
  expect((await opinion.on([text])).ends).toEqual({ paused: 1 })
  expect(fake.asked).toHaveLength(5)
  fake.behaviour = 'answer'
  nowMs = 10_000
  expect((await opinion.on([text])).ends).toEqual({ answered: 1 })
})

test('who waits for a turn in vain does not count against it', async () => {
  const fake = await presidio()
  fake.behaviour = 'hang'
  let isShort = true
  const sleep = (ms: number, signal?: AbortSignal) => systemTime.sleep(isShort ? 50 : ms, signal)
  const opinion = ask(fake.url, { concurrency: 1 }, { sleep })
  const texts = Array.from({ length: 30 }, (_, n) => `${text} number ${n}`)
  expect((await opinion.on(texts)).ends).toEqual({ late: 30 })
  isShort = false
  fake.behaviour = 'answer'
  expect((await opinion.on([text])).ends).toEqual({ answered: 1 })
})

test('nothing to ask about: nobody is asked, and no timer is set', async () => {
  const fake = await presidio()
  const sleep = () => {
    throw new RangeError('a timer')
  }
  expect((await ask(fake.url, {}, { sleep }).on([{ a: 1 }, 'short'])).ends).toEqual({})
  expect(fake.asked).toEqual([])
})
