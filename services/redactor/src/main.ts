/** The redactor's sealing role as a process. */
import { runService } from '@holdpoint/service'
import { sealingService } from './sealing.ts'

await runService(sealingService())
