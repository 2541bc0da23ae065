/**
 * Who works at a time in this process. As a rule all slots at once; a slot that is suspected of having an input that kills works alone, so that a death counts
 * against it and not against its neighbours, who would die with it and lose an innocent input.
 */
export class Quarantine {
  private working = 0
  private isOneAlone = false
  /** First come, first served: neither kind starves the other. */
  private readonly waiting: { readonly isAlone: boolean; readonly start: () => void }[] = []

  together<T>(work: () => Promise<T>): Promise<T> {
    return this.enter(false, work)
  }

  alone<T>(work: () => Promise<T>): Promise<T> {
    return this.enter(true, work)
  }

  private async enter<T>(isAlone: boolean, work: () => Promise<T>): Promise<T> {
    if (this.waiting.length > 0 || !this.mayStart(isAlone)) {
      await new Promise<void>((start) => this.waiting.push({ isAlone, start }))
    } else this.begin(isAlone)
    try {
      return await work()
    } finally {
      this.working -= 1
      this.isOneAlone = false
      this.admit()
    }
  }

  private mayStart(isAlone: boolean): boolean {
    return this.working === 0 || !(isAlone || this.isOneAlone)
  }

  private begin(isAlone: boolean): void {
    this.working += 1
    this.isOneAlone = isAlone
  }

  private admit(): void {
    for (let next = this.waiting[0]; next && this.mayStart(next.isAlone); next = this.waiting[0]) {
      this.waiting.shift()
      this.begin(next.isAlone)
      next.start()
    }
  }
}
