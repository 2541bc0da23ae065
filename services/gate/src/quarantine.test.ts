import { describe, expect, test } from 'vitest'
import { Quarantine } from './quarantine.ts'

/** Work that lasts until it is told to end, and a diary of who was at work with whom. */
function workshop() {
  const quarantine = new Quarantine()
  const present = new Set<string>()
  const met: string[] = []
  const work = (name: string) => {
    let end = () => {}
    const ended = new Promise<void>((resolve) => {
      end = resolve
    })
    const run = async () => {
      present.add(name)
      met.push([...present].sort().join('+'))
      await ended
      present.delete(name)
    }
    return { run, end: () => end() }
  }
  return { quarantine, met, work, present }
}

const rest = () => new Promise((resolve) => setImmediate(resolve))

describe('who works at a time', () => {
  test('slots work together as a rule', async () => {
    const { quarantine, met, work } = workshop()
    const [a, b] = [work('a'), work('b')]
    void quarantine.together(a.run)
    void quarantine.together(b.run)
    await rest()
    expect(met).toEqual(['a', 'a+b'])
  })

  test('who is alone waits for the others and keeps them out', async () => {
    const { quarantine, met, work } = workshop()
    const [a, b, c] = [work('a'), work('b'), work('c')]
    void quarantine.together(a.run)
    const alone = quarantine.alone(b.run)
    void quarantine.together(c.run)
    await rest()
    expect(met).toEqual(['a'])
    a.end()
    await rest()
    expect(met).toEqual(['a', 'b'])
    b.end()
    await alone
    await rest()
    expect(met).toEqual(['a', 'b', 'c'])
  })

  test('two who must be alone are never together', async () => {
    const { quarantine, met, work } = workshop()
    const [a, b] = [work('a'), work('b')]
    const first = quarantine.alone(a.run)
    void quarantine.alone(b.run)
    await rest()
    a.end()
    await first
    await rest()
    expect(met).toEqual(['a', 'b'])
  })

  test('work that fails lets the next one in', async () => {
    const { quarantine, met, work } = workshop()
    await expect(quarantine.alone(() => Promise.reject(new Error('died')))).rejects.toThrow('died')
    void quarantine.together(work('a').run)
    await rest()
    expect(met).toEqual(['a'])
  })
})
