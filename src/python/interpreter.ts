/**
 * Runs Python as notebooks of this kind use it, on this project's tensors. It has no host: what it can do is in its
 * tables, and all else is "not read". Steps are counted, so that it comes to an end.
 */

import { once } from '../once.ts'
import { Above } from './above.ts'
import { assignInto } from './assignment.ts'
import { chargeNumbers } from './bounds.ts'
import { Boxed } from './box.ts'
import { TextFile } from './builtins.ts'
import { type CallArguments, callValue, evaluate } from './expressions.ts'
import { itemOf } from './indexing.ts'
import type { Libraries } from './libraries.ts'
import { bindParameters, type PyParameters } from './parameters.ts'
import { execute } from './statements.ts'
import { type Autograd, noAutograd } from './torch/autograd.ts'
import type { PyExpression, PyStatement } from './tree.ts'
import {
  Callable,
  Class,
  elementsOf,
  Instance,
  type Keywords,
  known,
  OutOfSteps,
  PythonError,
  type PyValue,
  Range,
  Unread,
} from './values.ts'

/** Names in a function, a comprehension or a cell, and those around it. */
export interface Frame {
  readonly names: Map<string, PyValue>
  readonly outer: Frame | null
  /** Names that belong to the notebook, by `global`. */
  readonly globals: Set<string>
}

/** What somebody who runs a notebook wants to know, and to decide. */
export interface RunWatcher {
  /** A call, before it is made. Gives its value where it isn't to be made: a function that compares gradients. */
  readonly onCall?: (
    node: CallNode,
    called: PyValue,
    given: () => CallArguments,
  ) => { readonly value: PyValue } | null
  /** A whole number is assigned to a name at the top. Gives what it is to be. */
  readonly onSize?: (name: string, value: number) => number
  /** `.backward()`, `.grad` and `.retain_grad()`. */
  readonly autograd?: Autograd
}

export type CallNode = Extract<PyExpression, { nodeType: 'Call' }>
type FunctionNode = Extract<PyStatement, { nodeType: 'FunctionDef' }>

/** Functions within functions. */
const DEEPEST = 150

/** With what a notebook is run. */
export interface Means {
  readonly builtins: ReadonlyMap<string, PyValue>
  readonly libraries: Libraries
  /** How many may be made. */
  readonly steps: number
  readonly watcher?: RunWatcher
}

export class Interpreter {
  readonly top: Frame
  readonly builtins: ReadonlyMap<string, PyValue>
  readonly libraries: Libraries
  readonly watcher: RunWatcher
  private left: number
  private depth = 0
  /** How many statements were run. */
  ran = 0
  private readonly times = new WeakMap<PyStatement, number>()
  /** What the names of a function stood for when it was called last. */
  readonly frames = new WeakMap<FunctionNode, Frame>()
  /** Of a function: its definition. */
  readonly definitions = new WeakMap<Callable, FunctionNode>()

  constructor({ builtins, libraries, steps, watcher = {} }: Means) {
    this.builtins = builtins
    this.libraries = libraries
    this.left = steps
    this.watcher = watcher
    this.top = { names: new Map(), outer: null, globals: new Set() }
  }

  get autograd(): Autograd {
    return this.watcher.autograd ?? noAutograd
  }

  step(many = 1): void {
    this.left -= many
    if (this.left < 0) throw new OutOfSteps()
  }

  /** Which of the statements that were run, counted from 1, this one was last; 0: none. */
  lastRun(node: PyStatement): number {
    return this.times.get(node) ?? 0
  }

  runs(node: PyStatement): void {
    this.step()
    this.times.set(node, ++this.ran)
  }

  lookup(name: string, frame: Frame): PyValue {
    for (let at: Frame | null = frame.globals.has(name) ? this.top : frame; at !== null; at = at.outer) {
      const value = at.names.get(name)
      if (value !== undefined) return value
    }
    const value = this.builtins.get(name)
    if (value === undefined) throw new PythonError('NameError', `name '${name}' is not defined`)
    return value
  }

  innerFrame(outer: Frame): Frame {
    return { names: new Map(), outer, globals: new Set(outer.globals) }
  }

  assign(target: PyExpression, value: PyValue, frame: Frame): void {
    if (target.nodeType === 'Name') this.bind(target.id, value, frame)
    else if (target.nodeType === 'Tuple' || target.nodeType === 'List') this.unpack(target.elts, value, frame)
    else if (target.nodeType === 'Starred') this.assign(target.value, value, frame)
    else assignInto(target, value, frame, this)
  }

  private bind(name: string, value: PyValue, frame: Frame): void {
    const { onSize } = this.watcher
    const at = frame.globals.has(name) ? this.top : frame
    const isSize =
      onSize !== undefined && at === this.top && typeof value === 'number' && Number.isInteger(value)
    at.names.set(name, isSize ? onSize(name, value) : value)
  }

  private unpack(targets: readonly PyExpression[], value: PyValue, frame: Frame): void {
    if (value instanceof Unread) {
      for (const target of targets) this.assign(target, value, frame)
      return
    }
    const values = this.listOf(value)
    const star = targets.findIndex(target => target.nodeType === 'Starred')
    const least = star === -1 ? targets.length : targets.length - 1
    if (values.length < least)
      throw new PythonError(
        'ValueError',
        `not enough values to unpack (expected ${least}, got ${values.length})`,
      )
    if (star === -1 && values.length > least)
      throw new PythonError('ValueError', `too many values to unpack (expected ${least})`)
    const extra = values.length - least
    for (const [i, target] of targets.entries()) {
      if (star !== -1 && i === star) this.assign(target, values.slice(star, star + extra), frame)
      else this.assign(target, values[star !== -1 && i > star ? i + extra - 1 : i], frame)
    }
  }

  /** What a value that can be gone through has in it, as a list of its own. */
  listOf(value: PyValue): PyValue[] {
    const it = known(value)
    const elements = it instanceof Range ? elementsOf(it) : [...this.iterate(it)]
    chargeNumbers(elements.length / 4)
    return it instanceof Range ? [...elements] : (elements as PyValue[])
  }

  *iterate(value: PyValue): Generator<PyValue> {
    const it = known(value)
    if (it instanceof Range) for (let i = 0, many = it.length; i < many; i++) yield it.at(i)
    else if (it instanceof Boxed) {
      if (it.shape.length === 0) throw new PythonError('TypeError', 'iteration over a 0-d tensor')
      for (let i = 0; i < it.shape[0]; i++) yield itemOf(it, i)
    } else if (it instanceof TextFile) yield* it.lines()
    else {
      const elements = elementsOf(it)
      chargeNumbers(elements.length / 4)
      yield* elements
    }
  }

  called(node: CallNode, called: PyValue, given: () => CallArguments): PyValue {
    const arguments_ = once(given)
    const instead = this.watcher.onCall?.(node, called, arguments_)
    return instead == null ? callValue(called, arguments_(), this) : instead.value
  }

  /** A function with these parameters; `frame`: where it is defined. */
  functionOf(
    name: string,
    parameters: PyParameters,
    frame: Frame,
    body: (inner: Frame) => PyValue,
  ): Callable {
    const defaults = (parameters.defaults ?? []).map(one => evaluate(one, frame, this))
    const keywordDefaults = (parameters.kw_defaults ?? []).map(one =>
      one == null ? undefined : evaluate(one, frame, this),
    )
    return new Callable(name, (args, keywords) => {
      this.step()
      if (this.depth >= DEEPEST) throw new PythonError('RecursionError', 'maximum recursion depth exceeded')
      const inner = this.innerFrame(frame)
      inner.globals.clear()
      bindParameters(name, parameters, { args, keywords }, defaults, keywordDefaults, inner)
      this.depth++
      try {
        return body(inner)
      } finally {
        this.depth--
      }
    })
  }

  define(node: FunctionNode, frame: Frame): Callable {
    const made = this.functionOf(node.name, node.args, frame, inner => {
      this.frames.set(node, inner)
      const completion = execute(node.body, inner, this)
      return completion?.kind === 'return' ? completion.value : null
    })
    this.definitions.set(made, node)
    return made
  }

  instanceOf(made: Class, args: readonly PyValue[], keywords: Keywords): PyValue {
    const instance = new Instance(made)
    const init = this.methodOf(instance, '__init__')
    if (init !== undefined) callValue(init, { args, keywords }, this)
    return instance
  }

  /** `super()`, in a method: a class is known to its methods as `__class__`, and the object is their first name. */
  above(frame: Frame): PyValue {
    let at = frame
    while (at.outer !== null && !at.outer.names.has('__class__')) at = at.outer
    const own = at.outer?.names.get('__class__')
    const [self] = at.names.values()
    return own instanceof Class && self instanceof Instance
      ? new Above(self, own.base)
      : new Unread('super() outside of a method')
  }

  /** A method of an object, with the object as its first argument. */
  methodOf(owner: PyValue, name: string): Callable | undefined {
    if (!(owner instanceof Instance)) return undefined
    const found = owner.class.find(name)
    return found instanceof Callable ? this.bound(found, owner) : undefined
  }

  /** A method of a class, for one of its objects. */
  bound(found: Callable, owner: Instance): Callable {
    if (found.role === 'staticmethod') return found
    if (found.role === 'classmethod')
      return new Callable(found.name, (args, keywords) => found.call([owner.class, ...args], keywords))
    const bound = new Callable(found.name, (args, keywords) => found.call([owner, ...args], keywords))
    bound.role = found.role
    const definition = this.definitions.get(found)
    if (definition !== undefined) this.definitions.set(bound, definition)
    return bound
  }
}
