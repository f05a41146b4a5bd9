import { join } from 'node:path'
import { startEarly } from '../checker/thread.ts'
import { loadCached } from './cached.ts'
import { HOST } from './host.ts'

// The checks of watch need a thread, which takes as long to start as this program takes to load: let it do both at once.
const [command] = process.argv.slice(2)
if (command === HOST) startEarly(join(import.meta.dirname, 'thread.cjs'))

// What a check runs is what is worth keeping; another command would leave most of that out.
loadCached(join(import.meta.dirname, 'main.cjs'), command === 'check' ? 'used' : 'none')
