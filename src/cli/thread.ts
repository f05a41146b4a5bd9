/** The thread's program where nothing is bundled: in development. */
import { parentPort, workerData } from 'node:worker_threads'
import { serve } from './worker.ts'

serve(parentPort!, workerData)
