/** Training as its user meets it: the real program. */
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { isPassed } from '../../progress/progress.ts'
import { solve, update } from '../solving.ts'
import { freshWorkspace, ninja, program, type Ran } from '../testing.ts'

const TRAIN = 'makemore/10_train'
/** A small network trains in a moment. */
const SMALL = ['--hidden', '16', '--embd', '4']
const COMMON = 120_000

/** A workspace with exercise 10 filled in; `edit` spoils it. */
function workspace(edit?: (text: string) => string): string {
  const folder = freshWorkspace()
  solve(folder, TRAIN, edit)
  return folder
}

const checkpointIn = (folder: string, way = 'train'): string => join(folder, '.ninja', way, 'checkpoint.json')

const train = (folder: string, ...words: string[]): Ran => ninja(folder, ['train', ...SMALL, ...words])

/** The text with another body for one of its functions. */
function withBody(name: string, body: string) {
  return (text: string): string => {
    const definition = new RegExp(
      `(export function ${name}\\([\\s\\S]*?\\): Tensor \\{\\n)[\\s\\S]*?(\\n\\}\\n)`,
    )
    expect(text).toMatch(definition)
    return text.replace(definition, (_, head: string, end: string) => `${head}  ${body}${end}`)
  }
}

/** Runs until `signal` is sent, so many milliseconds after the first word on stdout that matches. */
function interrupted(folder: string, words: string[], on: RegExp, wait: number, signal: NodeJS.Signals) {
  const child = spawn(process.execPath, [program, 'train', ...words], {
    cwd: folder,
    env: { ...process.env, NO_COLOR: '1' },
  })
  let stdout = ''
  let sent = false
  child.stdout.on('data', chunk => {
    stdout += chunk
    if (sent || !on.test(stdout)) return
    sent = true
    setTimeout(() => child.kill(signal), wait)
  })
  return new Promise<{ stdout: string; status: number | null; sent: boolean }>(resolve =>
    child.on('close', status => resolve({ stdout, status, sent })),
  )
}

describe('with all of it right', { timeout: COMMON }, () => {
  const folder = workspace()
  const { status, stdout, stderr } = train(folder, '--steps', '3000')

  test('the network learns, and its loss on names that it has not seen is told', () => {
    expect(stderr).toBe('')
    expect(status).toBe(0)
    const losses = /train loss (\S+) {3}dev loss (\S+) {3}test loss (\S+)/.exec(stdout)!.slice(1).map(Number)
    for (const loss of losses) {
      expect(loss).toBeLessThan(2.7) // guessing is 3.3, the frequencies of letters alone 2.8
      expect(loss).toBeGreaterThan(2.1) // three letters do not tell more
    }
  })

  test('twenty names are invented', () => {
    const names = stdout
      .split(/test loss .*\n/)[1]
      .split('the loss')[0]
      .trim()
      .split(/\s+/)
    expect(names.length).toBeGreaterThan(17) // an empty name takes no room
    for (const name of names) expect(name).toMatch(/^[a-z]+$/)
  })

  test('without a terminal there are lines, and no control characters', () => {
    expect(stdout).toMatch(/^step [\d,]+ of 3,000 {3}loss \d/m)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    expect(stdout).not.toMatch(/[\u001b\r]/)
  })

  test('the loss and dlogits are there as pictures', () => {
    for (const name of ['loss.svg', 'dlogits.svg']) {
      const text = readFileSync(join(folder, '.ninja', 'train', name), 'utf8')
      expect(text).toMatch(/^<svg xmlns=[\s\S]*<\/svg>\n$/)
      expect(text).not.toContain('NaN')
    }
  })

  test('the exercise counts as passed', () => {
    expect(
      isPassed(
        update(folder, progress => progress),
        TRAIN,
      ),
    ).toBe(true)
  })

  test('the same seed gives the same bits, another seed others', () => {
    const before = readFileSync(checkpointIn(folder), 'utf8')
    expect(train(folder, '--steps', '3000').stdout).toContain('names from it: npx ninja sample --run')
    expect(readFileSync(checkpointIn(folder), 'utf8')).toBe(before)
    train(folder, '--steps', '3000', '--seed', '5')
    expect(JSON.parse(readFileSync(checkpointIn(folder), 'utf8')).parameters).not.toEqual(
      JSON.parse(before).parameters,
    )
  })

  test('sample invents as many as asked for, each with what was asked at its beginning', () => {
    const words = ['sample', '-n', '7', '--prompt', 'em', '--seed', '1']
    const first = ninja(folder, words)
    expect(first.status).toBe(0)
    const names = first.stdout.trimEnd().split('\n')
    expect(names).toHaveLength(7)
    for (const name of names) expect(name).toMatch(/^em[a-z]*$/)
    expect(ninja(folder, words).stdout).toBe(first.stdout)
    expect(ninja(folder, ['sample', '--seed', '2']).stdout).not.toBe(
      ninja(folder, ['sample', '--seed', '3']).stdout,
    )
  })

  test('at temperature 0 it says the same again and again', () => {
    const { stdout } = ninja(folder, ['sample', '-n', '5', '--temperature', '0'])
    expect(new Set(stdout.trimEnd().split('\n')).size).toBe(1)
  })

  test('a letter that it never saw is refused', () => {
    const { status, stderr } = ninja(folder, ['sample', '--prompt', 'Ém'])
    expect(stderr).toContain('the network doesn\'t know "É"')
    expect(status).toBe(2)
  })

  test('a run that is complete does not go on', () => {
    const { status, stdout } = ninja(folder, ['train', '--resume'])
    expect(stdout).toContain('this run is complete: 3,000 steps')
    expect(status).toBe(0)
  })

  test('a run goes on only as it was begun', () => {
    const { status, stderr } = ninja(folder, ['train', '--resume', '--hidden', '17'])
    expect(stderr).toContain('the run to resume has --hidden 16, not 17')
    expect(status).toBe(2)
  })

  test('with autograd the network learns the same, and nothing has to be filled in', () => {
    const blank = freshWorkspace()
    const autograd = train(blank, '--steps', '3000', '--autograd')
    expect(autograd.status).toBe(0)
    const dev = (text: string): number => Number(/dev loss (\S+)/.exec(text)![1])
    expect(Math.abs(dev(autograd.stdout) - dev(stdout))).toBeLessThan(0.005)
    expect(existsSync(checkpointIn(blank))).toBe(false)
    expect(ninja(blank, ['sample', '--autograd', '-n', '3']).stdout.split('\n')).toHaveLength(4)
  })
})

describe('a run that was stopped', { timeout: COMMON }, () => {
  const words = [...SMALL, '--steps', '5000', '--seed', '3']

  test('goes on to the same bits', async () => {
    const folder = workspace()
    expect(ninja(folder, ['train', ...words]).status).toBe(0)
    const uninterrupted = readFileSync(checkpointIn(folder), 'utf8')

    const first = await interrupted(folder, words, /^step/m, 10 + 100 * Math.random(), 'SIGINT')
    expect(first.status).toBe(130)
    expect(first.stdout).toMatch(/stopped; [\d,]+ of 5,000 steps are saved\n {2}to go on: .* train --resume/)
    const step = JSON.parse(readFileSync(checkpointIn(folder), 'utf8')).step
    expect(step).toBeGreaterThan(0)
    expect(step).toBeLessThan(8000)

    await interrupted(folder, ['--resume'], /^step/m, 20 + 100 * Math.random(), 'SIGTERM')
    const last = ninja(folder, ['train', '--resume'])
    expect(last.status).toBe(0)
    expect(readFileSync(checkpointIn(folder), 'utf8')).toBe(uninterrupted)
  })

  test('by kill -9, at whatever moment, leaves a whole checkpoint that goes on to the same bits', async () => {
    const folder = workspace()
    ninja(folder, ['train', ...words])
    const uninterrupted = readFileSync(checkpointIn(folder), 'utf8')
    await interrupted(folder, words, /^step/m, 100, 'SIGINT')
    for (let i = 0; i < 3; i++) {
      await interrupted(folder, ['--resume'], /^step/m, 400 * Math.random(), 'SIGKILL')
      const { step, parameters } = JSON.parse(readFileSync(checkpointIn(folder), 'utf8'))
      expect(step).toBeGreaterThan(0)
      expect(Object.keys(parameters)).toHaveLength(7)
    }
    ninja(folder, ['train', '--resume'])
    expect(readFileSync(checkpointIn(folder), 'utf8')).toBe(uninterrupted)
  })

  test('can be sampled from', async () => {
    const folder = workspace()
    await interrupted(folder, words, /^step/m, 50, 'SIGINT')
    const { status, stdout } = ninja(folder, ['sample', '-n', '4'])
    expect(status).toBe(0)
    expect(stdout.split('\n')).toHaveLength(5)
  })

  test('with a checkpoint that is damaged says so', () => {
    const folder = workspace()
    train(folder, '--steps', '10')
    const text = readFileSync(checkpointIn(folder), 'utf8')
    writeFileSync(checkpointIn(folder), text.slice(0, 1000))
    for (const words of [['train', '--resume'], ['sample']]) {
      const { status, stderr } = ninja(folder, words)
      expect(stderr).toContain('checkpoint.json is damaged: it is not a whole JSON document')
      expect(status).toBe(2)
    }
  })

  test('that never was cannot go on, or be sampled from', () => {
    const folder = freshWorkspace()
    expect(ninja(folder, ['train', '--resume']).stderr).toContain('there is no run to resume')
    expect(ninja(folder, ['sample']).stderr).toContain('nothing is trained yet')
  })
})

describe('another run', { timeout: COMMON }, () => {
  const asides = (folder: string): string[] =>
    readdirSync(join(folder, '.ninja', 'train')).filter(name => name.startsWith('run-'))

  test('puts the one before it aside, whether that was stopped or complete, and says where', async () => {
    const folder = workspace()
    const long = [...SMALL, '--steps', '100000']
    await interrupted(folder, long, /^step/m, 50, 'SIGINT')
    const stoppedAt = JSON.parse(readFileSync(checkpointIn(folder), 'utf8')).step
    const { stdout } = train(folder, '--steps', '100')
    const [first] = asides(folder)
    const kept = join('.ninja', 'train', first)
    expect(stdout).toContain(`(${stoppedAt.toLocaleString('en-US')} of 100,000 steps) is saved in ${kept}`)
    expect(stdout).toContain(`to go on with it: npx ninja train --resume --run ${kept}`)
    expect(ninja(folder, ['sample', '--run', kept, '-n', '3']).stdout.split('\n')).toHaveLength(4)
    const resumed = await interrupted(folder, ['--resume', '--run', kept], /^step/m, 50, 'SIGINT')
    expect(resumed.stdout).toContain(`to go on: npx ninja train --resume --run ${kept}`)
    expect(JSON.parse(readFileSync(join(folder, kept, 'checkpoint.json'), 'utf8')).step).toBeGreaterThan(
      stoppedAt,
    )

    train(folder, '--steps', '120')
    expect(asides(folder)).toHaveLength(2)
    const second = join('.ninja', 'train', asides(folder).find(name => name !== first)!)
    expect(existsSync(join(folder, second, 'loss.svg'))).toBe(true)
    expect(ninja(folder, ['train', '--resume', '--run', second]).stdout).toContain(
      'this run is complete: 100 steps',
    )
  })

  test('that ends before anything of it is saved leaves the one before it in its place', () => {
    const folder = workspace()
    train(folder, '--steps', '100')
    const before = readFileSync(checkpointIn(folder), 'utf8')
    const { stdout } = train(folder, '--steps', '1000', '--lr', '1e30')
    expect(stdout).toContain('stopped before anything was saved')
    expect(stdout).not.toContain('--resume')
    expect(readFileSync(checkpointIn(folder), 'utf8')).toBe(before)
  })

  test('--run needs --resume, and a folder with a run of the same kind', () => {
    const folder = freshWorkspace()
    train(folder, '--autograd', '--steps', '10')
    const run = join('.ninja', 'train-autograd')
    expect(ninja(folder, ['train', '--run', run]).stderr).toContain('write --resume too')
    expect(ninja(folder, ['train', '--resume', '--run', run]).stderr).toContain('add --autograd')
    expect(ninja(folder, ['train', '--resume', '--run', 'none']).stderr).toContain(
      'there is no run to resume in none',
    )
    expect(ninja(folder, ['sample', '--run', 'none']).stderr).toContain('there is no run in none')
  })
})

test('with two examples in a batch, rounding is not taken for functions that differ', {
  timeout: COMMON,
}, () => {
  const folder = workspace()
  for (const seed of ['42', '2', '3']) {
    const words = ['--batch', '2', '--steps', '400', '--check-every', '100', '--seed', seed]
    const { stdout, status } = train(folder, ...words)
    expect(stdout).not.toContain('fast engine')
    expect(status).toBe(0)
  }
})

describe('training does not start', { timeout: COMMON }, () => {
  test.each([
    [
      'where the embedding’s gradient is assigned, not added up',
      'dC',
      'return zerosLike(C).indexPut([Xb], demb)',
      /dC[\s\S]*assign|overwr|last/i,
    ],
    [
      'where the Bessel factor does not fit the forward pass',
      'dhprebn',
      'return bngain.mul(bnvar_inv).div(n).mul(dhpreact.mul(n).sub(dbnbias).sub(bnraw.mul(dbngain)))',
      /n \/ \(n - 1\)|n - 1/,
    ],
    [
      'where dW1 is made with dembcat',
      'dW1',
      'return dembcat.T.matmul(dhprebn)',
      /`?dembcat`?[\s\S]*`?embcat`?/,
    ],
    ['where the update goes up', 'update', 'return p.add(grad.mul(lr))', /Your step goes up/],
    ['where a blank is left', 'db2', 'return TODO()', /Not filled in yet/],
  ])('%s', (_, name, body, diagnosis) => {
    const scope = /export function dW1\(\{[^}]*\}/
    const folder = workspace(text =>
      withBody(
        name,
        body,
      )(text)
        .replace(scope, 'export function dW1({ embcat, dembcat, dhprebn }')
        .replace("from 'backprop-ninja'", "from 'backprop-ninja'\nimport { TODO } from 'backprop-ninja'"),
    )
    const { status, stdout } = train(folder, '--steps', '100')
    expect(status).toBe(1)
    expect(stdout).toMatch(diagnosis)
    expect(stdout).toMatch(new RegExp(`[✗·] ${name}`))
    expect(stdout).toContain("training can't start: everything in makemore/10_train must be right")
    expect(existsSync(checkpointIn(folder))).toBe(false)
  })
})

describe('while it trains', { timeout: COMMON }, () => {
  /** The function does as it should, until it was called so often; a check does not get that far. */
  const later = (name: string, from: number, then: string, edit = (text: string): string => text) =>
    workspace(text => {
      const moved = text.replace(`export function ${name}(`, `function right_${name}(`)
      return `${edit(moved)}\nlet calls = 0\nexport function ${name}(scope: Scope): Tensor {\n  if (++calls > ${from}) ${then}\n  return right_${name}(scope)\n}\n`
    })

  test('a gradient that turns wrong stops it, with the diagnosis', () => {
    const folder = later('dW2', 1500, 'return right_dW2(scope).neg()')
    const { status, stdout } = train(folder, '--steps', '8000', '--check-every', '500')
    expect(status).toBe(1)
    expect(stdout).toMatch(/✗ dW2: wrong/)
    expect(stdout).toContain('sign')
    expect(stdout).toMatch(/in step [12],\d01 the gradients were checked again, and they are no longer right/)
  })

  test('a function that throws is told with its line and the step', () => {
    const folder = later('dW2', 1500, "throw new Error('enough')")
    const { status, stdout } = train(folder, '--steps', '8000')
    expect(status).toBe(1)
    expect(stdout).toMatch(/in step 1,\d+: Error: enough {2}exercises\/makemore\/10_train\.ts:\d+/)
  })

  test('a function finds no process to end', () => {
    const folder = later('dW2', 1500, 'process.exit(0)')
    const { status, stdout } = train(folder, '--steps', '8000')
    expect(stdout).toMatch(/in step 1,\d+: ReferenceError: process is not defined/)
    expect(status).toBe(1)
  })

  test('a function that takes to writing into what it was given stops it, with the verdict', () => {
    const folder = later(
      'dh',
      1500,
      'dhOnly(scope)',
      text => `${text}
function dhOnly({ dlogits }: Scope): void {
  dlogits.data.fill(0)
}
`,
    )
    const { status, stdout } = train(folder, '--steps', '8000', '--check-every', '500')
    expect(status).toBe(1)
    expect(stdout).toMatch(/✗ dh: wrong[\s\S]*writes into `dlogits`/)
    expect(stdout).toMatch(/in step [12],\d01 the gradients were checked again, and they are no longer right/)
  })

  test('an update that writes into the parameter where it trains, and is right in a check, stops it', () => {
    const body = `if (p.data.length < 20) return p.sub(grad.mul(lr))
  for (let i = 0; i < p.data.length; i++) p.data[i] -= lr * grad.data[i]
  return p`
    const { status, stdout } = train(workspace(withBody('update', body)), '--steps', '300')
    expect(status).toBe(1)
    expect(stdout).toMatch(/update[\s\S]*something else/)
  })

  test('a gradient that is something else on the tensors that are trained stops it', () => {
    const folder = later('db2', 1500, "if ('memory' in scope.dlogits) return right_db2(scope).neg()")
    const { status, stdout } = train(folder, '--steps', '8000', '--check-every', '500')
    expect(status).toBe(1)
    expect(stdout).toMatch(/in step \d,\d01: db2 is right in a check, but not in training/)
  })

  test('an endless loop is told, and Ctrl-C stops it', async () => {
    const folder = later('dW2', 3000, 'for (;;) {}')
    const words = [...SMALL, '--steps', '100000']
    const { stdout, status, sent } = await interrupted(
      folder,
      words,
      /dW2 has been running for 2 s/,
      10,
      'SIGINT',
    )
    expect(sent).toBe(true)
    expect(status).toBe(130)
    expect(stdout).toContain('the last step did not finish and was abandoned')
  })

  test('an endless loop is stopped after ten seconds of processor time', () => {
    const folder = later('dW2', 3000, 'for (;;) {}')
    const { stdout, status } = train(folder, '--steps', '100000')
    expect(stdout).toContain('dW2 took too long and was stopped')
    expect(status).toBe(124)
  })

  test('a loss that is no number any more is explained', () => {
    const { status, stdout } = train(workspace(), '--steps', '1000', '--lr', '1e30')
    expect(status).toBe(1)
    expect(stdout).toMatch(/the loss is (NaN|Infinity) in step \d+/)
    expect(stdout).toMatch(/The gradients were right: the steps are too large/)
    expect(stdout).toContain('the learning rate is 1e+30; try a smaller one: --lr 1e+29')
  })

  test('functions that write into the numbers of a tensor train to the same loss', () => {
    const loops =
      'const d = h.T.matmul(dlogits).mul(2)\n  for (let i = 0; i < d.data.length; i++) d.data[i] /= 2\n  return d'
    const dev = (text: string): number => Number(/dev loss (\S+)/.exec(text)![1])
    const [usual, looping] = [workspace(), workspace(withBody('dW2', loops))].map(folder =>
      train(folder, '--steps', '300'),
    )
    expect(looping.status).toBe(0)
    expect(dev(looping.stdout)).toBeCloseTo(dev(usual.stdout), 3)
  })

  test('a gradient that a check hands out, and nobody computes, is asked for in words', () => {
    const body =
      'const d = dbnraw.div(bngain)\n  return d.mul(0).add(bngain.mul(bnvar_inv).div(n).mul(dhpreact.mul(n).sub(dbnbias).sub(bnraw.mul(dbngain).mul(n / (n - 1)))))'
    const folder = workspace(text =>
      withBody(
        'dhprebn',
        body,
      )(text).replace(/export function dhprebn\(\{/, 'export function dhprebn({ dbnraw, '),
    )
    const { status, stdout } = train(folder, '--steps', '200')
    expect(stdout).toContain('dhprebn needs dbnraw, and none of your functions computes it')
    expect(status).toBe(1)
  })
})

describe('where nothing can be kept', { timeout: COMMON }, () => {
  test('the network is trained all the same, and that is said', () => {
    const folder = freshWorkspace()
    mkdirSync(join(folder, '.ninja'), { recursive: true })
    writeFileSync(join(folder, '.ninja', 'train-autograd'), 'a file where a folder is needed')
    const { status, stdout, stderr } = train(folder, '--autograd', '--steps', '200')
    expect(stdout).toMatch(/train loss \d/)
    expect(stderr).toMatch(
      /warning: not everything could be saved: cannot read .*train-autograd.*: there is a file where a folder should be \(ENOTDIR\)/,
    )
    expect(status).toBe(0)
  })
})

describe('what cannot be used is refused with a clear word', { timeout: COMMON }, () => {
  const folder = freshWorkspace()
  test.each([
    ['an empty file', '', 'found nothing'],
    ['one name', 'emma\n', 'found one name; training needs at least 10'],
    ['other letters', 'Emma\nAva\n', 'found "Emma" in line 1'],
    ['a line of 10 MB', 'ab'.repeat(5_000_000), 'a name of 10000000 letters in line 1'],
    ['binary data', 'em\u0000ma', 'found binary data'],
  ])('%s', (_, content, message) => {
    const path = join(folder, 'list.txt')
    writeFileSync(path, content)
    const { status, stderr } = ninja(folder, ['train', '--autograd', '--data', 'list.txt'])
    expect(stderr).toContain(message)
    expect(stderr).not.toMatch(/^ +at /m)
    expect(status).toBe(2)
  })

  test('a file that is not there', () => {
    const { status, stderr } = ninja(folder, ['train', '--data', 'nowhere.txt'])
    expect(stderr).toContain('cannot read')
    expect(status).toBe(2)
  })

  test('numbers that make no sense', () => {
    const { status, stderr } = ninja(folder, ['train', '--steps', '0'])
    expect(stderr).toContain('--steps needs a whole number from 1')
    expect(status).toBe(2)
  })

  test('a short list of other letters trains', () => {
    const names = [
      'анна',
      'мария',
      'ольга',
      'елена',
      'вера',
      'нина',
      'ирина',
      'лариса',
      'софия',
      'дарья',
      'зоя',
      'яна',
    ]
    writeFileSync(join(folder, 'list.txt'), names.join('\n'))
    const { status, stdout } = train(folder, '--autograd', '--steps', '200', '--data', 'list.txt')
    expect(status).toBe(0)
    expect(stdout).toMatch(/^ {2}[а-я]/m)
  })
})
