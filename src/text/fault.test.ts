import { describe, expect, test } from 'vitest'
import type { Fault } from './fault.ts'
import { sourceOf } from './source.ts'

const faultIn = (text: string): Fault => sourceOf(text).fault!

test.each([
  ['a bracket that never closes', 'const a = (1\n', 1, 11],
  ['a word too many', 'const a = 1\nconst b c = 2\n', 2, 8],
  ['a string that never ends', "const a = 1\n\nconst b = 'c\n", 3, 11],
  ['a name that there is', 'const a = 1\n\n  const a = 2\n', 3, 9],
  ['a sign behind Windows line ends', 'a\r\nb\r\n  = = c', 3, 5],
  ['a sign behind other line ends', 'a\rb\u2028c\u2029  = = d', 4, 5],
])('%s is a fault with its line and column', (_, broken, line, column) => {
  expect(sourceOf(broken)).toMatchObject({ program: null, fault: { line, column } })
})

/** A line by itself, then within a function, some lines further down. */
function expectTip(line: string, tip: string): void {
  expect(faultIn(line).message).toContain(tip)
  const { message, line: number } = faultIn(`\nfunction f() {\n${line}\n}\n`)
  expect(message).toContain(tip)
  expect(number).toBe(3)
}

describe('what people of Python write is explained', () => {
  test.each([
    ['const dh = dlogits @ W2', 'TypeScript has no @: write a.matmul(b)'],
    ['const dh = f(a)@W2', 'TypeScript has no @: write a.matmul(b)'],
    ['const f = lambda x: x', 'TypeScript writes x => … for a lambda'],
    ['def f(x):', 'function f(x) { … }'],
    ['import numpy as np', 'This looks like Python'],
    ['from numpy import array', 'This looks like Python'],
    ['for i in range(3):', 'for (let i = 0; i < n; i++) { … }'],
    ['for i in range(3): print(i)', 'for (let i = 0; i < n; i++) { … }'],
    ['x.sum(1, {keepdim=true})', 'a colon stands between a name and its value: { keepdim: true }'],
    ['  for h in nudges:', 'for (const x of xs) { … }'],
    ['if x > 0:', 'if (…) { … }'],
    ['while x > 0:', 'while (…) { … }'],
    ['while True: pass', 'while (…) { … }'],
    ['if x > 0: y', 'if (…) { … }'],
    ['  elif x > 0:  ', 'if (…) { … }'],
    ['const a = 1 # one', 'A comment starts with //'],
    ['# one', 'A comment starts with //'],
    ['const a = b > 0 and c > 0', '&& for and'],
    ['  def f(x):', 'This looks like Python'],
    ['const a = b or c', '|| for or'],
    ['if (not a) b = 1', '! for not'],
    ['return a if a > 0 and b else 0', 'c ? a : b'],
    ['const a = b[1:3]', 'x.slice(dim, start, end) takes a part'],
    ['const a = b[:, None]', 'x.unsqueeze(1) adds a dimension'],
    ['const a = f(b)[::-1]', 'x.flip(0) reverses the order'],
  ])('%s', expectTip)
})

describe('what mathematicians and word processors write is explained', () => {
  test.each([
    ['const a = b ÷ c', 'TypeScript writes * and /'],
    ['const a = b × c', 'TypeScript writes * and /'],
    ['const a = b · c', 'TypeScript writes * and /'],
    ['const a = |b| / |c|', 'Math.abs(x)'],
    ['return |b|', 'Math.abs(x)'],
    ['f(a, |b|)', 'Math.abs(x)'],
    ['return 3 * x² - 2', 'TypeScript writes a power with **'],
    ['return x³', 'TypeScript writes a power with **'],
    ["const a = 'b' + c² + 'd'", 'TypeScript writes a power with **'],
    ['return 3x ** 2 - 2', 'A product needs its *'],
    ['return f(x, 2h)', 'A product needs its *'],
    ['return 0.5x', 'A product needs its *'],
    ['return x.pow(-1.mul(y)', 'A number has no methods: is a ) missing before the dot?'],
    ['return 2.add(x)', 'is a ) missing before the dot?'],
    ['return -x ** 2', 'write -(x ** 2) or (-x) ** 2'],
    ['const a = b \u2212 c', 'Use the minus sign of the keyboard'],
    ['const a = \u20131', 'Use the minus sign of the keyboard'],
    ['const a = \u2018b\u2019', 'Quotes are straight'],
    ['f({ a: \u201cb\u201d })', 'Quotes are straight'],
  ])('%s', (line, tip) => expectTip(line.startsWith('return') ? `const f = () => { ${line} }` : line, tip))
})

test.each([
  '<<<<<<< HEAD\nconst a = 1\n=======\nconst a = 2\n>>>>>>> main',
  'const a = 1\n=======\nconst a = 2',
  'f()\n>>>>>>> main',
])('%j: a merge conflict is called one', text => {
  expect(faultIn(text).message).toContain('This marks a merge conflict')
})

test('a name that is there twice is told by itself', () => {
  const { message } = faultIn('const x = 1\nconst x = 2')
  expect(faultIn('const dσ = 1\nconst dσ = 2').message).toContain('`dσ` is already declared')
  expect(message).toBe('`x` is already declared. Choose another name, or use the `x` that is there')
})

describe('nothing is explained that is something else', () => {
  test.each([
    ["const a = = '#' // # not @ a comment", '='],
    ['const a = = "|b| and \\" x²" + `3x ‘−’`', '='],
    ['const a = = 1e-5 + 2E5 + x1 * 0x1f * 0B1 * 0o7 + b(2)', '='],
    ['const a = = b || c | d', '='],
    ['const a = = b[c ? d : e] + f[{ g: h }]', '='],
    ['if (a) { b } else if (c) { = } else { d }', '='],
    ['const a = = nothing + android + order', '='],
    ['const a = = b#c', '='],
    ['format = = lambdas.defer', '='],
    ['a <<<<<<< b', '<'],
    ['const a = = { for: 1, if: 2 }', '='],
    ['========\na', '='],
    ['const a = = mylambda + lambdas', '='],
    ['const a = = [x for x in y]', '='],
    ['for x inner', 'x`: expected `('],
    ['a = = { if: 1 } ? b :', '='],
    ['if (a) = b ? c : d', '='],
    ['iffy = = a ? b :', '='],
    ['const a = = undef + b', '='],
    ['define = = 1', '='],
    ['const a = = b + iffy + { else: 1 }', '='],
    ['const a = { if: = horselse }', '='],
    ['const a = { if: = elsewhere }', '='],
    ['const a = = myreturn | b', '='],
    ['const a = || b', '|'],
  ])('%s', (text, message) => {
    expect(faultIn(text).message).toBe(`Unexpected \`${message}\``)
  })
})

describe('two things side by side that cannot stand so', () => {
  test.each([
    ['const a = b c', 'b', 'c'],
    ['a.mul(b)dx', ')', 'dx'],
    ['a.mul(b) $c2', ')', '$c2'],
    ['const a = 1 2', '1', '2'],
    ['dσ2 Σx', 'dσ2', 'Σx'],
    [`${'a'.repeat(200)} b`, 'a'.repeat(100), 'b'],
    ["const a = b 'c'", 'b', "'"],
  ])('%s', (text, first, second) => {
    expect(faultIn(text).message).toBe(
      `\`${second}\` cannot follow \`${first}\` here: is an operator, a comma or a dot missing, or is a word misspelt?`,
    )
  })

  test.each(['f(a))', 'const a = [1]]', 'x.mul(y)).sum()', 'const f = () => { return a) }'])(
    '%s has a bracket too many',
    text => {
      expect(faultIn(text).message).toMatch(
        /^Unexpected `[)\]]`: there is one `[)\]]` too many, or its opening bracket is missing$/,
      )
    },
  )

  test('what the parser says stays, where it says more', () => {
    expect(faultIn('a\r\nconst b = c ÷ d').message).toBe(
      "Unexpected character '÷'. TypeScript writes * and /",
    )
  })

  test('where it is clear what was meant, that is said instead', () => {
    expect(faultIn('const a = b and c').message).toBe('TypeScript writes && for and, || for or, ! for not')
  })
})

describe('a bracket that never closes is blamed where it opens', () => {
  test.each([
    ['function f() {\n  return probs.pow(-1.5.mul(a)\n}\n', 'return probs.pow(', 2],
    ['const a = {\n  b: [1, 2\n}\n', 'b: [', 2],
    ['function f() {\n  if (a) {\n    b()\n}\n\nfunction g() {\n  c()\n}\n', 'if (a) {', 2],
  ])('%j', (text, open, line) => {
    const fault = faultIn(text)
    expect(fault.message).toContain(`The bracket at the end of \`${open}\` is not closed`)
    expect(fault.line).toBe(line)
  })

  test('so is a backtick, even if there is another one further down', () => {
    const said = 'The text that starts with a backtick has no closing backtick'
    const text = 'function f() {\n  return `probs\n}\n// `counts` is used twice\nfunction g() {}\n'
    expect(faultIn(text)).toEqual({ message: said, line: 2, column: 10 })
    expect(faultIn('const a = `b` c').message).not.toBe(said)
  })

  test('but not where something else is the matter', () => {
    expect(faultIn('const a = (b and c').message).not.toContain('bracket')
    expect(faultIn('const a = ("b').message).toBe('The text that starts here has no closing quote')
  })
})

test.each(['@a class B {}', 'class A { accessor b = 1 }', 'a |> b', 'import defer * as a from "b"'])(
  '%s: what JavaScript does not have yet is told in plain words',
  text => {
    expect(faultIn(text).message).toBe('JavaScript has nothing like this')
  },
)

// What takes the square of its length takes minutes here, what does not takes less than a second.
test.each([
  ['comments that never end', '= = /*'.padEnd(400_000, '/*')],
  ['brackets', '= = '.padEnd(400_000, 'a[')],
  ['words of Python', '= = '.padEnd(400_000, ' if ')],
  ['quotes', '= = '.padEnd(400_000, `'"`)],
  ['templates', '= = '.padEnd(400_000, '`a\n')],
  ['one name again and again', 'const a = 1\n'.repeat(16_000)],
])(
  '%s, however many, take no time',
  (_, text) => {
    const begun = performance.now()
    expect(sourceOf(text).fault).not.toBeNull()
    expect(performance.now() - begun).toBeLessThan(10_000)
  },
  60_000,
)
