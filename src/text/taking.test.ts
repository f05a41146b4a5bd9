import { describe, expect, test } from 'vitest'
import { emptyBlanks, openRecipient, pieceFrom, withPieces } from './taking.ts'

const HEAD = `import { type Tensor, TODO } from 'backprop-ninja'
export function inputs() {
  const x = 1
  return { n: 3, x }
}
export function forward({ n, x }) {
  const y = x.mul(n)
  return { y }
}
`
const TARGET = `${HEAD}
// %% dx
export function dx({ n, dy }: Scope): Tensor {
  return TODO() // (n)
}

// %% dy
export function dy({ y }: Scope): Tensor {
  return TODO()
}
`
const BLANKS = ['dx', 'dy']

const pieceOf = (donor: string, name = 'dx', target = TARGET) =>
  pieceFrom(donor, name, openRecipient(target, BLANKS))

/** With the bodies of these functions. */
function textOf(donor: string, names: readonly string[] = ['dx'], target = TARGET): string {
  const to = openRecipient(target, BLANKS)
  const pieces = names.map(name => pieceFrom(donor, name, to)).filter(one => one !== null)
  return withPieces(
    to,
    pieces.filter(one => 'edits' in one),
  )
}

test('the body comes with its comments, indented as the blank is', () => {
  const text = textOf(
    'export function dx({ n, dy }) {\n    // twice,\n    //   as in y\n    return dy.mul(n) // (n)\n}\n',
  )
  expect(text).toContain(
    'export function dx({ n, dy }: Scope): Tensor {\n  // twice,\n  //   as in y\n  return dy.mul(n) // (n)\n}\n\n// %% dy',
  )
})

test('all else of the text stays as it was', () => {
  const text = textOf('export function dx({ n, dy }) {\n  return dy.mul(n)\n}\n')
  expect(text.replace('return dy.mul(n)', 'return TODO() // (n)')).toBe(TARGET)
})

test('the arrow of a function becomes a return', () => {
  expect(textOf('export const dx = ({ dy, n }) => dy.mul(n)\n')).toContain('{\n  return dy.mul(n)\n}')
})

describe('what the body needs', () => {
  test('a name that the braces have not is put into them, with the name that it was given', () => {
    const text = textOf('export function dx({ n: many, dy, y }) {\n  return dy.mul(many).add(y)\n}\n')
    expect(text).toContain('export function dx({ n, dy, n: many, y }: Scope): Tensor {')
  })

  test('a name that the forward pass has not is lacking', () => {
    expect(pieceOf('export function dx({ z, dy }) {\n  return dy.mul(z)\n}\n')).toEqual({ lacking: ['z'] })
  })

  test('a name in the braces that the body does not use is not needed', () => {
    expect(textOf('export function dx({ z, dy }) {\n  return dy\n}\n')).toContain('dx({ n, dy }: Scope)')
  })

  test('imports come along, those of types too, each once', () => {
    const donor = `import { oneHot as hot, Shape, type Mask } from 'backprop-ninja'
export function dx({ dy, n }) {
  const mask: Mask = hot(n, n)
  return dy.mul(mask)
}
export function dy({ y }) {
  return y.mul(hot(1, 1))
}
`
    const named = "import { type Tensor, TODO, oneHot as hot, type Mask } from 'backprop-ninja'"
    expect(textOf(donor)).toContain(named)
    expect(textOf(donor, ['dx', 'dy'])).toContain(named)
  })

  test('an import from anywhere else is lacking', () => {
    expect(
      pieceOf("import { f } from './own.ts'\nexport function dx({ dy }) {\n  return f(dy)\n}\n"),
    ).toEqual({
      lacking: ['f'],
    })
  })

  test('helpers come along with their comments and with what they need, and only once', () => {
    const donor = `import { zeros } from 'backprop-ninja'
// %% Mine
/** Half of it. */
export const half = (x: Pair) => x.mul(HALF)
// Of one.
// Not two.
const HALF = 0.5
type Pair = { mul: (x: number) => unknown }
const unused = zeros(1)

export function dx({ dy }) {
  return half(dy)
}
export function dy({ y }) {
  return half(y).add(Math.abs(1))
}
`
    const text = textOf(donor, ['dx', 'dy'])
    expect(text.slice(text.indexOf('// %% dy'))).toBe(`// %% dy
export function dy({ y }: Scope): Tensor {
  return half(y).add(Math.abs(1))
}

/** Half of it. */
const half = (x: Pair) => x.mul(HALF)

// Of one.
// Not two.
const HALF = 0.5

type Pair = { mul: (x: number) => unknown }
`)
    expect(text).not.toMatch(/Mine|unused|zeros/)
  })

  test('a helper that the text has itself is its own', () => {
    const target = `${TARGET}\nconst half = x => x.div(2)\n`
    expect(
      textOf('const half = x => x\nexport function dx({ dy }) {\n  return half(dy)\n}\n', ['dx'], target),
    ).toMatch(/half\(dy\)[\s\S]*const half = x => x\.div\(2\)\n$/)
  })

  test('another blank that the body calls stays the blank that it is', () => {
    expect(
      pieceOf('export function dy({ y }) {\n  return y\n}\nexport function dx(s) {\n  return dy(s)\n}\n'),
    ).toEqual({ lacking: ['s'] })
    expect(
      textOf(
        'export function dy({ y }) {\n  return y\n}\nexport function dx({ y }) {\n  return dy({ y })\n}\n',
      ),
    ).toMatch(
      /dx\(\{ n, dy, y \}: Scope\)[\s\S]*export function dy\(\{ y \}: Scope\): Tensor \{\n {2}return TODO\(\)/,
    )
  })
})

test('a function that is blank, gone or unreadable gives nothing', () => {
  expect(pieceOf('export function dx({ n }) {\n  return TODO()\n}\n')).toBe(null)
  expect(pieceOf('export function other() {}\n')).toBe(null)
  expect(pieceOf('export function dx({ n }) {\n  return (\n}\n')).toBe(null)
})

test('a mistake elsewhere in either text is no reason against it', () => {
  const broken = TARGET.replace('  return TODO()\n}\n', '  return y.mul(\n}\n')
  const donor = 'export function dy() {\n  return (\n}\nexport function dx({ dy }) {\n  return dy\n}\n'
  const text = textOf(donor, ['dx'], broken)
  expect(text).toContain('dx({ n, dy }: Scope): Tensor {\n  return dy\n}')
  expect(text).toContain('return y.mul(\n}')
})

test('a method is filled in inside its class', () => {
  const target = `${HEAD}export class Value {\n  mul(other) {\n    return TODO()\n  }\n}\n`
  const donor = 'export class Value {\n  mul(other) {\n    // both\n    return this.a * other.a\n  }\n}\n'
  const to = openRecipient(target, ['Value.mul'])
  const piece = pieceFrom(donor, 'Value.mul', to)
  expect(piece !== null && 'edits' in piece ? withPieces(to, [piece]) : piece).toBe(
    `${HEAD}export class Value {\n  mul(other) {\n    // both\n    return this.a * other.a\n  }\n}\n`,
  )
})

describe('an empty blank', () => {
  test('is one in which nothing was written', () => {
    expect(emptyBlanks(TARGET, TARGET, BLANKS)).toEqual(['dx', 'dy'])
    const noted = TARGET.replace('// (n)\n', '// (n)\n  // dy times n?\n')
    expect(emptyBlanks(noted, TARGET, BLANKS)).toEqual(['dy'])
    const written = TARGET.replace('return TODO() // (n)', 'return dy')
    expect(emptyBlanks(written, TARGET, BLANKS)).toEqual(['dy'])
  })

  test('may have a head that was changed', () => {
    expect(emptyBlanks(TARGET.replace('{ n, dy }', '{ n, dy, y }'), TARGET, BLANKS)).toEqual(['dx', 'dy'])
  })

  test('is none where the exercise gives a line', () => {
    const given = TARGET.replace('return TODO() // (n)', 'return dy')
    expect(emptyBlanks(given, given, BLANKS)).toEqual(['dy'])
  })
})
