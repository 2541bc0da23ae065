import { shelfContract } from './contract.ts'
import { MemoryShelf } from './memory.ts'

let nowMs = 1_000_000
shelfContract(
  'memory',
  async () => {
    const shelf = new MemoryShelf(() => nowMs)
    return [shelf, shelf]
  },
  async (ms) => {
    nowMs += ms
  },
)
