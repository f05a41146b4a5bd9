/** What an expression gives: one entry for each kind of node. */

import { type CompareName, compareWith } from './comparisons.ts'
import type { Frame, Interpreter } from './interpreter.ts'
import { attributeOf, itemIn } from './members.ts'
import { type BinaryName, inverted } from './operators.ts'
import { negatedIn, operated } from './own-operators.ts'
import { formatted } from './text.ts'
import { isWholeFloat, type PyExpression } from './tree.ts'
import {
  Callable,
  Class,
  Dict,
  ELLIPSIS,
  floatOf,
  isTrue,
  type Keywords,
  known,
  Module,
  NotRead,
  PythonError,
  PythonSet,
  type PyValue,
  Slice,
  tuple,
  typeName,
  Unread,
} from './values.ts'

type NodeOf<T extends PyExpression['nodeType']> = Extract<PyExpression, { nodeType: T }>

type Evaluate<T extends PyExpression['nodeType']> = (
  node: NodeOf<T>,
  frame: Frame,
  run: Interpreter,
) => PyValue

export function evaluate(node: PyExpression, frame: Frame, run: Interpreter): PyValue {
  run.step()
  const rule = rules[node.nodeType] as Evaluate<PyExpression['nodeType']> | undefined
  if (rule === undefined) throw new NotRead(`${node.nodeType} in an expression`)
  return rule(node as never, frame, run)
}

const rules: { readonly [T in PyExpression['nodeType']]?: Evaluate<T> } = {
  Constant: node => {
    const { value, quote_style } = node
    if (isWholeFloat(node)) return floatOf(value as number)
    if (value === '...' && quote_style === undefined) return ELLIPSIS
    if (typeof value === 'bigint') return Number(value)
    if (typeof value === 'object' && value !== null) throw new NotRead('a complex number')
    return value as PyValue
  },
  Name: ({ id }, frame, run) => run.lookup(id, frame),
  BinOp: ({ left, op, right }, frame, run) =>
    operated(op.nodeType as BinaryName, evaluate(left, frame, run), evaluate(right, frame, run), run),
  UnaryOp: ({ op, operand }, frame, run) => {
    const value = evaluate(operand, frame, run)
    if (op.nodeType === 'Not') return !isTrue(value)
    if (op.nodeType === 'USub') return negatedIn(value, run)
    return op.nodeType === 'Invert' ? inverted(value) : known(value)
  },
  BoolOp: ({ op, values }, frame, run) => {
    let value: PyValue = null
    for (const one of values) {
      value = evaluate(one, frame, run)
      if (isTrue(value) === (op.nodeType === 'Or')) return value
    }
    return value
  },
  Compare: ({ left, ops, comparators }, frame, run) => {
    let from = evaluate(left, frame, run)
    let result: PyValue = true
    for (const [i, op] of ops.entries()) {
      const to = evaluate(comparators[i], frame, run)
      result = compareWith(op.nodeType as CompareName, from, to)
      if (i < ops.length - 1 && !isTrue(result)) return result
      from = to
    }
    return result
  },
  IfExp: ({ test, body, orelse }, frame, run) =>
    evaluate(isTrue(evaluate(test, frame, run)) ? body : orelse, frame, run),
  NamedExpr: ({ target, value }, frame, run) => {
    const made = evaluate(value, frame, run)
    run.assign(target, made, frame)
    return made
  },
  Tuple: ({ elts }, frame, run) => tuple(spread(elts, frame, run)),
  List: ({ elts }, frame, run) => spread(elts, frame, run),
  Set: ({ elts }, frame, run) => new PythonSet(spread(elts, frame, run)),
  Dict: ({ keys, values }, frame, run) => {
    const made = new Dict()
    for (const [i, key] of keys.entries()) {
      const value = evaluate(values[i], frame, run)
      if (key != null) made.set(evaluate(key, frame, run), value)
      else if (value instanceof Dict) for (const [k, v] of value.entries.values()) made.set(k, v)
    }
    return made
  },
  ListComp: (node, frame, run) => comprehended(node, node.elt, frame, run),
  GeneratorExp: (node, frame, run) => comprehended(node, node.elt, frame, run),
  SetComp: (node, frame, run) => new PythonSet(comprehended(node, node.elt, frame, run)),
  DictComp: (node, frame, run) => {
    const made = new Dict()
    eachOf(node.generators, frame, run, inner => {
      made.set(evaluate(node.key, inner, run), evaluate(node.value, inner, run))
    })
    return made
  },
  Lambda: ({ args, body }, frame, run) =>
    run.functionOf('<lambda>', args, frame, inner => evaluate(body, inner, run)),
  Attribute: ({ value, attr }, frame, run) => attributeOf(evaluate(value, frame, run), attr, run),
  Subscript: ({ value, slice }, frame, run) =>
    itemIn(evaluate(value, frame, run), evaluate(slice, frame, run)),
  Slice: ({ lower, upper, step }, frame, run) => {
    const bound = (node: PyExpression | null | undefined): PyValue =>
      node == null ? null : evaluate(node, frame, run)
    return new Slice(bound(lower), bound(upper), bound(step))
  },
  Starred: ({ value }, frame, run) => evaluate(value, frame, run),
  Call: (node, frame, run) => {
    if (node.func.nodeType === 'Name' && node.func.id === 'super') return run.above(frame)
    const called = evaluate(node.func, frame, run)
    return run.called(node, called, () => argumentsOf(node, frame, run))
  },
  JoinedStr: ({ values }, frame, run) =>
    values.map(one => String(evaluate(one as PyExpression, frame, run))).join(''),
  FormattedValue: ({ value, format_spec }, frame, run) => {
    const spec = format_spec == null ? '' : String(evaluate(format_spec as PyExpression, frame, run))
    return formatted(evaluate(value, frame, run), spec)
  },
}

function spread(nodes: readonly PyExpression[], frame: Frame, run: Interpreter): PyValue[] {
  const values: PyValue[] = []
  for (const node of nodes) {
    const value = evaluate(node, frame, run)
    if (node.nodeType !== 'Starred') values.push(value)
    else for (const one of run.listOf(value)) values.push(one)
  }
  return values
}

/** What a call is given. */
export interface CallArguments {
  readonly args: readonly PyValue[]
  readonly keywords: Keywords
}

function argumentsOf({ args, keywords }: NodeOf<'Call'>, frame: Frame, run: Interpreter): CallArguments {
  const named: Record<string, PyValue> = {}
  for (const { arg, value } of keywords) {
    const given = evaluate(value, frame, run)
    if (arg != null) named[arg] = given
    else if (given instanceof Dict) for (const [key, one] of given.entries.values()) named[String(key)] = one
  }
  return { args: spread(args, frame, run), keywords: named }
}

/** Calls whatever can be called. */
export function callValue(called: PyValue, { args, keywords }: CallArguments, run: Interpreter): PyValue {
  if (called instanceof Unread) return called
  if (called instanceof Callable) return called.call(args, keywords)
  if (called instanceof Class) return run.instanceOf(called, args, keywords)
  if (called instanceof Module) throw new NotRead(`${called.name}()`)
  const method = typeof called === 'object' && called !== null ? run.methodOf(called, '__call__') : undefined
  if (method !== undefined) return callValue(method, { args, keywords }, run)
  throw new PythonError('TypeError', `'${typeName(called)}' object is not callable`)
}

type Generators = NodeOf<'ListComp'>['generators']

function comprehended(
  { generators }: { readonly generators: Generators },
  elt: PyExpression,
  frame: Frame,
  run: Interpreter,
): PyValue[] {
  const made: PyValue[] = []
  eachOf(generators, frame, run, inner => {
    made.push(evaluate(elt, inner, run))
  })
  return made
}

function eachOf(generators: Generators, frame: Frame, run: Interpreter, visit: (inner: Frame) => void): void {
  const inner = run.innerFrame(frame)
  const go = (at: number): void => {
    if (at === generators.length) {
      visit(inner)
      return
    }
    const { target, iter, ifs } = generators[at]
    for (const one of run.iterate(evaluate(iter, at === 0 ? frame : inner, run))) {
      run.assign(target, one, inner)
      if (ifs.every(test => isTrue(evaluate(test, inner, run)))) go(at + 1)
    }
  }
  go(0)
}
