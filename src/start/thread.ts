import { join } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { loadCached } from './cached.ts'

// The first check may meet nothing but blanks, and run little of the program.
const { serve } = loadCached(join(import.meta.dirname, 'worker.cjs'), 'all')
serve(parentPort, workerData)
