import { join } from 'node:path'
import { isatty } from 'node:tty'
import { startEarly, startsQuickly } from '../checker/thread.ts'
import { loadCached } from './cached.ts'
import { HOST } from './host.ts'

// Most checks need a thread, which takes as long to start as this program takes to load: let it do both at once.
const [command, ...words] = process.argv.slice(2)
const usual = !words.some(word => /^(-h|--help|--memory-limit.*)$/.test(word))
const checks = command === undefined ? !(isatty(0) && isatty(1)) : command === 'check'
if (usual && (command === HOST || (checks && !startsQuickly)))
  startEarly(join(import.meta.dirname, 'thread.cjs'))

// What a check runs is what is worth keeping; another command would leave most of that out.
loadCached(join(import.meta.dirname, 'main.cjs'), command === 'check' ? 'used' : 'none')
