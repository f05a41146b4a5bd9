import { join } from 'node:path'
import { loadCached } from './cached.ts'

// The first check may meet nothing but blanks, and run little of the program.
loadCached(join(import.meta.dirname, 'worker.cjs'), 'all')
