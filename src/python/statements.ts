/** What a statement does: one entry for each kind of node. */
import { NinjaError } from '../errors.ts'
import { tensorsMade } from './bounds.ts'
import { Boxed, isWider } from './box.ts'
import { noteImport } from './dialect.ts'
import { evaluate } from './expressions.ts'
import { itemOf } from './indexing.ts'
import type { Frame, Interpreter } from './interpreter.ts'
import { setItemIn } from './members.ts'
import { demandApart } from './operands.ts'
import { type BinaryName, binary } from './operators.ts'
import { operatedInPlace } from './own-operators.ts'
import { isInPlace, type PyExpression, type PyStatement } from './tree.ts'
import {
  Callable,
  Class,
  type Instance,
  isTrue,
  known,
  NotRead,
  PythonError,
  PythonSet,
  type PyValue,
  Range,
  Tuple,
  Unread,
} from './values.ts'

/** How a statement ends, where it isn't simply done. */
export type Completion =
  | { readonly kind: 'return'; readonly value: PyValue }
  | { readonly kind: 'break' | 'continue' }
  | null

type NodeOf<T extends PyStatement['nodeType']> = Extract<PyStatement, { nodeType: T }>
type Execute<T extends PyStatement['nodeType']> = (
  node: NodeOf<T>,
  frame: Frame,
  run: Interpreter,
) => Completion

export function execute(body: readonly PyStatement[], frame: Frame, run: Interpreter): Completion {
  for (const node of body) {
    run.runs(node)
    const rule = rules[node.nodeType] as Execute<PyStatement['nodeType']> | undefined
    if (rule === undefined) throw new NotRead(`${node.nodeType} as a statement`)
    const completion = rule(node as never, frame, run)
    if (completion !== null) return completion
  }
  return null
}

const nothing = (): null => null

/** A loop of so many rounds that works on tensors is training: one round shows what it does. */
const MANY = 1000

const rules: { readonly [T in PyStatement['nodeType']]?: Execute<T> } = {
  Expr: ({ value }, frame, run) => {
    const made = evaluate(value, frame, run)
    // What a method does to its tensor can't be left out.
    if (made instanceof Unread && isInPlace(value)) throw new NotRead(made.why)
    return null
  },
  Assign: ({ targets, value }, frame, run) => {
    const made = evaluate(value, frame, run)
    for (const target of targets) run.assign(target, made, frame)
    return null
  },
  AnnAssign: ({ target, value }, frame, run) => {
    if (value != null) run.assign(target, evaluate(value, frame, run), frame)
    return null
  },
  AugAssign: ({ target, op, value }, frame, run) => {
    augment(target, op.nodeType as BinaryName, value, frame, run)
    return null
  },
  For: ({ target, iter, body, orelse }, frame, run) => {
    const values = evaluate(iter, frame, run)
    if (values instanceof Unread) throw new NotRead(values.why)
    const isLong = values instanceof Range && values.length >= MANY
    const before = tensorsMade()
    for (const one of run.iterate(values)) {
      run.assign(target, one, frame)
      const completion = execute(body, frame, run)
      if (completion?.kind === 'return') return completion
      if (completion?.kind === 'break') return null
      if (isLong && tensorsMade() > before) return null
    }
    return execute(orelse ?? [], frame, run)
  },
  While: ({ test, body, orelse }, frame, run) => {
    const before = tensorsMade()
    for (let rounds = 0; isTrue(evaluate(test, frame, run)); rounds++) {
      const completion = execute(body, frame, run)
      if (completion?.kind === 'return') return completion
      if (completion?.kind === 'break') return null
      if (rounds >= MANY && tensorsMade() > before) return null
    }
    return execute(orelse ?? [], frame, run)
  },
  If: ({ test, body, orelse }, frame, run) =>
    execute(isTrue(evaluate(test, frame, run)) ? body : (orelse ?? []), frame, run),
  With: ({ items, body }, frame, run) => {
    for (const { context_expr, optional_vars } of items) {
      const value = evaluate(context_expr, frame, run)
      if (optional_vars != null) run.assign(optional_vars, value, frame)
    }
    return execute(body, frame, run)
  },
  Try: ({ body, handlers, orelse, finalbody }, frame, run) => {
    try {
      const completion = execute(body, frame, run)
      return completion ?? execute(orelse ?? [], frame, run)
    } catch (error) {
      const raised = error instanceof NinjaError ? new PythonError('RuntimeError', error.message) : error
      const handler =
        raised instanceof PythonError ? handlers.find(one => catches(one.type, raised)) : undefined
      if (handler === undefined) throw error
      if (handler.name != null) frame.names.set(handler.name, (raised as PythonError).message)
      return execute(handler.body, frame, run)
    } finally {
      execute(finalbody ?? [], frame, run)
    }
  },
  FunctionDef: (node, frame, run) => {
    // `@torch.no_grad()` and the like change nothing of what a function computes.
    for (const decorator of node.decorator_list) evaluate(decorator, frame, run)
    frame.names.set(node.name, run.define(node, frame))
    return null
  },
  ClassDef: ({ name, bases, body, decorator_list }, frame, run) => {
    const [base] = bases.map(one => evaluate(one, frame, run)).filter(one => one instanceof Class)
    const inner = run.innerFrame(frame)
    // A method sees what is around the class, not what is in it, but for the class itself.
    const around = run.innerFrame(frame)
    for (const node of body) {
      if (node.nodeType === 'FunctionDef') inner.names.set(node.name, methodFrom(node, around, run))
      else execute([node], inner, run)
    }
    if (decorator_list.some(one => nameOf(one) === 'dataclass')) inner.names.set('__init__', initFor(body))
    const made = new Class(name, base ?? null, inner.names)
    around.names.set('__class__', made)
    frame.names.set(name, made)
    return null
  },
  Return: ({ value }, frame, run) => ({
    kind: 'return',
    value: value == null ? null : evaluate(value, frame, run),
  }),
  Assert: ({ test }, frame, run) => {
    const value = evaluate(test, frame, run)
    if (!(value instanceof Unread) && !isTrue(value)) throw new PythonError('AssertionError', '')
    return null
  },
  Raise: ({ exc }, frame, run) => {
    const thrown = exc == null ? null : evaluate(exc, frame, run)
    throw new PythonError('Exception', thrown instanceof Unread ? thrown.why : String(thrown))
  },
  Import: ({ names }, frame, run) => {
    for (const { name, asname } of names) {
      noteImport(name)
      frame.names.set(asname ?? name.split('.')[0], run.libraries(asname == null ? name.split('.')[0] : name))
    }
    return null
  },
  ImportFrom: ({ module, names }, frame, run) => {
    noteImport(module ?? '')
    const from = run.libraries(module ?? '')
    for (const { name, asname } of names) {
      if (name === '*') {
        if (!(from instanceof Unread))
          for (const [key, one] of Object.entries(from.members)) frame.names.set(key, one as PyValue)
        continue
      }
      const own = from instanceof Unread ? undefined : from.members[name]
      frame.names.set(asname ?? name, own ?? run.libraries(`${module}.${name}`))
    }
    return null
  },
  Global: ({ names }, frame) => {
    for (const name of names) frame.globals.add(name)
    return null
  },
  Nonlocal: ({ names }, frame, run) => {
    for (const name of names) frame.names.set(name, run.lookup(name, frame))
    return null
  },
  Delete: ({ targets }, frame) => {
    for (const target of targets) if (target.nodeType === 'Name') frame.names.delete(target.id)
    return null
  },
  Pass: nothing,
  Break: () => ({ kind: 'break' }),
  Continue: () => ({ kind: 'continue' }),
}

/** What a decorator is called: `@dataclass`, `@dataclasses.dataclass(frozen=True)`. */
function nameOf(node: PyExpression): string {
  if (node.nodeType === 'Call') return nameOf(node.func)
  return node.nodeType === 'Name' ? node.id : node.nodeType === 'Attribute' ? node.attr : ''
}

function methodFrom(node: NodeOf<'FunctionDef'>, around: Frame, run: Interpreter): Callable {
  const made = run.define(node, around)
  for (const name of node.decorator_list.map(nameOf))
    if (name === 'staticmethod' || name === 'classmethod' || name === 'property') made.role = name
  return made
}

/** What a dataclass takes: its fields, in order or by name. */
function initFor(body: readonly PyStatement[]): Callable {
  const names = body.flatMap(one =>
    one.nodeType === 'AnnAssign' && one.target.nodeType === 'Name' ? [one.target.id] : [],
  )
  return new Callable('__init__', ([self, ...args], keywords) => {
    const { fields } = self as Instance
    for (const [i, value] of args.entries()) fields.set(names[i], value)
    for (const [name, value] of Object.entries(keywords)) fields.set(name, value)
    return null
  })
}

function catches(type: PyExpression | null | undefined, error: PythonError): boolean {
  if (type == null) return true
  const names = type.nodeType === 'Tuple' ? type.elts : [type]
  return names.some(one => {
    const name = one.nodeType === 'Name' ? one.id : one.nodeType === 'Attribute' ? one.attr : ''
    return name === error.type || name === 'Exception' || name === 'BaseException'
  })
}

/** `target op= value`: a tensor is changed in place, under all of its names. */
function augment(
  target: PyExpression,
  op: BinaryName,
  value: PyExpression,
  frame: Frame,
  run: Interpreter,
): void {
  if (target.nodeType === 'Subscript') {
    const owner = evaluate(target.value, frame, run)
    const key = evaluate(target.slice, frame, run)
    const operand = evaluate(value, frame, run)
    if (owner instanceof Boxed) {
      const old = itemOf(owner, known(key))
      const made = binary(op, old, operand)
      demandApart(old, operand)
      setItemIn(owner, key, op === 'MatMult' ? made : fitting(made, old))
      return
    }
    const old = evaluate(target, frame, run)
    setItemIn(owner, key, changed(op, old, operand, run))
    return
  }
  const old = evaluate(target, frame, run)
  const made = changed(op, old, evaluate(value, frame, run), run)
  if (made !== old) run.assign(target, made, frame)
}

/** The value after `op=`: the same object where it can be changed. */
function changed(op: BinaryName, old: PyValue, operand: PyValue, run: Interpreter): PyValue {
  const own = operatedInPlace(op, old, operand, run)
  if (own !== undefined) return own
  const made = binary(op, old, operand)
  // PyTorch has no product in place: it makes another tensor.
  if (old instanceof Boxed && op === 'MatMult') return made
  if (old instanceof Boxed && made instanceof Boxed) {
    demandApart(old, operand)
    old.tensor = (fitting(made, old) as Boxed).tensor
    return old
  }
  if (op === 'Add' && Array.isArray(old) && !(old instanceof Tuple) && Array.isArray(made)) {
    for (const one of made.slice(old.length)) (old as PyValue[]).push(one)
    return old
  }
  if (op === 'BitOr' && old instanceof PythonSet && made instanceof PythonSet) {
    for (const one of made.entries.values()) old.add(one)
    return old
  }
  return made
}

/** In place, a tensor keeps its shape and its kind of numbers. */
function fitting(made: PyValue, old: Boxed): PyValue {
  if (made instanceof Boxed && isWider(made.kind, old.kind))
    throw new PythonError('RuntimeError', `result type ${made.kind} can't be cast to ${old.kind}`)
  if (made instanceof Boxed && made.shape.join() !== old.shape.join())
    throw new PythonError(
      'RuntimeError',
      `output with shape [${old.shape.join(', ')}] doesn't match the broadcast shape [${made.shape.join(', ')}]`,
    )
  return made
}
