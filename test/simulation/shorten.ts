/** Finds a short history that fails as a long one does, by leaving out pieces, large ones first. */

/** `failsAt`: how many entries it took to fail, or undefined where it doesn't. */
export async function shorten<T>(
  history: readonly T[],
  failsAt: (history: readonly T[]) => Promise<number | undefined>,
): Promise<readonly T[]> {
  let failing = history
  for (let size = Math.ceil(history.length / 2); size >= 1; size = half(size)) {
    for (let at = 0; at < failing.length; ) {
      const shorter = [...failing.slice(0, at), ...failing.slice(at + size)]
      const length = await failsAt(shorter)
      if (length === undefined) at += size
      else failing = shorter.slice(0, length)
    }
  }
  return failing
}

function half(size: number): number {
  return size === 1 ? 0 : Math.ceil(size / 2)
}
