/** An operator's YAML file: read strictly, so that what is written is what is meant, and with places, so that every complaint names file, line and field. */
import {
  check,
  type Digest,
  digestBytes,
  HoldpointError,
  isHoldpointError,
} from '@holdpoint/contracts'
import type { Static, TSchema } from 'typebox'
import { isNode, LineCounter, parseDocument } from 'yaml'

/** Policy, directory and trust file are announced in one event, which must fit a record. */
export const fileBytesMax = 256 * 1024

export type Path = readonly (string | number)[]

export class YamlFile {
  readonly name: string
  readonly text: string
  readonly digest: Digest
  private readonly lines = new LineCounter()
  private readonly document: ReturnType<typeof parseDocument>

  /** Throws HP_CONFIG for what is no YAML, or says more than data: anchors, tags, several documents, keys twice. */
  constructor(text: string, name: string) {
    this.name = name
    this.text = text
    this.digest = digestBytes(text)
    const bytes = Buffer.byteLength(text)
    if (bytes > fileBytesMax) throw this.refuse([], `is longer than ${fileBytesMax} bytes`)
    this.document = parseDocument(text, {
      lineCounter: this.lines,
      prettyErrors: false,
      stringKeys: true,
      uniqueKeys: true,
      version: '1.2',
    })
    const [broken] = [...this.document.errors, ...this.document.warnings]
    if (broken) {
      const isSeveral = broken.code === 'MULTIPLE_DOCS'
      const rule = isSeveral ? 'holds several documents' : `is no plain YAML: ${broken.message}`
      throw this.refuseAt(broken.pos[0], 'the file', rule)
    }
  }

  /** The content, as values. */
  content(): unknown {
    try {
      return this.document.toJS({ maxAliasCount: 0 })
    } catch (error) {
      if (!(error instanceof ReferenceError)) throw error
      throw this.refuse([], 'uses anchors, which are not supported')
    }
  }

  /** A value that stands at this place, of the schema's type. Throws HP_CONFIG naming the first field that is not. */
  check<T extends TSchema>(schema: T, value: unknown, path: Path = []): Static<T> {
    try {
      return check(schema, value)
    } catch (error) {
      if (!isHoldpointError(error) || error.code !== 'HP_FIELD_INVALID') throw error
      const inside = String(error.details['field']).split('/').slice(1)
      throw this.refuse([...path, ...inside], String(error.details['rule']))
    }
  }

  /** What is wrong at this place. */
  refuse(path: Path, rule: string): HoldpointError {
    return this.refuseAt(this.offsetOf(path), this.fieldAt(path), rule)
  }

  /** Where it stands: `<file>:<line>` and the field, as people call it. */
  placeOf(path: Path): { readonly file: string; readonly field: string } {
    const offset = this.offsetOf(path)
    return { file: `${this.name}${this.lineAt(offset)}`, field: this.fieldAt(path) }
  }

  private fieldAt(path: Path): string {
    return path.length === 0 ? 'the file' : path.map(this.spoken(path)).join('/')
  }

  /** Of the innermost part of the path that is there. */
  private offsetOf(path: Path): number | undefined {
    for (let length = path.length; length > 0; length -= 1) {
      const node = this.document.getIn(path.slice(0, length), true)
      if (isNode(node) && node.range) return node.range[0]
    }
    return undefined
  }

  private lineAt(offset: number | undefined): string {
    return offset === undefined ? '' : `:${this.lines.linePos(offset).line}`
  }

  /** An entry of a list goes by its name too. */
  private spoken(path: Path): (step: string | number, at: number) => string {
    return (step, at) => {
      const whole = path.slice(0, at + 1)
      const isIndex = /^[0-9]+$/.test(String(step))
      const name = ['name', 'id'].map((key) => this.document.getIn([...whole, key])).find(isText)
      return isIndex && name !== undefined ? `${step} (${name})` : String(step)
    }
  }

  private refuseAt(offset: number | undefined, field: string, rule: string): HoldpointError {
    const file = `${this.name}${this.lineAt(offset)}`
    return new HoldpointError('HP_CONFIG', { file, field, rule })
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string'
}
