/** Exercises that are not about a forward pass: the real program, with a pack that has nothing else. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Report } from '../../checker/report.ts'
import { withoutWrong } from '../../notebook/wrong.ts'
import { wholeText } from '../solving.ts'
import { emptyFolder, freshWorkspace, ninja } from '../testing.ts'

const solution = `// %% [markdown]
// # 01 · Slopes

// %%
import type { Tensor } from 'backprop-ninja'

// %% A function
export const f = (x: number): number => 3 * x ** 2 - 4 * x + 5

// %% The slope, by nudging
// hint: Rise over run.
// hint: How much f gained, over the nudge.
export function slope(f: (x: number) => number, x: number, h: number): number {
  // answer
  return (f(x + h) - f(x)) / h
  // end answer
  // wrong (local derivative missing): return f(x + h) - f(x)
  //   > This is what f gained. Divide it by the nudge.
}

// %% A number that remembers
export class Value {
  readonly data: number
  readonly before: readonly Value[]
  grad = 0
  private back: () => void = () => {}
  constructor(data: number, before: readonly Value[] = []) {
    this.data = data
    this.before = before
  }

  // hint: Each gets what comes from above.
  add(other: Value): Value {
    const out = new Value(this.data + other.data, [this, other])
    // answer
    out.back = () => {
      this.grad += out.grad
      other.grad += out.grad
    }
    return out
    // end answer
  }

  // hint: The other factor.
  mul(other: Value): Value {
    const out = new Value(this.data * other.data, [this, other])
    // answer
    out.back = () => {
      this.grad += other.data * out.grad
      other.grad += this.data * out.grad
    }
    return out
    // end answer
  }

  backward(): void {
    // answer
    const order: Value[] = []
    const visit = (value: Value): void => {
      if (order.includes(value)) return
      for (const one of value.before) visit(one)
      order.push(value)
    }
    visit(this)
    this.grad = 1
    for (const value of order.reverse()) value.back()
    // end answer
  }
}

// %% check
import type { Pair, Source } from 'backprop-ninja'

interface Learner {
  slope: typeof slope
  Value: typeof Value
}

export function check({ slope, Value }: Learner, { g }: Source): readonly Pair[] {
  const [a, b] = [g.randn(1).item(), g.randn(1).item()]
  const after = (work: (x: Value, y: Value) => Value, give: (x: Value, y: Value) => number[]) => () => {
    const [x, y] = [new Value(a), new Value(b)]
    work(x, y).backward()
    return give(x, y)
  }
  return [
    {
      name: 'slope(f, x, 1e-6)',
      blank: 'slope',
      learner: () => slope(f, a, 1e-6),
      expected: 6 * a - 4,
      within: 1e-3,
      learned: 'it is near 6x - 4',
    },
    {
      name: 'a + b',
      blank: 'Value.add',
      learner: after((x, y) => x.add(y), (x, y) => [x.grad, y.grad]),
      expected: [1, 1],
    },
    {
      name: 'a * b',
      blank: 'Value.mul',
      learner: after((x, y) => x.mul(y), (x, y) => [x.grad, y.grad]),
      expected: [b, a],
    },
    {
      name: 'a * b + a',
      blank: 'Value.backward',
      learner: after((x, y) => x.mul(y).add(x), x => [x.grad]),
      expected: [b + 1],
    },
  ]
}

export function picture(learner: Learner): string {
  return \`the slope at 3 is \${learner.slope(f, 3, 1e-6).toFixed(2)}\`
}
`

const pack = emptyFolder()
mkdirSync(join(pack, 'solutions', 'derivatives'), { recursive: true })
writeFileSync(join(pack, 'package.json'), '{"name":"slopes","version":"1.0.0","ninja":{"format":1}}')
writeFileSync(join(pack, 'solutions', 'derivatives', '01_slopes.ts'), solution)
const workspace = join(emptyFolder(), 'ws')
const fresh = (() => {
  expect(ninja(pack, ['init', workspace, '--pack', pack])).toMatchObject({ status: 0 })
  return readFileSync(join(workspace, 'exercises', 'derivatives', '01_slopes.ts'), 'utf8')
})()

/** All of it right. */
const filled = withoutWrong(solution.slice(0, solution.indexOf('// %% check'))).replace(
  /^ *\/\/ (end answer|answer|hint.*)\n/gm,
  '',
)

function save(text: string, ...edits: readonly (readonly [from: string, to: string])[]): void {
  let edited = text
  for (const [from, to] of edits) {
    expect(edited).toContain(from)
    edited = edited.replace(from, to)
  }
  writeFileSync(join(workspace, 'exercises', 'derivatives', '01_slopes.ts'), edited)
}

function check(...words: readonly string[]): { report: Report; verdicts: string; status: number | null } {
  const { status, stdout, stderr } = ninja(workspace, ['check', '--json', ...words])
  expect(stderr).toBe('')
  const report: Report = JSON.parse(stdout)
  return { report, status, verdicts: report.gradients.map(({ verdict }) => verdict).join(', ') }
}

const RIGHT = 'approximate, exact, exact, exact'

test('a fresh one is blank everywhere, and every command knows it', () => {
  save(fresh)
  expect(check()).toMatchObject({ status: 1, verdicts: 'blank, blank, blank, blank' })
  expect(fresh).not.toMatch(/hint|wrong|answer|check/)
  for (const words of [['list'], ['status'], ['show'], ['hint'], ['hint', 'mul'], ['hint', 'Value.add']]) {
    const { status, stderr } = ninja(workspace, words)
    expect([words, status, stderr]).toEqual([words, 0, ''])
  }
  expect(ninja(workspace, ['hint', 'mul']).stdout).toContain('The other factor.')
})

test('one that is filled in is passed; what was learned and the picture are shown', () => {
  save(filled)
  const { report, status, verdicts } = check()
  expect([status, report.passed, verdicts]).toEqual([0, true, RIGHT])
  expect(report.gradients.map(({ blank, kind }) => [blank, kind])).toEqual([
    ['slope', 'value'],
    ['Value.add', 'value'],
    ['Value.mul', 'value'],
    ['Value.backward', 'value'],
  ])
  const { stdout } = ninja(workspace, ['check'])
  expect(stdout).toContain('all 4 values are right')
  expect(stdout).toContain('it is near 6x - 4')
  expect(stdout).toMatch(/the slope at 3 is 14.00\n\n {2}━/)
  expect(ninja(workspace, ['solution']).stdout).toContain('return (f(x + h) - f(x)) / h')
  expect(ninja(workspace, ['diff']).stdout).toContain('4 of 4 written like the answer\n')
})

test('a line that is right is, whatever is not filled in yet', () => {
  save(fresh, ['number): number {\n  return TODO()', 'number): number {\n  return (f(x + h) - f(x)) / h'])
  expect(check().verdicts).toBe('approximate, blank, blank, blank')
})

test('one slip blames one function, and its name is that of the slip', () => {
  save(filled, ['(f(x + h) - f(x)) / h', 'f(x + h) - f(x)'])
  const { report, verdicts } = check()
  expect(verdicts).toBe('wrong, exact, exact, exact')
  expect(report.gradients[0]).toMatchObject({
    message: expect.stringMatching(/^slope\(f, x, 1e-6\) gave -?[\d.e-]+, expected -?[\d.]+$/),
    diagnosis: { family: 'local derivative missing', short: 'This is what f gained' },
    line: 12,
  })
})

test('what follows from another\u2019s slip is told apart from it', () => {
  save(filled, ['this.grad += other.data', 'this.grad -= other.data'])
  const { report, verdicts } = check()
  expect(verdicts).toBe('approximate, exact, wrong, inherited')
  expect(report.gradients[3].message).toMatch(/because of Value\.mul$/)
})

test('a slip that shows only in what is asked of another is found too', () => {
  save(filled, ['this.grad += other.data', 'this.grad = other.data'])
  const { report, verdicts } = check()
  expect(verdicts).toBe('approximate, exact, exact, inherited')
  expect(report.gradients[3].message).toMatch(/because of Value\.mul$/)
})

test('a part of the object without its `this.` is guessed, in a method alone', () => {
  save(filled, ['this.data * other.data', 'data * other.data'])
  const { report } = check()
  expect(report.gradients[2]).toMatchObject({
    verdict: 'threw',
    message: 'ReferenceError: data is not defined',
    advice: expect.stringContaining('write this.data'),
  })
  save(filled, ['(f(x + h) - f(x)) / h', '(f(x + h) - f(x)) / step'])
  expect(check().report.gradients[0].advice).not.toContain('this.')
})

test.each([
  ['nothing comes back', 'return (f(x + h) - f(x)) / h', '', 'wrong type', /gave nothing, needs a number/],
  ['NaN comes back', '/ h', '/ (h - h)', 'not finite', /gave (NaN|Infinity|-Infinity)/],
  ['it throws', 'return (f(x', 'return nothing + (f(x', 'threw', /ReferenceError: nothing is not defined/],
  ['it names the program', 'return (f', 'process.exit(0)\n  return (f', 'threw', /process is not defined/],
  ['it cannot be read', 'return (f(x', 'return ((f(x', 'threw', /SyntaxError/],
])('where %s, the others have their verdicts', (_, from, to, verdict, message) => {
  save(filled, [from, to])
  const { report, verdicts } = check()
  expect(verdicts).toBe(`${verdict}, exact, exact, exact`)
  expect(report.gradients[0].message).toMatch(message)
})

test('a method that cannot be read costs the others of its class nothing', () => {
  save(filled, ['this.grad += other.data * out', 'this.grad += other.data * * out'])
  expect(check()).toMatchObject({ verdicts: 'approximate, exact, threw, exact' })
})

test('a loop that never ends is stopped, and named', () => {
  save(filled, ['this.grad += other.data', 'for (;;) this.grad += other.data'])
  expect(check('--time-limit', '0.3')).toMatchObject({
    status: 124,
    verdicts: 'approximate, exact, timeout, exact',
  })
})

test('what is thrown is said to be where it stands in the file', () => {
  save(filled, ['const visit =', 'boom()\n    const visit ='])
  const { report } = check()
  expect(report.gradients[3]).toMatchObject({ verdict: 'threw', line: lineOf('boom()') })
})

test('a function that is not there any more is blank, and helpers of one\u2019s own are welcome', () => {
  save(
    filled,
    [
      'export function slope',
      'const rise = (g: typeof f, x: number, h: number) => g(x + h) - g(x)\nexport function slope',
    ],
    ['(f(x + h) - f(x)) / h', 'rise(f, x, h) / h'],
    ['  add(other', '  plus(other'],
  )
  const { report, verdicts } = check()
  expect(verdicts).toBe('approximate, blank, exact, exact')
  expect(report.gradients[1].message).toBe('there is no method add in the class Value in the file')
})

test('what a function prints is shown once', () => {
  save(filled, ['return (f', "console.log('at', x > 9)\n  return (f"])
  expect(check().report.printed).toEqual([{ by: 'slope', text: 'at false' }])
})

test('code outside functions that fails is told as that', () => {
  save(filled, ['export class', 'boom()\nexport class'])
  const { report } = check()
  expect(report.error).toMatchObject({ code: 'exercise', line: lineOf('boom()') })
})

test('a line that is right with the table\u2019s numbers alone is no right line', () => {
  save(filled)
  const [{ expected }] = [check().report.gradients[0].worst!]
  save(filled, ['return (f(x + h) - f(x)) / h', `return ${expected}`])
  expect(check().verdicts).toBe('coincidence, exact, exact, exact')
  expect(check('--seed', '7').verdicts).toBe('wrong, exact, exact, exact')
})

function lineOf(text: string): number {
  const lines = readFileSync(join(workspace, 'exercises', 'derivatives', '01_slopes.ts'), 'utf8').split('\n')
  return lines.findIndex(line => line.includes(text)) + 1
}

test('a picture of what learns with the gradients is drawn once they are right, too', () => {
  const folder = freshWorkspace()
  const [file, right] = [join(folder, 'exercises/makemore/10_train.ts'), wholeText('makemore/10')]
  const checked = (text: string): Report => {
    writeFileSync(file, text)
    return JSON.parse(ninja(folder, ['check', 'makemore/10', '--json']).stdout)
  }
  expect(checked(right)).toMatchObject({ passed: true, picture: expect.stringContaining('steps') })
  const wrong = right.replace('return dlogits.sum(0)', 'return dlogits.sum(0).neg()')
  const report = checked(wrong)
  expect([report.passed, report.picture]).toEqual([false, null])
  expect(report.gradients.filter(({ verdict }) => verdict === 'wrong').map(({ name }) => name)).toEqual([
    'db2',
  ])
})
