/** What the options of `check` and its like mean. */
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { NinjaError } from '../errors.ts'
import type { Request } from '../learner/check.ts'
import { defaultLimits } from '../learner/patience.ts'
import { type Context, numberOption, type Options } from './command.ts'
import { packageRoot, type Workspace } from './workspace.ts'

export const DEFAULT_SEED = 42

/** Seeds made of this one must be whole numbers too. */
const MAX_SEED = 2 ** 32

export const DATA = join('exercises', 'data', 'names.txt')

export function settingsFrom(
  options: Options,
  { cwd }: Context,
  workspace: Workspace | null,
): Omit<Request, 'exercise' | 'file'> {
  const seed = numberOption(options, 'seed', DEFAULT_SEED)
  if (!Number.isInteger(seed) || seed > MAX_SEED) {
    throw new NinjaError('usage', `--seed needs a whole number of at most ${MAX_SEED}, not ${seed}`)
  }
  const own = workspace === null ? null : join(workspace.root, DATA)
  const usual = own !== null && existsSync(own) ? own : join(packageRoot, DATA)
  return {
    seed,
    data: typeof options.data === 'string' ? resolve(cwd, options.data) : usual,
    limits: {
      time: 1000 * numberOption(options, 'timeLimit', defaultLimits.time / 1000, 0.01),
      isWish: options.timeLimit !== undefined,
      memory: 2 ** 20 * numberOption(options, 'memoryLimit', defaultLimits.memory / 2 ** 20, 32),
    },
    program: programOf('room'),
  }
}

/** Threads run programs of their own, which stand beside the main one. */
export const programOf = (name: string): string => join(packageRoot, 'dist', `${name}.cjs`)

/** The program of the threads that prove exercises. */
export const proverProgram = (): string => programOf('prover')
