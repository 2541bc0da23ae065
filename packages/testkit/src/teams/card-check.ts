/** Whether Teams would show a card: schema and versions as the table says, and what Teams asks on top of the schema. */
import { type Rule, type Shape, shapes } from './card-table.ts'

/** What Teams' clients know of Adaptive Cards. */
const versionMax = '1.5'
/** Teams shows this many buttons in one set; the others are lost. */
const actionsMax = 6
/** User specific views of one card. */
const refreshUsersMax = 60
/** A user's own id within Teams. */
const mri = /^29:\S+$/

/** What is wrong, a sentence each, with where it is; empty: nothing. */
export function cardProblems(card: unknown): string[] {
  if (!isObject(card) || card['type'] !== 'AdaptiveCard') return ['/: is no AdaptiveCard']
  const { version } = card
  if (typeof version !== 'string' || !/^1\.\d$/.test(version))
    return ['/version: must be 1.0 to 1.5']
  if (isAfter(version, versionMax)) return [`/version: Teams knows no ${version}`]
  const check = new Check(version)
  check.shape(card, 'AdaptiveCard', '')
  return check.problems
}

class Check {
  readonly problems: string[] = []
  readonly #version: string
  readonly #ids = new Set<string>()

  constructor(version: string) {
    this.#version = version
  }

  shape(value: unknown, type: string, at: string): void {
    const shape = shapes[type]
    if (shape === undefined || !isObject(value)) {
      this.#say(at, shape === undefined ? `there is no ${type}` : `must be of type ${type}`)
      return
    }
    if (isAfter(shape.since, this.#version)) this.#say(at, `${type} came with ${shape.since}`)
    for (const name of shape.required ?? []) {
      if (value[name] === undefined) this.#say(at, `${type} needs ${name}`)
    }
    for (const [name, part] of Object.entries(value)) this.#property(name, part, shape, type, at)
    this.#teams(value, type, at)
  }

  #property(name: string, part: unknown, shape: Shape, type: string, at: string): void {
    if (name === 'type') {
      if (part !== type) this.#say(at, `is ${String(part)}, not ${type}`)
      return
    }
    const rule = shape.properties[name]
    if (rule === undefined) {
      this.#say(at, `${type} has no ${name}`)
      return
    }
    const since = shape.later?.[name]
    if (since !== undefined && isAfter(since, this.#version))
      this.#say(at, `${name} came with ${since}`)
    this.#value(part, rule, `${at}/${name}`)
    if (name === 'fallback' && part !== 'drop') this.#value(part, shape.is as Rule, `${at}/${name}`)
    if (name === 'id') this.#id(part, at)
  }

  #value(value: unknown, rule: Rule, at: string): void {
    if (Array.isArray(rule)) {
      const word = typeof value === 'string' ? value.toLowerCase() : ''
      if (!rule.some((each: string) => each.toLowerCase() === word))
        this.#say(at, `must be one of ${rule.join(', ')}`)
    } else if (typeof rule === 'object' && 'list' in rule) {
      if (!Array.isArray(value)) this.#say(at, 'must be a list')
      else
        for (const [index, each] of value.entries()) this.#value(each, rule.list, `${at}/${index}`)
    } else if (typeof rule === 'object' && 'of' in rule) this.shape(value, rule.of, at)
    else this.#simple(value, rule as string, at)
  }

  #simple(value: unknown, rule: string, at: string): void {
    switch (rule) {
      case 'any':
        return
      case 'url':
        if (typeof value !== 'string' || !URL.canParse(value)) this.#say(at, 'must be a URL')
        return
      case 'object':
        if (!isObject(value)) this.#say(at, 'must be an object')
        return
      case 'element':
      case 'action':
      case 'inline':
      case 'select': {
        if (rule === 'inline' && typeof value === 'string') return
        const type = isObject(value) ? String(value['type']) : ''
        const is = shapes[type]?.is
        if (is !== (rule === 'select' ? 'action' : rule)) this.#say(at, `${type} is no ${rule}`)
        else if (rule === 'select' && type === 'Action.ShowCard')
          this.#say(at, 'cannot show a card')
        else this.shape(value, type, at)
        return
      }
      default:
        if (typeof value !== rule) this.#say(at, `must be a ${rule}`)
    }
  }

  #id(id: unknown, at: string): void {
    if (this.#ids.has(String(id))) this.#say(at, `the id ${String(id)} is taken`)
    this.#ids.add(String(id))
  }

  #teams(value: Readonly<Record<string, unknown>>, type: string, at: string): void {
    const { actions, userIds, url } = value
    if (Array.isArray(actions) && actions.length > actionsMax)
      this.#say(at, `has more than ${actionsMax} buttons`)
    if (Array.isArray(userIds)) {
      if (userIds.length > refreshUsersMax) this.#say(at, `more than ${refreshUsersMax} users`)
      if (!userIds.every((id) => mri.test(String(id)))) this.#say(at, 'a userId is none of Teams')
    }
    if (type === 'Action.OpenUrl' && !/^https?:\/\//.test(String(url)))
      this.#say(at, 'opens something that is no web page')
  }

  #say(at: string, sentence: string): void {
    this.problems.push(`${at || '/'}: ${sentence}`)
  }
}

const isAfter = (version: string, other: string): boolean => Number(version) > Number(other)

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
