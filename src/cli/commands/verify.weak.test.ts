import { beforeAll, describe, expect, test } from 'vitest'
import type { Flaw, Verified } from '../../author/flaw.ts'
import { ninja } from '../testing.ts'
import { checkCell, packWith, pair, spoilt, two, wrongLines } from './testing.ts'

const about = { name: 'weak', version: '1.0.0', ninja: { format: 1, tracks: ['weak'], start: 'weak' } }

/** Edits of the template: what is there, and what takes its place. */
type Edits = readonly (readonly [RegExp | string, string])[]

/** A second matrix product of w, with an input of its own. */
const product = (code: string): Edits => [
  [/%% y = x.matmul\(w\)/, `%% y = ${code}`],
  [/const y = x.matmul\(w\) {12}/, `const y = ${code} `],
]

/** What is planted, by its number; the rule that finds it, and the only thing that is said. */
const planted: readonly (readonly [number, string, Edits, string])[] = [
  [
    1,
    'sizes',
    [[/features: 3 /, 'features: 4 '], [/features: 2 /, 'features: 4 ']],
    'features is 4 in all of its sizes, so 4 passes where features is meant',
  ],
  [
    2,
    'sizes',
    [[/return \{ n, x/, 'return { n, columns: 1, x']],
    'columns is 1 in all of its sizes, so 1 passes where columns is meant',
  ],
  [
    3,
    'data',
    [
      ...product('x.matmul(S).matmul(w)'),
      [/return \{ n, x/, 'const half = g.randn(features, features)\n  const S = half.add(half.T)\n  return { n, S, x'],
      [/forward\(\{ x/, 'forward({ x, S'],
      [/dw\(\{ x/, 'dw({ x, S'],
      [/return x.T.matmul\(dy\)/, 'return S.T.matmul(x.T.matmul(dy))'],
    ],
    'S equals its own transpose at every size, so a forgotten .T goes unnoticed',
  ],
  [
    4,
    'branches',
    [[/= y.sub\(t\) {11}/, '= y.sub(t).add(60).relu() ']],
    'the relu in error gets no number below 0, at any size: an answer that ignores this case passes',
  ],
  [
    5,
    'data',
    [
      ...product('x.matmul(w).add(x.matmul(v))'),
      [/return \{ n, x/, 'const v = w.clone()\n  return { n, v, x'],
      [/forward\(\{ x/, 'forward({ x, v'],
    ],
    'v and w are equal at every size, so one passes where the other is meant',
  ],
  [
    6,
    'hints',
    [[/hint: The slope of e\^2.*/, 'hint: each element of error is squared, and counts the same in the mean!']],
    'hint 2 of derror says what hint 1 says',
  ],
  [7, 'hints', [[/hint: Each/, 'hint: It is 2 * error / n. Each']], 'hint 1 of derror has the answer in it'],
  [
    8,
    'hints',
    [[/is the matrix product/, 'is the matrix product, and `x.T.matmul(dy)` the gradient']],
    'the text of the exercise has the answer to dw in it',
  ],
  [
    9,
    'mathematics',
    [[/hint: error.mul.*/, 'hint: So derror = 3 * error / n.']],
    'hint 3 of derror says that derror is 3 * error / n, which has another value',
  ],
  [
    10,
    'mathematics',
    [[/The slope of e\^2 is 2e/, 'The slope of e^2 is 3e']],
    'it says that the slope of e^2 is 3e, which is false',
  ],
  [
    11,
    'titles',
    [[/%% y = x.matmul\(w\)/, '%% y = x.matmul(W)']],
    'a title quotes `y = x.matmul(W)`, and the forward pass has `const y = x.matmul(w)`',
  ],
  [
    12,
    'titles',
    [[/%% y = x.matmul\(w\)/, '%% w feeds z = x.matmul(w)']],
    'a title quotes `z = x.matmul(w)`, which the forward pass does not make',
  ],
] // biome-ignore format: a table

const SAID = 'the table shows as expected, hard-coded'

const exercises: Verified[] = []
const found = (number: number): readonly Flaw[] =>
  exercises.find(({ exercise }) => exercise.startsWith(`weak/${two(number)}`))!.findings

/** A pack of these, proved. */
function prove(solutions: Readonly<Record<string, string>>): void {
  const ran = ninja(packWith(solutions, about), ['verify', '--json'], { timeout: 170_000 })
  expect(ran.stderr).toBe('')
  exercises.push(...JSON.parse(ran.stdout).exercises)
}

beforeAll(() => {
  const edited = planted.map(([number, , edits]) => {
    const text = edits.reduce(
      (text, [from, to]) => {
        expect(text).toMatch(from)
        return text.replace(from, to)
      },
      spoilt(number, '', ''),
    )
    return [`weak/${two(number)}_weak${number}`, text] as const
  })
  const cell = (number: number, text: string) => text.replace('21', String(number))
  const list = (text: string): string =>
    text
      .replaceAll('return 2 * x', 'return [x, 2 * x]')
      .replaceAll(': number {', ': number[] {')
      .replace('(sign, factor)', '(-)')
  const pairs = (...all: readonly string[]): string => all.join(', ')
  prove(Object.fromEntries(edited))
  prove({
    'weak/13_number': cell(13, checkCell(pair(3), wrongLines)),
    'weak/14_list': cell(14, list(checkCell(pair(3).replace('6', '[3, 6]'), wrongLines))).replace(
      '=> number }',
      '=> number[] }',
    ),
    'weak/15_tensor': cell(
      15,
      checkCell(pair(3).replace('expected: 6', 'expected: tensor([3, 6])'), wrongLines)
        .replace('return 2 * x', 'return new Tensor([2], Float64Array.of(x, 2 * x))')
        .replace('// %% Twice', "// %%\nimport { Tensor } from 'backprop-ninja'\n\n// %% Twice")
        .replace('import type { Pair }', 'import { type Pair, tensor }')
        .replace('(sign, factor)', '(-)')
        .replaceAll('=> number', '=> Tensor')
        .replace('): number {', '): Tensor {'),
    ),
    'weak/16_two_numbers': cell(16, checkCell(pairs(pair(3), pair(4.5)), wrongLines)),
    'weak/17_large': spoilt(
      17,
      /small: .*\n.*/,
      'small: { n: 1023, features: 511 },\n  other: { n: 7, features: 2 },',
    ),
  })
}, 360_000)

test.each(planted)(
  'in %i the rule "%s" finds it, and nothing else is said',
  (number, rule, _edits, message) => {
    expect(found(number).map(({ rule, message }) => [rule, message])).toEqual([[rule, message]])
  },
)

test.each([
  [13, 'return 6'],
  [14, 'return [3, 6]'],
  [15, 'return tensor([3,6])'],
])('in %i what the table shows passes where it is written out', (number, code) => {
  expect(found(number).map(({ rule, message }) => [rule, message])).toEqual([
    ['written-out numbers', `\`${code}\` passes in twice: what ${SAID}`],
  ])
})

test('where two rows expect different numbers, neither passes for both', () => {
  expect(found(16)).toEqual([])
})

test('what would take hours is not tried, and that is said', () => {
  const [{ rule, message }, ...others] = found(17)
  expect(rule).toBe('budget')
  expect(message).toMatch(
    /^to try its wrong lines takes [\d,]+ million multiplications, and the budget is 5,000 million/,
  )
  expect(others).toEqual([])
})

/** An operation of the exercise's own in the template: y goes through it. */
const withOperation = (cell: string, check = ''): string =>
  spoilt(1, '// %% The forward pass', `// %% An operation\n${cell}\n\n// %% The forward pass`)
    .replace(
      "import type { ScopeOf, Source, Tensor } from 'backprop-ninja'",
      "import { type ScopeOf, type Source, Tensor, operation } from 'backprop-ninja'",
    )
    .replace(
      'const y = x.matmul(w)            //',
      'const z = x.matmul(w) // (n, 1)\n  const y = atan(z)                //',
    )
    .replace('return { y, error', 'return { z, y, error')
    .replace('%% y = x.matmul(w)', '%% z = x.matmul(w)')
    .replace('dw({ x, dy }', 'dw({ x, dz }')
    .replace('matmul(dy)', 'matmul(dz)')
    .concat(`
// %% y = atan(z)
// hint: Element by element.
// hint: The slope of the arc tangent is 1 / (1 + z^2).
// hint: Divide dy.
export function dz({ z, dy }: Scope): Tensor {
  // answer (n, 1)
  return dy.div(z.square().add(1))
  // end answer
}
${check}`)

const ATAN = 'value: x => new Tensor(x.shape, x.data.map(Math.atan))'
const operationOf = (gradient: string): string =>
  `export const atan = operation('atan', { ${ATAN}${gradient} })`

describe('an operation of the exercise’s own', () => {
  const messages = (solution: string): string[] => {
    const ran = ninja(packWith({ 'own/01_atan': solution }, { ...about, ninja: { format: 1 } }), [
      'verify',
      '--json',
    ])
    return JSON.parse(ran.stdout).exercises[0].findings.map(({ message }: Flaw) => message)
  }

  test('is judged like any other, with its rule beside its value', () => {
    expect(
      messages(withOperation(operationOf(', gradient: (g, { inputs: [x] }) => g.div(x.square().add(1))'))),
    ).toEqual([])
  })

  test('or with its rule in a cell that learners do not get', () => {
    const check = '\n// %% check\natan.backward((g, { inputs: [x] }) => g.div(x.square().add(1)))\n'
    expect(messages(withOperation(operationOf(''), check))).toEqual([])
  })

  test('a rule that its value does not bear out is told, and it alone, whatever the answer is', () => {
    const wrong = withOperation(operationOf(', gradient: (g, { inputs: [x] }) => g.div(x.square().add(2))'))
    const said =
      'what the operation atan sends back to its input is not what central differences of its value give'
    expect(messages(wrong)).toEqual([said])
    expect(messages(wrong.replace('dy.div(z.square().add(1))', 'dy.div(z.square().add(2))'))).toEqual([said])
  })

  test('without a rule it does not run', () => {
    expect(messages(withOperation(operationOf('')))[0]).toContain('atan: has no gradient')
  })
})
