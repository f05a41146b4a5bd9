/** TypeScript on our tensors as Python on PyTorch's: what a learner would write there. */
import * as library from '../tensor/creation.ts'
import { definitionsIn } from '../text/definitions.ts'
import type { ParsedText } from '../text/source.ts'
import type { Node } from '../text/tree.ts'
import { functions, methods, operators } from './names.ts'

/** Python text, and how tightly its parts hold together: what is looser gets brackets. */
interface Piece {
  readonly text: string
  readonly binds: number
}

const [ATOM, POWER, SIGN, TIMES, PLUS, COMPARED, CHOSEN] = [10, 9, 8, 7, 6, 5, 1]

/** Something that has no counterpart here. */
export class NotTranslatable extends Error {}

const atom = (text: string): Piece => ({ text, binds: ATOM })

const held = ({ text, binds }: Piece, least: number): string => (binds >= least ? text : `(${text})`)

type Typed<T extends Node['type']> = Extract<Node, { type: T }>

/** The Python of an expression. */
export const pythonOf = (node: Node): string => translate(node).text

function translate(node: Node): Piece {
  const rule = rules[node.type] as ((node: Node) => Piece) | undefined
  if (rule === undefined) throw new NotTranslatable(node.type)
  return rule(node)
}

const rules: { readonly [T in Node['type']]?: (node: Typed<T>) => Piece } = {
  Identifier: ({ name }) => atom(named[name] ?? name),
  NumericLiteral: ({ value, extra }) => atom(typeof extra?.raw === 'string' ? extra.raw : String(value)),
  StringLiteral: ({ value }) => atom(JSON.stringify(value)),
  BooleanLiteral: ({ value }) => atom(value ? 'True' : 'False'),
  NullLiteral: () => atom('None'),
  ParenthesizedExpression: ({ expression }) => translate(expression),
  TSAsExpression: ({ expression }) => translate(expression),
  TSNonNullExpression: ({ expression }) => translate(expression),
  UnaryExpression: ({ operator, argument }) => {
    if (operator !== '-' && operator !== '+') throw new NotTranslatable(operator)
    if (isInfinity(argument)) return atom(`float('${operator}inf')`)
    return { text: `${operator}${held(translate(argument), SIGN)}`, binds: SIGN }
  },
  BinaryExpression: ({ operator, left, right }) => {
    const sign = signs[operator] ?? operator
    if (!Object.hasOwn(strength, sign)) throw new NotTranslatable(operator)
    return infix(translate(left as Node), sign, translate(right), strength[sign])
  },
  ConditionalExpression: ({ test, consequent, alternate }) => ({
    text: `${held(translate(consequent), CHOSEN + 1)} if ${held(translate(test), CHOSEN + 1)} else ${pythonOf(alternate)}`,
    binds: CHOSEN,
  }),
  ArrayExpression: ({ elements }) => atom(`[${elements.map(one => pythonOf(one as Node)).join(', ')}]`),
  MemberExpression: node => {
    const of = translate(node.object)
    if (node.computed) return atom(`${held(of, ATOM)}[${pythonOf(node.property)}]`)
    const { name } = node.property as Typed<'Identifier'>
    if (of.text === 'math') return atom(`math.${name.toLowerCase()}`) // math.pi for Math.PI
    return atom(name === 'length' ? `len(${of.text})` : `${held(of, ATOM)}.${name}`)
  },
  CallExpression: ({ callee, arguments: args }) => {
    if (callee.type === 'Identifier') return functionCall(callee.name, args as Node[])
    if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier')
      throw new NotTranslatable('a call')
    return methodCall(translate(callee.object), callee.property.name, args as Node[])
  },
}

/** What is global there has another name here. */
const named: Readonly<Record<string, string>> = {
  undefined: 'None',
  Math: 'math',
  Infinity: "float('inf')",
}

const isInfinity = (node: Node): boolean => node.type === 'Identifier' && node.name === 'Infinity'

const strength: Readonly<Record<string, number>> = {
  ...{ '+': PLUS, '-': PLUS, '*': TIMES, '/': TIMES, '@': TIMES, '%': TIMES, '**': POWER },
  ...{ '==': COMPARED, '!=': COMPARED, '<': COMPARED, '<=': COMPARED, '>': COMPARED, '>=': COMPARED },
}

/** Where Python has another sign. */
const signs: Readonly<Record<string, string>> = { '===': '==', '!==': '!=' }

function infix(left: Piece, sign: string, right: Piece, binds: number): Piece {
  // A power binds to the right, a comparison to neither side, all else to the left.
  const [first, second] =
    sign === '**' ? [binds + 1, SIGN] : [binds === COMPARED ? binds + 1 : binds, binds + 1]
  return { text: `${held(left, first)} ${sign} ${held(right, second)}`, binds }
}

/** Arguments, options by name: `1, keepdim=True`. */
const listed = (args: readonly Node[]): string =>
  args
    .flatMap(arg => {
      if (arg.type !== 'ObjectExpression') return [pythonOf(arg)]
      return arg.properties.map(one => {
        if (one.type !== 'ObjectProperty' || one.key.type !== 'Identifier')
          throw new NotTranslatable('an option')
        return `${one.key.name}=${pythonOf(one.value as Node)}`
      })
    })
    .join(', ')

/** In brackets: `range(n)` for `arange(n)`, and `i` for `tensor(i)`. */
export function indices(args: readonly Node[]): string {
  const list = args.length === 1 && args[0].type === 'ArrayExpression' ? (args[0].elements as Node[]) : args
  const inBrackets = (text: string): string =>
    text.replace(/^torch\.arange(?=\([^()]*\)$)/, 'range').replace(/^torch\.tensor\((\w+)\)$/, '$1')
  return list.map(one => inBrackets(pythonOf(one))).join(', ')
}

/** In brackets: a range of one dimension, all of the others; from the last dimension on: `..., 0:2`. */
function rangeOf([dim, start, end, step]: readonly Node[]): string {
  const at = dim?.type === 'UnaryExpression' && dim.operator === '-' ? dim.argument : dim
  if (at?.type !== 'NumericLiteral') throw new NotTranslatable('a slice of a dimension without a number')
  const [from, to, by] = [start, end, step].map(one => (one === undefined ? '' : pythonOf(one)))
  const range = `${from === '0' ? '' : from}:${to}${by === '' ? '' : `:${by}`}`
  return at === dim ? `${':, '.repeat(at.value)}${range}` : `..., ${range}${', :'.repeat(at.value - 1)}`
}

/** As `index_put` needs them: tensors in a tuple. */
export function indexTensors(arg: Node): string {
  const list = arg.type === 'ArrayExpression' ? (arg.elements as Node[]) : [arg]
  return `(${list.map(pythonOf).join(', ')}${list.length === 1 ? ',' : ''})`
}

/** A number where PyTorch needs a tensor. */
export const asTensor = (node: Node): string => {
  const text = pythonOf(node)
  // Of a whole number it would be a tensor of another kind.
  return isPlainNumber(node) ? `torch.tensor(${/^-?\d+$/.test(text) ? `${text}.0` : text})` : text
}

const isPlainNumber = (node: Node): boolean =>
  node.type === 'NumericLiteral' ||
  (node.type === 'UnaryExpression' && isPlainNumber(node.argument)) ||
  (node.type === 'BinaryExpression' && isPlainNumber(node.right)) ||
  (node.type === 'Identifier' && node.name === 'n')

const limits: Readonly<Record<string, string>> = { maximum: 'min', minimum: 'max' }

function methodCall(of: Piece, name: string, args: readonly Node[]): Piece {
  const sign = operators[name]
  if (sign !== undefined && args.length === 1) return infix(of, sign, translate(args[0]), strength[sign])
  if (name === 'neg') return { text: `-${held(of, SIGN)}`, binds: SIGN }
  if (name === 'index' || name === 'at') return atom(`${held(of, ATOM)}[${indices(args)}]`)
  if (name === 'indexPut')
    return atom(`${held(of, ATOM)}.index_put(${indexTensors(args[0])}, ${asTensor(args[1])})`)
  if (name === 'indexAdd')
    return atom(
      `${held(of, ATOM)}.index_put(${indexTensors(args[0])}, ${asTensor(args[1])}, accumulate=True)`,
    )
  // PyTorch's maximum takes no number.
  if (name in limits && args.length === 1 && isPlainNumber(args[0]))
    return atom(`${held(of, ATOM)}.clamp(${limits[name]}=${pythonOf(args[0])})`)
  if (name === 'slice') return atom(`${held(of, ATOM)}[${rangeOf(args)}]`)
  return atom(`${held(of, ATOM)}.${methods[name] ?? name}(${listed(args)})`)
}

/** What isn't the library's is a function of the exercise's own, which Python has under the same name. */
function functionCall(name: string, args: readonly Node[]): Piece {
  // A number stays one: `1 - h ** 2`.
  if (name === 'tensor' && args.length === 1)
    return isPlainNumber(args[0]) ? translate(args[0]) : atom(`torch.tensor(${listed(args)})`)
  if (name === 'oneHot') return atom(`F.one_hot(${pythonOf(args[0])}, num_classes=${pythonOf(args[1])})`)
  const theirs = functions[name]
  if (theirs === undefined && Object.hasOwn(library, name)) throw new NotTranslatable(name)
  return atom(`${theirs ?? name}(${listed(args)})`)
}

/** A step of a forward pass, or of a backward function: `name = expression`. */
export interface PythonStep {
  readonly name: string
  readonly code: string
}

/** The constants that a function makes, and the expression that it returns, if it's one. */
export function stepsIn(source: ParsedText, name: string): { steps: PythonStep[]; result: Node | null } {
  const code = definitionsIn(source).get(name)?.code
  if (code == null) throw new NotTranslatable(name)
  if (code.body.type !== 'BlockStatement') return { steps: [], result: code.body }
  const steps: PythonStep[] = []
  let result: Node | null = null
  for (const statement of code.body.body) {
    if (statement.type === 'VariableDeclaration')
      for (const { id, init } of statement.declarations) {
        if (id.type !== 'Identifier' || init == null) throw new NotTranslatable('a declaration')
        steps.push({ name: id.name, code: pythonOf(init) })
      }
    else if (statement.type === 'ReturnStatement') {
      const { argument } = statement
      result = argument == null || argument.type === 'ObjectExpression' ? null : argument
    } else throw new NotTranslatable(statement.type)
  }
  return { steps, result }
}
