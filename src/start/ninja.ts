import { join } from 'node:path'
import { isatty } from 'node:tty'
import { startEarly } from '../checker/thread.ts'
import { loadCached } from './cached.ts'
import { HOST } from './host.ts'

// A check needs a thread, and a thread takes as long to start as this program takes to load: let it do both at once.
const [command, ...words] = process.argv.slice(2)
const usual = !words.some(word => /^(-h|--help|--memory-limit.*)$/.test(word))
const checks = command === undefined ? !(isatty(0) && isatty(1)) : command === 'check' || command === HOST
if (checks && usual) startEarly(join(import.meta.dirname, 'thread.cjs'))

// What a check runs is what is worth keeping; another command would leave most of that out.
loadCached(join(import.meta.dirname, 'main.cjs'), command === 'check' ? 'used' : 'none')
