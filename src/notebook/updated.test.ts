import { expect, test } from 'vitest'
import { type MergedText, type Preference, updatedExercise, updatedText } from './updated.ts'

const old = `// %% [markdown]
// # 01 · A product
//
// A first sentence.

// %%
import { sum, type Tensor, TODO } from 'backprop-ninja'

// %% The forward pass
export function forward({ a, b }: Inputs) {
  const c = a.mul(b)
  const loss = c.sum()
  return { c, loss }
}

// %% a feeds c
export function da({ b, dc }: Scope): Tensor {
  return TODO() // (n, m)
}

// %% b feeds c
export function db({ a, dc }: Scope): Tensor {
  return TODO() // (n, m)
}
`
const next = old
  .replace('A first sentence.', 'A better sentence.')
  .replace('{ sum, type Tensor, TODO }', '{ ones, type Tensor, TODO }')
  .replace('db({ a, dc }: Scope)', 'db({ a, b, dc }: Scope)')
  .replace('  const loss = c.sum()', '  const loss = c.mean()')
const NAMES = ['da', 'db', 'dc']

const filled = (text: string, name: string, body: string): string =>
  text.replace(
    new RegExp(`(function ${name}\\(.*\\{\\n)  return TODO\\(\\).*\\n`),
    (_, head: string) => `${head}${body}\n`,
  )

function update(
  mine: string,
  versions: { old?: string | null; next?: string } = {},
  choice: Preference = null,
): MergedText {
  const updated = updatedExercise({ old, next, mine, ...versions }, NAMES, choice)
  if ('fault' in updated) throw new Error(updated.fault.message)
  return updated
}

const clean = { conflicts: [], gone: [], added: [], trouble: null }

test('a file in which nothing was written becomes the next version', () => {
  expect(update(old)).toEqual({ text: next, kept: [], ...clean })
  expect(update(next)).toEqual({ text: next, kept: [], ...clean })
})

test('a blank that was filled in stays, and all around it is new', () => {
  const body = '  const copies = b\n  return copies.mul(dc) // mine'
  expect(update(filled(old, 'da', body))).toEqual({ text: filled(next, 'da', body), kept: ['da'], ...clean })
})

test('with its head: what the next version offers besides is not needed by what was written for less', () => {
  const mine = filled(old, 'db', '  return a.mul(dc)')
  const { text, kept } = update(mine)
  expect(text).toContain('db({ a, dc }: Scope): Tensor {\n  return a.mul(dc)\n}')
  expect(kept).toEqual(['db'])
})

test('what a kept line needs of the old import is imported, and what nobody needs is not', () => {
  expect(update(filled(old, 'da', '  return sum(b.mul(dc))')).text).toContain(
    "import { ones, sum, type Tensor, TODO } from 'backprop-ninja'",
  )
  expect(update(filled(old, 'da', '  return b.mul(dc)')).text).toContain('import { ones, type Tensor, TODO }')
})

test('what was imported besides stays', () => {
  const mine = old.replace('{ sum, type', '{ einsum, sum, type')
  expect(update(mine).text).toContain("import { einsum, ones, type Tensor, TODO } from 'backprop-ninja'")
  const second = old.replace(
    "'backprop-ninja'\n",
    "'backprop-ninja'\nimport { ones } from 'backprop-ninja'\n",
  )
  const { text, trouble } = update(second)
  expect([text.match(/ones/g)?.length, trouble]).toEqual([1, null])
})

test('helpers, remarks and lines of the forward pass that are the learner’s own stay where they are', () => {
  const mine = filled(old, 'da', '  return twice(b)')
    .replace('// A first', '// Mine: look at the picture.\n// A first')
    .replace('  const c = a.mul(b)\n', '  const c = a.mul(b)\n  console.log(c)\n')
    .replace('// %% b feeds', 'const twice = (x: Tensor) => x.add(x)\n\n// %% b feeds')
  const { text, conflicts } = update(mine, {
    next: next.replace('c.mean()', 'c.sum()').replace('A better', 'A first'),
  })
  expect(conflicts).toEqual([])
  expect(text).toBe(mine.replace('{ sum, type', '{ ones, type').replace('db({ a, dc }', 'db({ a, b, dc }'))
})

test('where both changed the same lines, both are told and nothing is guessed', () => {
  const mine = old.replace('A first sentence.', 'My sentence.')
  const { text, conflicts } = update(mine)
  expect(conflicts).toEqual([{ line: 4, mine: '// My sentence.\n', next: '// A better sentence.\n' }])
  expect(text).toContain('My sentence.')
  expect(update(mine, {}, 'new').text).toBe(next)
  expect(update(mine, {}, 'mine').text).toBe(next.replace('A better sentence.', 'My sentence.'))
})

test('a blank that is no longer asked for is told, and is in the old text alone', () => {
  const without = next.replace(/\n\/\/ %% b feeds[\s\S]*$/, '')
  expect(update(filled(old, 'db', '  return a.mul(dc)'), { next: without })).toEqual({
    text: without,
    kept: [],
    ...clean,
    gone: ['db'],
  })
  expect(update(old, { next: without }).gone).toEqual([])
})

test('a new blank comes in beside one that was filled in', () => {
  const third = `${next}\n// %% c feeds loss\nexport function dc({ c }: Scope): Tensor {\n  return TODO()\n}\n`
  const mine = filled(old, 'db', '  return a.mul(dc)\n  // done')
  const { text, added } = update(mine, { next: third })
  expect(added).toEqual(['dc'])
  expect(text).toContain('// done')
  expect(text.endsWith('dc({ c }: Scope): Tensor {\n  return TODO()\n}\n')).toBe(true)
})

test('CRLF, tabs and a mark at the beginning stay; new lines end as the others do', () => {
  const body = '\treturn\tb.mul(dc) \t'
  const mine = `\uFEFF${filled(old, 'da', body).replaceAll('\n  ', '\n\t').replaceAll('\n', '\r\n')}`
  const { text, conflicts } = update(mine)
  expect(conflicts).toEqual([])
  expect(text.startsWith('\uFEFF// %% [markdown]\r\n')).toBe(true)
  expect(text).toContain('A better sentence.\r\n')
  expect(text).toContain(`{\r\n${body}\r\n}\r\n`)
  expect(text.replaceAll('\r\n', '')).not.toContain('\n')
})

test('a function with a mistake in it is kept to its last bracket; one without an end to the end of what it says', () => {
  for (const body of ['  return b.mul((dc', '  const = 3\n  }\n  return )(']) {
    const mine = filled(old, 'da', body)
    expect(update(mine)).toEqual({ text: filled(next, 'da', body), kept: ['da'], ...clean })
  }
  const open = old.replace('  return TODO() // (n, m)\n}\n\n// %% b', '  return b.mul(dc\n\n// %% b')
  expect(update(open)).toMatchObject({ kept: ['da'], conflicts: [], trouble: null })
  expect(update(open).text).toContain('  return b.mul(dc\n\n// %% b feeds c\nexport function db({ a, b, dc }')
})

test('a file with a mistake outside of its functions is not touched: nobody can tell what belongs to what', () => {
  const mine = old.replace('// %% a feeds c', '<<<<<<< yours')
  expect(updatedExercise({ old, mine, next }, NAMES, 'new')).toMatchObject({ fault: { line: 16 } })
})

test('functions in other forms are functions: an arrow, one without export, one that is there twice', () => {
  const arrow = old.replace(
    /export function da[\s\S]*?\n\}/,
    'export const da = ({ b, dc }: Scope) => b.mul(dc)',
  )
  const { text, conflicts } = update(arrow)
  expect(conflicts).toEqual([])
  expect(text).toContain('A better sentence.')
  expect(text).toContain('export const da = ({ b, dc }: Scope) => b.mul(dc)\n')
  const twice = old.replace('// %% b feeds', 'export function da() {\n  return 2\n}\n\n// %% b feeds')
  const result = update(twice)
  expect(result).toMatchObject({ kept: ['da'], trouble: null })
  expect(result.text).toContain('export function da() {\n  return 2\n}')
})

test('a function that was renamed or deleted stays so, unless the next version has something to say there', () => {
  const mine = old.replace('function da(', 'function gradientOfA(')
  expect(update(mine)).toMatchObject({ conflicts: [], trouble: null })
  expect(update(mine).text).toContain('gradientOfA')
  const deleted = old.replace(/export function db[\s\S]*\}\n/, '')
  expect(update(deleted).text).not.toContain('db(')
})

test('two good texts may make a bad one, which is told', () => {
  const mine = old.replace('// %% a feeds', 'function helper() {}\n\n// %% a feeds')
  const theirs = `${next}\n// %% A helper\nfunction helper() {}\n`
  expect(update(mine, { next: theirs }).trouble).toContain('`helper` twice')
  const moved = old.replace('// %% a feeds', 'const helper = 1\n\n// %% a feeds')
  expect(update(moved, { next: theirs }).trouble).toContain("can't be read")
})

test('where the old version is not known, blanks are kept, and every other difference is a question', () => {
  const mine = filled(old, 'da', '  return b.mul(dc)')
  const { conflicts, kept } = update(mine, { old: null })
  expect(kept).toEqual(['da'])
  expect(conflicts.map(({ line }) => line)).toEqual([4, 12])
  const { text } = update(mine, { old: null }, 'new')
  expect(text).toBe(filled(next, 'da', '  return b.mul(dc)'))
})

test('any other text is put together by its lines', () => {
  const versions = { old: 'a\nb\nc\n', mine: 'a\nB\nc\n', next: 'a\nb\nc\nd\n' }
  expect(updatedText(versions, null)).toEqual({ text: 'a\nB\nc\nd\n', kept: [], ...clean })
})
