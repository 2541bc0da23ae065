/** The redactor's unsealing role as a process. */
import { runService } from '@holdpoint/service'
import { unsealingService } from './unsealing.ts'

await runService(unsealingService())
