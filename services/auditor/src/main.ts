/** The auditor as a process. */
import { runService } from '@holdpoint/service'
import { auditorService } from './service.ts'

await runService(auditorService())
