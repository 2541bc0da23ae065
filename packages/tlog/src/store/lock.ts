/** Runs asynchronous work one piece at a time, in the order of the calls. */
export class Lock {
  private last: Promise<unknown> = Promise.resolve()

  run<T>(act: () => Promise<T>): Promise<T> {
    const done = this.last.then(act)
    this.last = done.catch(() => undefined)
    return done
  }
}
