/** A notebook, run once from the top: its forward passes, and what it says are gradients. */
import { type Gradients, gradientsOf } from '../autograd/sweep.ts'
import { NinjaError } from '../errors.ts'
import { generator } from '../tensor/random.ts'
import { record, recorded, recordedSteps } from '../tensor/recording.ts'
import { Tensor } from '../tensor/tensor.ts'
import { Box, predecessorOf } from './box.ts'
import { builtinsFor } from './builtins.ts'
import type { CodeCell } from './cells.ts'
import type { Claim, Fault, Missing, NotebookRun, Place, Root } from './claim.ts'
import { type Comparing, comparingIn, givenFor } from './comparing.ts'
import type { Given } from './expressions.ts'
import { type CallNode, Interpreter, OutOfSteps } from './interpreter.ts'
import { librariesFor } from './libraries.ts'
import { type PairRun, pairsIn } from './pairs.ts'
import { execute } from './statements.ts'
import {
  type Expression,
  nodesIn,
  type ParsedPython,
  parsePython,
  type Statement,
  targetsOf,
  textOf,
} from './tree.ts'
import { Callable, Class, Ellipsis, NotRead, PythonError, Unread, type Value } from './values.ts'

export interface ReadingOptions {
  readonly seed: number
  /** The text of a file that the notebook opens; null where there is none. */
  readonly open: (name: string) => string | null
  /** What whole numbers are to be, by the name that they are given to. */
  readonly sizes: Readonly<Record<string, number>>
  /** Gradients that are not to be had here: by `standInKey`, the name of the tensor. */
  readonly standIns: ReadonlyMap<string, string>
  /** Whether one of another shape than its tensor is replaced too. */
  readonly replacesShapes: boolean
  /** Which run this is, from 0. */
  readonly nth: number
}

/** Expressions, statements and calls. */
const STEPS = 4_000_000

export const standInKey = ({ cell, line }: Place, gradient: string): string => `${cell}:${line}:${gradient}`

const GRADIENT = /^(?:d_?|grad_)(.+)$|^(.+)_grad$/

/** The tensor that a gradient is called after; null for any other name. */
export const namedAfter = (gradient: string): string | null => {
  const [, after, before] = GRADIENT.exec(gradient) ?? []
  return after ?? before ?? null
}

/** What is known of a name: the tensor that its last statement left, and where. */
interface Left extends Place {
  readonly text: string
  readonly tensor: Tensor | null
}

export interface Cell {
  readonly number: number
  readonly lines: readonly string[]
  readonly parsed: ParsedPython
}

export const parseCells = (cells: readonly CodeCell[]): Cell[] =>
  cells.map(({ number, text }) => ({ number, lines: text.split('\n'), parsed: parsePython(text) }))

export function readNotebook(cells: readonly Cell[], options: ReadingOptions): NotebookRun {
  const { result, steps } = record(() => new Reader(options).read(cells))
  return { ...result, steps }
}

class Reader {
  private readonly options: ReadingOptions
  private readonly run: Interpreter
  private readonly claims: Claim[] = []
  private readonly roots: Root[] = []
  private readonly faults: Fault[] = []
  private readonly fromAutograd = new Map<Tensor, Tensor>()
  private readonly sizes = new Map<string, number>()
  private readonly statements = new Map<Tensor, Place & { readonly text: string }>()
  private readonly loopNames = new Set<string>()
  private readonly comparing = new Map<Callable, Comparing | null>()
  private readonly comparingNames = new Set<string>()
  /** By name, what the last statement that set it left. */
  private readonly left = new Map<string, Left>()
  /** By name, what a stand-in stands in for. */
  private readonly replaced = new Map<string, { readonly original: Value; readonly box: Box }>()
  /** By name of a function or a class, what it was called with last. */
  private readonly calls = new Map<string, readonly Value[]>()
  private readonly swept = new Map<Tensor, Gradients>()
  private readonly placeholders = new Map<Tensor, Tensor>()
  private readonly draw: (...shape: readonly number[]) => Tensor
  private here: Place = { cell: 0, line: 0 }

  constructor(options: ReadingOptions) {
    this.options = options
    const g = generator(options.seed)
    this.draw = (...shape) => g.randn(...shape)
    this.run = new Interpreter({
      builtins: builtinsFor(() => this.run, options.open),
      libraries: librariesFor(g, options.open),
      steps: STEPS,
      watcher: {
        onCall: (node, called, given) => this.claimed(node, called, given),
        onSize: (name, value) => this.sizeOf(name, value),
        autograd: {
          backward: x => this.backward(x),
          gradient: x => this.gradient(x),
        },
      },
    })
    for (const name of ['torch', 'math', 'random']) this.run.top.names.set(name, this.run.libraries(name))
    this.run.top.names.set('F', this.run.libraries('torch.nn.functional'))
    this.run.top.names.set('np', this.run.libraries('numpy'))
  }

  read(cells: readonly Cell[]): Omit<NotebookRun, 'steps'> {
    for (const cell of cells) {
      if (!this.readCell(cell)) break
    }
    for (const { root, claims, given } of this.pairs(cells)) {
      this.roots.push(root)
      this.claims.push(...claims)
      for (const [gradient, of] of given) this.fromAutograd.set(gradient, of)
    }
    return {
      claims: this.claims,
      roots: this.roots,
      faults: this.faults,
      fromAutograd: this.fromAutograd,
      sizes: this.sizes,
      statements: this.statements,
      loopNames: this.loopNames,
      comparing: this.comparingNames,
    }
  }

  private pairs(cells: readonly Cell[]): PairRun[] {
    const defined = cells.flatMap(({ number, lines, parsed }) =>
      [...nodesIn(parsed.body)].flatMap(node =>
        node.nodeType === 'FunctionDef' ? [{ name: node.name, node, cell: number, lines }] : [],
      ),
    )
    const { run, calls, draw } = this
    try {
      return pairsIn({ run, defined, calls, draw, nth: this.options.nth })
    } catch (error) {
      if (error instanceof OutOfSteps) return []
      throw error
    }
  }

  /** Whether there is anything left to do it with. */
  private readCell({ number, lines, parsed }: Cell): boolean {
    const touched = new Map<string, Place>()
    const updates = this.updates(parsed.body)
    const rootsBefore = this.roots.length
    const items = [
      ...parsed.body.map(node => ({ line: node.lineno ?? 1, node })),
      ...parsed.unfinished.map(({ line, text }) => ({ line, text })),
    ].sort((a, b) => a.line - b.line)
    for (const item of items) {
      this.here = { cell: number, line: item.line }
      const going =
        'node' in item
          ? this.doStatement(item.node, lines, touched)
          : this.leaveUnfinished(item.text, touched)
      if (!going) return false
    }
    const isTraining = updates && this.roots.length === rootsBefore
    if (!isTraining) for (const [name, at] of touched) this.claimByName(name, at)
    return true
  }

  /** Whether parameters are changed: then the gradients here are those of a step of training. */
  private updates(body: readonly Statement[]): boolean {
    const isData = (node: Expression): boolean => node.nodeType === 'Attribute' && node.attr === 'data'
    for (const node of nodesIn(body)) {
      if (node.nodeType === 'AugAssign' && isData(node.target)) return true
      if (node.nodeType === 'Assign' && node.targets.some(isData)) return true
    }
    return false
  }

  private doStatement(node: Statement, lines: readonly string[], touched: Map<string, Place>): boolean {
    for (const one of nodesIn(node))
      if (one.nodeType === 'For') for (const name of namesIn(one.target)) this.loopNames.add(name)
    const names = targetsOf([node])
    const text = textOf(lines, node)
    try {
      execute([node], this.run.top, this.run)
    } catch (error) {
      if (error instanceof OutOfSteps) return false
      const missing = missingFrom(error)
      if (missing === null) throw error
      const message =
        missing.kind === 'threw' ? missing.message : missing.kind === 'not read' ? missing.why : ''
      this.faults.push({ ...this.here, text, message, names })
      if (node.nodeType !== 'FunctionDef') for (const name of names) this.lose(name, missing)
    }
    for (const name of names) {
      const setter = setterOf(name, node)
      const at = { cell: this.here.cell, line: setter.lineno ?? this.here.line }
      touched.set(name, at)
      this.leave(name, { ...at, text: setter === node ? text : textOf(lines, setter) })
      this.guessRoot(name)
    }
    return true
  }

  private leaveUnfinished(text: string, touched: Map<string, Place>): boolean {
    const [, name] = /^([A-Za-z_]\w*)\s*(?:[-+*/@]?=)/.exec(text) ?? []
    this.faults.push({
      ...this.here,
      text,
      message: 'it is not finished',
      names: name === undefined ? [] : [name],
    })
    if (name === undefined) return true
    this.lose(name, { kind: 'unfinished' })
    touched.set(name, this.here)
    this.leave(name, { ...this.here, text })
    return true
  }

  private lose(name: string, missing: Missing): void {
    const why = new Unread(
      missing.kind === 'threw' ? missing.message : missing.kind === 'not read' ? missing.why : name,
    )
    missingOf.set(why, missing)
    this.run.top.names.set(name, why)
  }

  /** Writes down what a statement left under a name, and puts a stand-in there where there is to be one. */
  private leave(name: string, at: Omit<Left, 'tensor'>): void {
    const value = this.run.top.names.get(name)
    this.replaced.delete(name)
    this.left.set(name, { ...at, tensor: value instanceof Box ? value.tensor : null })
    if (value instanceof Box && !this.statements.has(value.tensor)) this.statements.set(value.tensor, at)
    const of = this.options.standIns.get(standInKey(this.here, name))
    const x = of === undefined ? undefined : this.run.top.names.get(of)
    if (!(x instanceof Box) || value === undefined) return
    const isLost = value instanceof Unread || value === null
    const isOther = value instanceof Box && value.shape.join() !== x.shape.join()
    if (!isLost && !(isOther && this.options.replacesShapes)) return
    const standIn = this.draw(...x.shape)
    this.fromAutograd.set(standIn, x.tensor)
    const box = Box.of(standIn)
    this.replaced.set(name, { original: value, box })
    this.run.top.names.set(name, box)
  }

  private backward(x: Box): void {
    if (x.tensor.data.length !== 1)
      throw new PythonError('RuntimeError', 'grad can be implicitly created only for scalar outputs')
    this.roots.push({ tensor: x.tensor, after: recorded(), names: this.namesNow(), isGuess: false })
  }

  /** A single number called `loss` is what the gradients are of where `backward` is never called. */
  private guessRoot(name: string): void {
    const value = this.run.top.names.get(name)
    if (!/^(?:loss\w*|cost|L)$/.test(name) || !(value instanceof Box) || value.tensor.data.length !== 1)
      return
    if (this.roots.filter(({ isGuess }) => isGuess).length < MOST_GUESSES)
      this.roots.push({ tensor: value.tensor, after: recorded(), names: this.namesNow(), isGuess: true })
  }

  private namesNow(): Map<string, Tensor | number> {
    const made = new Map<string, Tensor | number>()
    for (const [name, value] of this.run.top.names) {
      if (value instanceof Box) made.set(name, value.tensor)
      else if (typeof value === 'number') made.set(name, value)
    }
    return made
  }

  /** `x.grad`: the true gradient, in a tensor that is known to be that. */
  private gradient(x: Box): Value {
    const tensor = x.tensor
    for (const root of this.roots.toReversed()) {
      if (root.isGuess) continue
      if (!this.swept.has(root.tensor))
        this.swept.set(root.tensor, gradientsOf(recordedSteps().slice(0, root.after), root.tensor))
      let of: Tensor | undefined = tensor
      for (let back = 0; of !== undefined && back < 3; back++) {
        const found = this.swept.get(root.tensor)!.get(of)
        if (found !== undefined) return Box.of(this.placeholder(of, found))
        of = predecessorOf(of)
      }
    }
    return null
  }

  private placeholder(of: Tensor, gradient: Tensor): Tensor {
    const known = this.placeholders.get(of)
    if (known !== undefined) return known
    const made = new Tensor(gradient.shape, gradient.data)
    this.placeholders.set(of, made)
    this.fromAutograd.set(made, of)
    return made
  }

  private sizeOf(name: string, value: number): number {
    if (!this.sizes.has(name)) this.sizes.set(name, value)
    const own = this.options.sizes[name]
    return own !== undefined && value > 1 ? own : value
  }

  private claimed(node: CallNode, called: Value, given: () => Given): { readonly value: Value } | null {
    if (called instanceof Class) this.calls.set(called.name, given().args)
    if (!(called instanceof Callable)) return null
    if (this.run.definitions.has(called)) this.calls.set(called.name, given().args)
    const definition = this.run.definitions.get(called)
    if (definition === undefined) return null
    if (!this.comparing.has(called)) this.comparing.set(called, comparingIn(definition))
    const comparing = this.comparing.get(called)!
    if (comparing === null) return null
    this.comparingNames.add(definition.name)
    const { args, keywords } = given()
    const givenValue = ({ name, place }: { name: string; place: number }): Value | undefined =>
      keywords[name] ?? args[place]
    const nameOf = (one: Expression | undefined): string | null => (one?.nodeType === 'Name' ? one.id : null)
    const of = givenValue(comparing.tensor)
    const label = args.find(one => typeof one === 'string')
    this.claims.push({
      via: 'call',
      at: { cell: this.here.cell, line: node.lineno ?? this.here.line },
      tensor: nameOf(givenFor(node, comparing.tensor)),
      label: typeof label === 'string' ? label : null,
      of: of instanceof Box ? of.tensor : null,
      ...this.valueFor(nameOf(givenFor(node, comparing.gradient)), givenValue(comparing.gradient)),
    })
    return { value: null }
  }

  private claimByName(name: string, at: Place): void {
    const tensor = namedAfter(name)
    const x = tensor === null ? undefined : this.run.top.names.get(tensor)
    const value = this.run.top.names.get(name)
    if (!(x instanceof Box)) return
    if (!(value instanceof Box || value === null || value instanceof Ellipsis || value instanceof Unread))
      return
    this.claims.push({ via: 'name', at, tensor, label: null, of: x.tensor, ...this.valueFor(name, value) })
  }

  /** What a claim is about: the value that the last statement about it left. */
  private valueFor(
    gradient: string | null,
    given: Value | undefined,
  ): Pick<Claim, 'gradient' | 'value' | 'missing' | 'statement' | 'after' | 'changedBy'> {
    const replaced = gradient === null ? undefined : this.replaced.get(gradient)
    const value = replaced !== undefined && replaced.box === given ? replaced.original : given
    const left = gradient === null ? undefined : this.left.get(gradient)
    const statement = left === undefined ? null : { cell: left.cell, line: left.line, text: left.text }
    const base = { gradient, statement, after: recorded(), changedBy: null }
    if (!(value instanceof Box)) return { ...base, value: null, missing: missingIn(value) }
    const now = value.tensor
    if (replaced !== undefined || left?.tensor == null || left.tensor === now)
      return { ...base, value: now, missing: null }
    // It is another tensor than its own statement left: another name changed it in place.
    const other = [...this.left].find(
      ([name, one]) => name !== gradient && one.tensor === now && this.isGradient(name),
    )
    if (other === undefined) return { ...base, value: now, missing: null }
    const [name, { cell, line }] = other
    return { ...base, value: left.tensor, missing: null, changedBy: { name, cell, line } }
  }

  private isGradient(name: string): boolean {
    const tensor = namedAfter(name)
    return tensor !== null && this.run.top.names.get(tensor) instanceof Box
  }
}

const MOST_GUESSES = 12

const missingOf = new WeakMap<Unread, Missing>()

function missingIn(value: Value | undefined): Missing {
  if (value instanceof Unread) return missingOf.get(value) ?? { kind: 'not read', why: value.why }
  if (value === null || value === undefined || value instanceof Ellipsis) return { kind: 'blank' }
  return { kind: 'threw', message: 'it is no tensor' }
}

/** What an error says of a statement; null for one of this program's own. */
function missingFrom(error: unknown): Missing | null {
  if (error instanceof NotRead) return { kind: 'not read', why: error.message }
  if (error instanceof PythonError) return { kind: 'threw', message: `${error.type}: ${error.message}` }
  if (error instanceof NinjaError) return { kind: 'threw', message: error.message }
  if (error instanceof RangeError) return { kind: 'not read', why: error.message }
  return null
}

const namesIn = (target: Expression): string[] =>
  [...nodesIn(target)].flatMap(node => (node.nodeType === 'Name' ? [node.id] : []))

/** The statement that sets a name: of a loop or a condition the last one in it. */
const setterOf = (name: string, node: Statement): Statement =>
  [...nodesIn(node)].findLast(
    (one): one is Statement =>
      (one.nodeType === 'Assign' || one.nodeType === 'AugAssign' || one.nodeType === 'Expr') &&
      targetsOf([one]).includes(name),
  ) ?? node
