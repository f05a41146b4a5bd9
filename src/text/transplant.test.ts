import vm from 'node:vm'
import { describe, expect, test } from 'vitest'
import { type Script, scriptOf } from './script.ts'
import { type ParsedText, sourceOf } from './source.ts'
import { transplanted } from './transplant.ts'

const LIBRARY = 'library'
const parsed = (text: string): ParsedText => sourceOf(text) as ParsedText

function transplant(text: string, donor: string, names: readonly string[]): Script {
  const edits = transplanted(parsed(text), parsed(donor), names, LIBRARY)
  return scriptOf(parsed(text), { besides: names.map(name => name.split('.')[0]), edits }).script!
}

/** What the library gives, by module. */
type Library = Readonly<Record<string, object>>

/** What a script hands out. */
// biome-ignore lint/suspicious/noExplicitAny: it may be anything
const run = ({ js }: Script, library: Library = {}): Record<string, any> =>
  vm.runInThisContext(js)((name: string) => library[name], {})

const donor = `export function slope(f: number): string {
  const a = 1
  return 'answer'
}
export class Value<T> {
  mul(other: T): string { return 'answer' }
  static of(): string {
    return 'answer'
  }
}
`

const text = `const help = () => 'own'
export function slope(f) { return help() }
export class Value {
  mul(other) {
    const brackets = '}{'
    return help()
  }
  static of() { return help() }
}
let last = 11
`

test('what is named is the donor\u2019s, all else is kept', () => {
  const { slope, Value } = run(transplant(text, donor, ['slope', 'Value.mul']))
  expect([slope(), new Value().mul(), Value.of()]).toEqual(['answer', 'answer', 'own'])
})

test('what the donor has not stays', () => {
  const { slope } = run(transplant(text, 'function other() {}', ['slope', 'Value.mul', 'Other.mul']))
  expect(slope()).toBe('own')
})

test('each line knows which line it was', () => {
  for (const names of [
    [],
    ['slope'],
    ['Value.mul'],
    ['slope', 'Value.mul', 'Value.of'],
    ['Value.mul', 'Value.of'],
  ]) {
    const { js, lines } = transplant(text, donor, names)
    const theirs = js.split('\n')
    expect(lines[theirs.indexOf('let last = 11')]).toBe(10)
    expect(lines).toHaveLength(theirs.length - 1)
  }
})

test('lines of the donor are none of the text\u2019s', () => {
  const { js, lines } = transplant(text, donor, ['slope'])
  expect(lines[js.split('\n').findIndex(line => line.includes('const a'))]).toBe(0)
})

test('lines of the donor are none of the text’s, however many there were in their place', () => {
  const long = 'function slope() {\n  own()\n  own()\n  own()\n}\nlast()'
  const { js, lines } = transplant(long, donor, ['slope'])
  const theirs = js.split('\n')
  expect(lines[theirs.findIndex(line => line.includes('const a'))]).toBe(0)
  expect(lines[theirs.indexOf('last()')]).toBe(6)
  const added = transplant('class Value {\n  of() {}\n}', donor, ['Value.mul', 'slope'])
  expect(added.lines).toEqual([1, 2, 3, 0, 3, 0, 0, 0, 0])
})

test('nothing comes along of what stands around it', () => {
  const [{ by }] = transplanted(parsed(''), parsed(donor), ['slope'], LIBRARY)
  expect(by.replace(/\s+/g, ' ')).toBe(" ;function slope(f ) { const a = 1 return 'answer' };")
  const [method] = transplanted(parsed('class Value {}'), parsed(donor), ['Value.mul'], LIBRARY)
  expect(method.by.replace(/\s+/g, ' ')).toBe(" ;mul(other ) { return 'answer' }; ")
})

describe('what is missing is added', () => {
  test.each([
    ['a function', 'export class Value {\n  mul() { return 1 }\n}', 'slope'],
    ['a method', 'export class Value {\n  of() {}\n}', 'Value.mul'],
    ['a method of a class in one line', 'class Value { a = 1 }', 'Value.mul'],
    ['a method that belongs to the class', 'class Value {}', 'Value.of'],
    ['a class', '', 'Value.mul'],
    ['a class, behind a comment', 'const a = 1 // the end', 'Value.mul'],
  ])('%s', (_, missing, name) => {
    const [owner, method] = name.split('.')
    const made = run(transplant(missing, donor, [name]))[owner]
    const code = method === undefined ? made : (made[method] ?? made.prototype[method])
    expect(code()).toBe('answer')
  })

  test('a class once, whatever is asked of it', () => {
    const { Value } = run(transplant('', donor, ['Value.mul', 'Value.of']))
    expect([Value.of(), new Value().mul()]).toEqual(['answer', 'answer'])
  })

  test('the text\u2019s own lines stay its own', () => {
    const { js, lines } = transplant('class Value {\n}\nlast()', donor, ['Value.mul', 'slope'])
    const theirs = js.split('\n')
    expect(lines[theirs.indexOf('}')]).toBe(2)
    expect(lines[theirs.indexOf('last()')]).toBe(3)
  })
})

describe('a function is replaced, however it is written', () => {
  const forms = [
    'function slope() { return 1 }',
    'export const slope = (f: number): number => {\n  return 1\n}',
    'const slope = (f) => 1;[2].map(f => f)',
    'export default function slope() {}',
    'export { slope }\nlet slope = function () {}',
  ]
  const givers = [
    donor,
    "export const slope = () =>\n  'answer' as string",
    "const slope = function (): string { return 'answer' }",
    "export default function slope<T>() { return 'answer' }",
    "function slope(): void\nfunction slope() { return 'answer' }",
    "function slope() { return 'old' }\nfunction slope() { return 'answer' }",
  ]
  test.each(forms.flatMap(form => givers.map(giver => [form, giver])))('%j by %j', (form, giver) => {
    expect(run(transplant(`${form}\n;[1].at(0)`, giver, ['slope'])).slope()).toBe('answer')
  })

  test('and nothing behind it goes on with it', () => {
    const own =
      'let seen = 0\nconst slope = f\n;[1].forEach(one => { seen = one })\nexport { seen }\nfunction f() {}'
    const { slope, seen } = run(
      transplant(own.replace('f\n;', 'f;\n'), "const slope = () => 'answer'", ['slope']),
    )
    expect([slope(), seen]).toEqual(['answer', 1])
  })
})

test('a method is replaced, however it is written', () => {
  const own = 'class A {\n  a = 1\n  b = () => 1;\n  [`c`]() {}\n}\nexport { A }'
  const giver = "class A {\n  b = (): string => 'answer';\n  *d(): unknown { yield 'answer' }\n}"
  const { A } = run(transplant(own, giver, ['A.b', 'A.d']))
  expect([new A().b(), [...new A().d()]]).toEqual(['answer', ['answer']])
})

test('no comment comes along, and no type', () => {
  const giver = `function slope(a: number /* one */): string { // two
  /* three
     four */
  return 'answer // five' as string // six
}`
  const { js, lines } = transplant('', giver, ['slope'])
  expect(js).not.toMatch(/one|two|three|four|six|number/)
  expect(run({ js, lines }).slope()).toBe('answer // five')
})

describe('what the donor imports from the library, it asks the library for', () => {
  const library: Library = {
    library: {
      zeros: (n: number) => `zeros ${n}`,
      sum: 'sum',
      Tensor: class {
        at = 'made'
      },
      of: {
        A: class {
          at = 'within'
        },
      },
    },
    other: { zeros: 'other' },
  }
  const slopeOf = (
    own: string,
    body: string,
    imports = "import { zeros, sum as total, Tensor, of } from 'library'",
  ): unknown =>
    run(transplant(own, `${imports}\nfunction slope(a) {\n${body}\n}`, ['slope']), library).slope('given')

  test.each([
    ['where the text imports nothing', '', 'return zeros(1)', 'zeros 1'],
    [
      'where the text calls something else so',
      'const zeros = 1, total = 2',
      'return [zeros(2), total]',
      ['zeros 2', 'sum'],
    ],
    [
      'where the text imports something else so',
      "import { zeros } from 'other'\nzeros",
      'return zeros(3)',
      'zeros 3',
    ],
    ['in a field in short', '', 'return { total, b: [total] }', { total: 'sum', b: ['sum'] }],
    [
      'to be made by new',
      '',
      'return [new Tensor().at, new  of.A().at, (new Tensor).at]',
      ['made', 'within', 'made'],
    ],
    ['to be a class of', '', 'return new (class extends Tensor {})().at', 'made'],
    ['to be a tag', '', 'return zeros`x`', 'zeros x'],
    [
      'at the beginning of a line',
      '',
      'let b = new Tensor\n zeros(2)\n b = a\n zeros(3)\n return b',
      'given',
    ],
    ['not for what is a member of that name', '', 'return a.zeros ?? { zeros: 1 }.zeros', 1],
    [
      'not for what it takes or makes itself',
      '',
      'const total = 1; return ((zeros) => [zeros, total])(2)',
      [2, 1],
    ],
  ])('%s', (_, own, body, given) => {
    expect(slopeOf(own, body)).toEqual(given)
  })

  test('not from elsewhere, and no types', () => {
    expect(slopeOf('const zeros = 1', 'return zeros', "import { zeros } from 'other'")).toBe(1)
    expect(
      slopeOf(
        'const Tensor = 1',
        'return Tensor',
        "import { type Tensor } from 'library'\nimport type { of } from 'library'",
      ),
    ).toBe(1)
  })

  test('what it only uses, it takes from the text', () => {
    expect(slopeOf('const help = () => "own"', 'return help()')).toBe('own')
  })
})
