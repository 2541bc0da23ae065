/** One worker of the sealing role's crew, as a thread. */
import { parentPort, workerData } from 'node:worker_threads'
import { systemTime } from '@holdpoint/service'
import { ownHands } from './hands.ts'
import { setUp, unpacked } from './workbench.ts'
import { work } from './worker.ts'

if (parentPort !== null) work(parentPort, ownHands(setUp(unpacked(workerData), systemTime)))
