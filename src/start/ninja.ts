import { join } from 'node:path'
import v8 from 'node:v8'
import { loadCached } from './cached.ts'

// A check lives for a tenth of a second: room for what it allocates is cheaper than collecting it.
v8.setFlagsFromString('--min-semi-space-size=16')

loadCached(join(import.meta.dirname, 'main.cjs'))
