import { join } from 'node:path'
import { loadCached } from './cached.ts'

loadCached(join(import.meta.dirname, 'main.cjs'))
