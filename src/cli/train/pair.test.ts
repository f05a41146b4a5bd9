/** Training by another recipe, with an optimiser that keeps something, on one thread and on two: the real program. */
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Worker } from 'node:worker_threads'
import { describe, expect, test, vi } from 'vitest'
import { variantOf } from '../../checker/text/submission.ts'
import { openFile } from '../../learner/files.ts'
import { pairMemoryFor } from '../../training/pair.ts'
import { usualSettings } from '../../training/settings.ts'
import { solve } from '../solving.ts'
import { freshWorkspace, ninja, program, type Ran } from '../testing.ts'
import { packageRoot } from '../workspace.ts'
import { openInspection } from './inspection.ts'
import { openRecipe, trainerNamed } from './recipes.ts'
import { openTraining } from './supervise.ts'
import { tinyWorkspace } from './testing.ts'

const COMMON = 120_000

const train = (folder: string, ...words: string[]): Ran => ninja(folder, ['train', 'tiny', ...words])
const keptIn = (folder: string): string =>
  readFileSync(join(folder, '.ninja', 'train', 'checkpoint.json'), 'utf8')
const asWritten = (answers: string): string => answers
const dev = ({ stdout }: Ran): number => Number(/dev loss (\S+)/.exec(stdout)![1])

describe('one thread and two', { timeout: COMMON }, () => {
  const folder = tinyWorkspace(asWritten)

  test('end in the same bits', () => {
    const one = train(folder, '--threads', '1')
    expect(one).toMatchObject({ status: 0, stderr: '' })
    const kept = keptIn(folder)
    const two = train(folder, '--threads', '2')
    expect(two).toMatchObject({ status: 0, stderr: '' })
    expect(keptIn(folder)).toBe(kept)
    const { state, parameters } = JSON.parse(kept)
    expect(Object.keys(state)).toEqual(Object.keys(parameters))
    expect(Object.keys(state.W)).toEqual(['m', 'v'])
  })

  test('what two had begun goes on with one, to the same bits, the optimiser\u2019s numbers too', async () => {
    const steps = ['--steps', '6000', '--channels', '6']
    expect(train(folder, ...steps, '--threads', '1').status).toBe(0)
    const whole = keptIn(folder)
    await stopped(folder, [...steps, '--threads', '2'])
    const { step } = JSON.parse(keptIn(folder))
    expect(step).toBeGreaterThan(0)
    expect(step).toBeLessThan(6000)
    expect(ninja(folder, ['train', '--resume', '--threads', '1']).status).toBe(0)
    expect(keptIn(folder)).toBe(whole)
  })

  test('learn what autograd learns, with the solution\u2019s own update', () => {
    const own = train(folder, '--threads', '2')
    expect(Math.abs(dev(own) - dev(train(folder, '--autograd')))).toBeLessThan(1e-3)
    expect(dev(own)).toBeLessThan(3.3) // guessing is 3.3
  })

  test('the recipe\u2019s picture is drawn, in the terminal too, and names are invented', () => {
    const { stdout } = train(folder, '--seed', '7')
    expect(stdout).toContain('W: a row for each channel')
    expect(stdout).toMatch(/^ {2}W +\.ninja\/train\/weights\.svg$/m)
    expect(existsSync(join(folder, '.ninja', 'train', 'weights.svg'))).toBe(true)
    expect(ninja(folder, ['sample', '-n', '3', '--seed', '1']).stdout.split('\n')).toHaveLength(4)
  })

  test('an option that the recipe doesn\u2019t have is refused, with those that it has', () => {
    const { status, stderr } = train(folder, '--hidden', '7')
    expect(status).toBe(2)
    expect(stderr).toContain('the network of tiny/01_next has no option --hidden')
    expect(stderr).toContain('--channels')
    expect(ninja(folder, ['train', 'tiny', '--help']).stdout).toContain('numbers for each letter (4)')
  })
})

/** Stops a training by SIGINT once it has told how far it is. */
function stopped(folder: string, words: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, [program, 'train', 'tiny', ...words], { cwd: folder })
  child.stdout.once('data', () => child.kill('SIGINT'))
  return new Promise(resolve => child.on('close', () => resolve()))
}

/** The function does as it should, and from some call on something else. */
const later =
  (name: string, when: string, then: string) =>
  (answers: string): string =>
    answers
      .replace(`export function ${name}(`, `function right_${name}(`)
      .concat(
        `\nlet calls = 0\nexport function ${name}(...given) {\n  calls++\n  if (${when}) ${then}\n  return right_${name}(...given)\n}\n`,
      )

describe('on two threads', { timeout: COMMON }, () => {
  test('what throws in the second thread alone ends both, and is told', () => {
    // The second half of nine letters has four.
    const throws = later('dW', 'given[0].n === 4 && calls > 50', "throw new Error('enough')")
    const { status, stdout } = train(tinyWorkspace(throws), '--threads', '2', '--steps', '100000')
    expect(stdout).toMatch(/in step \d+: Error: enough {2}exercises\/tiny\/01_next\.ts:\d+/)
    expect(status).toBe(1)
  })

  test('a function that does not come to an end in the second thread is named', () => {
    const loops = later('dW', 'given[0].n === 4 && calls > 50', 'for (;;) {}')
    const { status, stdout } = train(tinyWorkspace(loops), '--threads', '2', '--steps', '100000')
    expect(stdout).toContain('dW took too long and was stopped')
    expect(status).toBe(124)
  })

  test('an optimiser that turns wrong stops it', () => {
    const wrong = later(
      'adam',
      'calls > 800',
      'return right_adam(given[0], given[1].neg(), ...given.slice(2))',
    )
    const words = ['--threads', '2', '--steps', '100000', '--check-every', '500']
    const { status, stdout } = train(tinyWorkspace(wrong), ...words)
    expect(stdout).toMatch(/in step \d+,\d01: adam no longer returns Adam\u2019s step: for p = \w+/)
    expect(status).toBe(1)
  })

  test('when one of them is killed, the other is not left waiting', async () => {
    const threads: Worker[] = []
    const builtin = process.getBuiltinModule
    vi.spyOn(process, 'getBuiltinModule').mockImplementation(((name: 'node:worker_threads') => {
      const found = builtin(name)
      if (name !== 'node:worker_threads') return found
      class Noted extends found.Worker {
        constructor(...given: ConstructorParameters<typeof Worker>) {
          super(...given)
          threads.push(this)
        }
      }
      return { ...found, Worker: Noted }
    }) as typeof builtin)
    const { training, begun } = trained(tinyWorkspace(asWritten))
    await begun
    vi.restoreAllMocks()
    expect(threads).toHaveLength(2)
    await threads[1].terminate()
    expect(await training.ended).toMatchObject({ kind: 'ended the program' })
  })
})

test('a gradient that is wrong in one block of a GPT is explained on the live numbers', {
  timeout: COMMON,
}, () => {
  const folder = freshWorkspace()
  solve(folder, 'gpt/14', later('dWqkv', 'calls > 60', 'return right_dWqkv(...given).mul(2)'))
  const small = ['--layers', '2', '--heads', '2', '--head-size', '2', '--batch', '5', '--threads', '2']
  const { stdout, status } = ninja(folder, ['train', 'gpt', ...small, '--check-every', '50'])
  expect(stdout).toMatch(/✗ dWqkv: wrong[\s\S]*2 times the right value/)
  expect(stdout).toContain('in step 51 the gradients were checked again, and they are no longer right')
  expect(status).toBe(1)
})

/** A long training on two threads, in this process. */
function trained(folder: string) {
  const data = join(packageRoot, 'exercises', 'data', 'names.txt')
  const exercise = trainerNamed(folder, 'tiny')
  const { setup, trainable } = openRecipe(exercise, data)
  const settings = { ...usualSettings(trainable.recipe), steps: 1e9 }
  const submission = openFile(exercise, join(folder, 'exercises', 'tiny', '01_next.ts')).submission!
  const inspection = openInspection(trainable, setup, submission, settings)
  const { modules } = variantOf(submission, [], null)
  const order = {
    exercise: exercise.id,
    modules: setup.modules,
    solution: setup.solution,
    learner: { modules, entry: submission.path, functions: submission.functions },
    settings,
    names: setup.library.names(),
    resume: null,
    checkEvery: 1e9,
  }
  const pair = { memory: pairMemoryFor(inspection.parameters), isWish: true }
  const limits = { time: 10_000, memory: 2 ** 30 }
  let tell: () => void = () => {}
  const begun = new Promise<void>(resolve => {
    tell = resolve
  })
  const training = openTraining(join(packageRoot, 'dist', 'room.cjs'), order, pair, limits, inspection.took, {
    onTold: told => told.kind === 'progress' && tell(),
    onStall: () => {},
    objectionTo: () => null,
  })
  return { training, begun }
}
