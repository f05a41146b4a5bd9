/** Text that nobody types is read in time, and what is right beside it is judged. */
import { expect, test } from 'vitest'
import { check, net, verdicts } from './testing.ts'

const right = 'dh = 2 * h\ndz = dh * (1 - h ** 2)\ndw = x.T @ dz\n'
const allRight = ['dh right', 'dz right', 'dw right']

/** Microseconds of processor time. */
const LONGEST = 10_000_000

function inTime<T>(work: () => T): T {
  const start = process.cpuUsage()
  const made = work()
  const { user, system } = process.cpuUsage(start)
  expect(user + system).toBeLessThan(LONGEST)
  return made
}

const many = (text: string, times: number, separator = ''): string =>
  Array.from({ length: times }, () => text).join(separator)
const nested = (open: string, close: string, times: number): string =>
  `a = ${many(open, times)}1${many(close, times)}`
const indented = (line: string, times: number): string =>
  `${Array.from({ length: times }, (_, i) => `${' '.repeat(i)}${line}\n`).join('')}${' '.repeat(times)}a = 1`

test.each([
  ['brackets within brackets', nested('(', ')', 100_000)],
  ['brackets that are never closed', `a = ${many('(', 100_000)}`],
  ['brackets of three kinds, never closed', `a = ${many('([{', 14)}`],
  ['lists within lists', nested('[', ']', 5000)],
  ['dictionaries within dictionaries', nested('{1:', '}', 60)],
  ['calls within calls', nested('f(', ')', 40)],
  ['indices within indices', nested('x[1:', ']', 60)],
  ['lambdas within lambdas', nested('lambda b: (', ')', 40)],
  ['comprehensions within comprehensions', nested('[', ' for i in [1]]', 25)],
  ['conditions within conditions', nested('(1 if ', ' else 2)', 40)],
  ['brackets after with', `with ${many('(', 25)}a${many(')', 25)}:\n    pass`],
  ['brackets around a target', `${many('(', 25)}a${many(')', 25)} = 1`],
  ['a pattern in brackets', `match x:\n  case ${many('(', 30)}a${many(')', 30)}:\n    pass`],
  ['signs', `a = ${many('-', 100_000)}1`],
  ['nots', `a = ${many('not ', 5000)}1`],
  ['powers', `a = ${many('1 ** ', 5000)}1`],
  ['a long sum', `a = ${many('1 + ', 20_000)}1`],
  ['attributes', `a = x${many('.T', 20_000)}`],
  ['a long list', `a = [${many('1, ', 200_000)}]`],
  ['many targets', `${many('a = ', 20_000)}1`],
  ['a text that is never closed', `a = 'abc`],
  ['a long text that is never closed', `a = '${many('a', 1_000_000)}`],
  ['a text of backslashes', `a = '${many('\\', 100_001)}`],
  ['quotes', `a = ${many('"', 100_001)}`],
  ['texts within texts', `a = ${many('f"{', 20)}1${many('}"', 20)}`],
  ['braces in a text', `a = f"${many('{', 5000)}"`],
  ['a text with many numbers', `a = f"${many('{n}', 10_000)}"`],
  ['NULs', 'a = 1\0\0\0'],
  ['NULs in a text', "a = '\0'"],
  ['halves of letters', "a\ud800 = 1\nb = '\udfff'"],
  ['letters of other languages', '😀 = 1\nπ = 3'],
  ['a long comment', `# ${many('a', 5_000_000)}`],
  ['a long name', `${many('a', 1_000_000)} = 1`],
  ['many digits', `a = ${many('9', 100_000)}\nb = 1.${many('9', 100_000)}e999`],
  ['spaces', `a =${many(' ', 1_000_000)}1${many(' ', 1_000_000)}`],
  ['empty lines', many('\n', 500_000)],
  ['names of JavaScript', "__proto__ = 1\nconstructor = 2\na = {'__proto__': 1}\nd__proto__ = 1"],
  ['magics', `${many('%%%%timeit ', 2000)}\n%time ${many('-n 1 ', 20_000)}`],
  ['lines that go on', `a = 1 ${many('\\\n', 50_000)}+ 1`],
  ['statements in one line', many('a = 1;', 10_000)],
  ['lines that are wrong', many('a = = 1\n', 1000)],
  ['blocks within blocks', indented('if 1:', 300)],
  ['functions within functions', indented('def f():', 300)],
])('%s', (_, lines) => {
  expect(inTime(() => verdicts(`${net}\n# %%\n${lines}\n# %%\n${right}`))).toEqual(allRight)
})

test('a text in three quotes that is never closed ends with its cell', () => {
  expect(inTime(() => verdicts(`${net}\n# %%\na = '''abc\n${many('x\n', 1000)}\n# %%\n${right}`))).toEqual(
    allRight,
  )
})

test.each(['a = 1\n', 'a = h * 2\n', 'a = = 2\n'])('10,000 cells of %j', line => {
  expect(inTime(() => verdicts(`${net}${many(`# %%\n${line}`, 10_000)}\n# %%\n${right}`))).toEqual(allRight)
})

const notebook = (cells: unknown): string => JSON.stringify({ cells, metadata: {}, nbformat: 4 })

test('cells that hold something else than lines are empty', () => {
  const own = [net, '\0', 'b = "\udfff"', right].map(source => ({ cell_type: 'code', source: [source] }))
  const odd = [null, 1, 'a', [], {}, { cell_type: 'code' }, { cell_type: 'code', source: { a: 1 } }]
  const deep = `${many('[', 20_000)}${many(']', 20_000)}`
  const text = notebook([...odd, { cell_type: 'code', source: 'DEEP' }, ...own]).replace('"DEEP"', deep)
  expect(inTime(() => verdicts(text, 'homework.ipynb'))).toEqual(allRight)
})

test.each([
  ['brackets', many('[', 100_000), 'it is not JSON'],
  ['lists', nested('[', ']', 100_000).slice(4), 'it has no cells'],
  ['a number', '1', 'it has no cells'],
  ['null', 'null', 'it has no cells'],
  ['no list of cells', '{"cells": {}}', 'it has no cells'],
])('a notebook of %s is none', (_, text, what) => {
  const { error } = inTime(() => check(text, 'homework.ipynb'))
  expect(error?.message).toBe(`homework.ipynb is not a notebook: ${what}`)
})
