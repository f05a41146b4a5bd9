/** The wrong lines of the bank in Python, as somebody writes them in a notebook. */
import type { WrongRow } from '../../diagnosis/bank/lines.ts'
import type { FunctionNode } from '../../text/definitions.ts'
import { definitionsIn } from '../../text/definitions.ts'
import { sourceOf } from '../../text/source.ts'
import type { Node } from '../../text/tree.ts'
import { type Placing, placingIn, placingLine } from '../placing.ts'
import { NotTranslatable, pythonOf } from '../translation.ts'
import { byHand } from './by-hand.ts'

/** `answer`: what the solution has in its place, in Python. */
export function lineInPython(row: WrongRow, answer: string): string {
  const { of, line, made } = row
  const own = byHand[`${of}: ${row.slip}`]
  if (own !== undefined) return own
  const code = functionIn(String(made ?? line))
  if (made !== undefined) {
    const changed = pythonOf(code.body as Node)
    return `${answer}\n${of} = ${changed.replace(/\bright\b/g, of)}`
  }
  const writer = new Writer(of)
  writer.write(code)
  return writer.lines.join('\n')
}

/** What imports became when the tests were compiled is taken back. */
function functionIn(compiled: string): FunctionNode {
  const text = compiled
    .replace(/\(0, ?__vi\w+\.(\w+)\)|__vi\w+\.(\w+)/g, '$1$2')
    .replace(/\bkept\b/g, '{ keepdim: true }')
  const source = sourceOf(`const line = ${text}`)
  const code = source.program === null ? null : definitionsIn(source).get('line')?.code
  if (code == null) throw new NotTranslatable(text)
  return code
}

class Writer {
  readonly lines: string[] = []
  #depth = 0
  readonly #of: string

  constructor(of: string) {
    this.#of = of
  }

  write({ params: [scope], body }: FunctionNode): void {
    if (scope?.type === 'ObjectPattern')
      for (const one of scope.properties)
        if (one.type === 'ObjectProperty' && one.value.type === 'ObjectPattern')
          this.#put(`shape = ${this.#text(one.key as Node)}.shape`)
    if (body.type === 'BlockStatement') for (const one of body.body) this.#statement(one)
    else this.#set(this.#of, body)
  }

  #put(line: string): void {
    this.lines.push(`${'    '.repeat(this.#depth)}${line}`)
  }

  #within(head: string, body: () => void): void {
    this.#put(head)
    this.#depth++
    body()
    this.#depth--
  }

  #set(name: string, value: Node): void {
    if (isCallOf(value, 'fill')) {
      this.#fill(name, value.arguments as Node[])
      return
    }
    const placed = placing(value)
    if (placed !== null && placed.on.type === 'CallExpression') {
      this.#put(`${name} = ${this.#text(placed.on)}`)
      this.#put(placingLine(name, placed, this.#text(placed.args[1])))
      return
    }
    const text = this.#text(value)
    if (text !== name) this.#put(`${name} = ${text}`)
  }

  #statement(node: Node): void {
    switch (node.type) {
      case 'EmptyStatement':
        return
      case 'VariableDeclaration':
        for (const { id, init } of node.declarations) {
          if (id.type === 'ArrayPattern')
            this.#put(
              `${id.elements.map(one => (one == null ? '_' : pythonOf(one as Node))).join(', ')} = ${this.#text(init!)}`,
            )
          else this.#set(pythonOf(id as Node), init!)
        }
        return
      case 'ReturnStatement':
        this.#set(this.#of, node.argument!)
        return
      case 'BlockStatement':
        for (const one of node.body) this.#statement(one)
        return
      case 'ForStatement': {
        const { init, test, body } = node
        if (init?.type !== 'VariableDeclaration' || test?.type !== 'BinaryExpression')
          throw new NotTranslatable('a loop')
        const [{ id, init: start }] = init.declarations
        this.#within(
          `for ${pythonOf(id as Node)} in ${rangeTo(this.#text(test.right), this.#text(start!))}:`,
          () => this.#statement(body),
        )
        return
      }
      case 'ExpressionStatement':
        this.#expression(node.expression)
        return
      default:
        throw new NotTranslatable(node.type)
    }
  }

  #expression(node: Node): void {
    if (node.type === 'UnaryExpression' && node.operator === 'void') return
    if (node.type !== 'AssignmentExpression') {
      this.#put(this.#text(node))
      return
    }
    const name = pythonOf(node.left as Node)
    const { right } = node
    const placed = placing(right)
    if (placed?.on.type === 'Identifier' && placed.on.name === name)
      this.#put(placingLine(name, placed, this.#text(placed.args[1])))
    else this.#set(name, right)
  }

  /** An expression; loops that it needs are put before it. */
  #text(node: Node): string {
    for (const call of callsIn(node)) {
      const args = call.arguments as Node[]
      if (isCallOf(call, 'total')) become(call, this.#total(args))
      if (isCallOf(call, 'fill')) {
        this.#fill('places', args)
        become(call, 'places')
      }
    }
    // Of a tensor's number PyTorch takes the logarithm; and what it counts with is no float.
    const text = pythonOf(node)
      .replace(/\bmath\.(\w+\((?!\d))/g, 'torch.$1')
      .replace(/F\.one_hot\((?:[^()]|\([^()]*\))*\)/g, '$&.float()')
    if (/\bmath\./.test(text) && !this.lines.includes('import math')) this.lines.unshift('import math')
    return text
  }

  #total([end, term, start]: readonly Node[]): string {
    const { params, body } = term as FunctionNode
    const range = rangeTo(this.#text(end), start === undefined ? '0' : this.#text(start))
    return `sum(${this.#text(body as Node)} for ${pythonOf(params[0] as Node)} in ${range})`
  }

  /** A tensor made number by number. */
  #fill(name: string, [shape, number]: readonly Node[]): void {
    const { params, body } = number as FunctionNode
    const places = params.map(one => pythonOf(one as Node))
    // What is made for a shape of its own is an index in all of them.
    const like = shape.type === 'MemberExpression' ? this.#text(shape.object) : null
    this.#put(
      like === null
        ? `${name} = torch.zeros(${this.#text(shape)}, dtype=torch.long)`
        : `${name} = torch.zeros_like(${like})`,
    )
    const put = (dim: number): void => {
      if (dim === places.length) {
        const at = places.map(one => (one === '_' ? ':' : one)).join(', ')
        this.#put(`${name}[${at}] = ${this.#text(body as Node)}`)
      } else if (places[dim] === '_') put(dim + 1)
      else this.#within(`for ${places[dim]} in range(${name}.shape[${dim}]):`, () => put(dim + 1))
    }
    put(0)
  }
}

const rangeTo = (end: string, start: string): string =>
  start === '0' ? `range(${end})` : `range(${start}, ${end})`

type Call = Extract<Node, { type: 'CallExpression' }>

const isCallOf = (node: Node, name: string): node is Call =>
  node.type === 'CallExpression' && node.callee.type === 'Identifier' && node.callee.name === name

/** What is made number by number is put before the line. */
function placing(node: Node): Placing | null {
  const found = placingIn(node)
  return found?.args.flatMap(callsIn).some(call => isCallOf(call, 'fill')) === true ? null : found
}

/** The calls of the bank's own functions, the outer ones first. */
function callsIn(node: Node): Call[] {
  const found: Call[] = []
  const open: unknown[] = [node]
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    if (Array.isArray(one)) open.push(...one)
    else if (typeof one === 'object' && one !== null && 'type' in one) {
      const child = one as Node
      if (isCallOf(child, 'fill') || isCallOf(child, 'total')) found.push(child)
      else open.push(...Object.entries(child).flatMap(([key, value]) => (key === 'loc' ? [] : [value])))
    }
  }
  return found
}

/** A call that was written otherwise stands as that text. */
const become = (call: Call, text: string): void => {
  Object.assign(call, { type: 'Identifier', name: text })
}
