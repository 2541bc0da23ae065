/** Plants a bug: while modules load in this thread, one piece of one file's text is read as another. The files themselves stay as they are. */
import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'

const root = new URL('../../', import.meta.url)

export interface Mutant {
  /** What is wrong, in words. */
  readonly name: string
  /** Path from the root of the repository. */
  readonly file: string
  readonly from: string
  readonly to: string
}

/** Before anything of the system is loaded. Returns a check that the bug is really in. */
export function plant(mutant: Mutant): () => void {
  const wanted = new URL(mutant.file, root).href
  const mutated = mutatedText(mutant)
  let isPlanted = false
  registerHooks({
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context)
      if (url !== wanted) return loaded
      isPlanted = true
      return { ...loaded, source: mutated }
    },
  })
  return () => {
    if (!isPlanted) throw new Error(`${mutant.name}: nothing loads ${mutant.file}`)
  }
}

/** Throws where the text to replace is not there exactly once: a suite whose bugs no longer fit the code finds nothing. */
export function mutatedText({ name, file, from, to }: Mutant): string {
  const text = readFileSync(new URL(file, root), 'utf8')
  const times = text.split(from).length - 1
  if (times === 1) return text.replace(from, () => to)
  throw new Error(`${name}: its place is in ${file} ${times} times, not once`)
}
