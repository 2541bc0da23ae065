import { MemoryBook } from './book.ts'
import { bookContract } from './book-contract.ts'

bookContract('in memory', async () => new MemoryBook())
