import { join } from 'node:path'
import { startThread } from '../learner/starting.ts'
import { loadCached, setFlag } from './cached.ts'

const words = process.argv.slice(2)
const here = (bundle: string): string => join(import.meta.dirname, `${bundle}.cjs`)

// A check needs a thread, which takes as long to start as the program takes to load: let it do both at once.
const isCheck = words[0] === 'check' || words[0] === 'try' || words[0] === 'host-of-watch'
// Most commands are over before code that V8 compiles anew, and better, has won back what that cost. Later versions have
// no such flag. It's the same for all commands: V8 refuses compiled code that was kept under other flags.
if (process.version.startsWith('v20.')) setFlag('--interrupt-budget=500000')
const isNotebook = words.some(word => /\.(?:ipynb|py)$/i.test(word))
const thread = isCheck
  ? startThread(here('room'), undefined, { bundle: isNotebook ? 'notebooks' : 'serving' })
  : undefined

// What a check runs is what is worth keeping; another command would leave most of that out.
loadCached(here('main'), words[0] === 'check' ? 'used' : 'none').main(words, thread)
