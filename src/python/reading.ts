/** A notebook, run once from the top: its forward passes, and what it says are gradients. */
import { generator } from '../tensor/random.ts'
import { record } from '../tensor/recording.ts'
import type { Tensor } from '../tensor/tensor.ts'
import { bounded } from './bounds.ts'
import { Boxed } from './box.ts'
import { builtinsFor } from './builtins.ts'
import type { CodeCell } from './cells.ts'
import type { Missing, NotebookRun, Place, RunFault, WrittenStatement } from './claim.ts'
import { Claiming, type LeftValue } from './claiming.ts'
import { withoutImports } from './dialect.ts'
import type { CallArguments } from './expressions.ts'
import { type CallNode, Interpreter } from './interpreter.ts'
import { librariesFor } from './libraries.ts'
import { localClaims } from './local-claims.ts'
import { missingFrom, textOf as reasonOf, unreadFor } from './missing.ts'
import { ownNumbersAmong } from './own-operators.ts'
import type { Defined, PairRun, PyFunction } from './pairing.ts'
import { pairsIn } from './pairs.ts'
import { Roots } from './roots.ts'
import { execute } from './statements.ts'
import { withoutTiny } from './tiny.ts'
import {
  nodesIn,
  type ParsedPython,
  type PyExpression,
  type PyStatement,
  parsePython,
  targetsOf,
  textOf,
  type Unfinished,
} from './tree.ts'
import { Callable, Class, Ellipsis, OutOfSteps, type PyValue, Unread } from './values.ts'

export interface ReadingOptions {
  readonly seed: number
  /** The text of a file that the notebook opens; null where there is none. */
  readonly open: (name: string) => string | null
  /** What whole numbers are to be, by the name that they are given to. */
  readonly sizes: Readonly<Record<string, number>>
  /** Gradients that are not to be had here: by `standInKey`, the name of the tensor. */
  readonly standIns: ReadonlyMap<string, string>
  /** Whether one of these that has another shape than its tensor is replaced too. */
  readonly replacesShape: (key: string) => boolean
  /** Whether tiny numbers aren't added. */
  readonly leavesOutTiny: boolean
  /** Which run this is, from 0. */
  readonly nth: number
}

/** Expressions, statements and calls. */
const STEPS = 4_000_000

export const standInKey = ({ cell, line }: Place, gradient: string): string => `${cell}:${line}:${gradient}`

export interface ParsedCell {
  readonly number: number
  readonly lines: readonly string[]
  readonly parsed: ParsedPython
}

export const parseCells = (cells: readonly CodeCell[]): ParsedCell[] =>
  cells.map(({ number, text }) => ({ number, lines: text.split('\n'), parsed: parsePython(text) }))

export function readNotebook(cells: readonly ParsedCell[], options: ReadingOptions): NotebookRun {
  const { result, steps } = withoutTiny(options.leavesOutTiny, () =>
    record(() => bounded(() => withoutImports(() => new Reader(options).read(cells)))),
  )
  return { ...result, steps }
}

class Reader {
  private readonly options: ReadingOptions
  private readonly run: Interpreter
  private readonly claiming: Claiming
  private readonly roots: Roots
  private readonly faults: RunFault[] = []
  private readonly sizes = new Map<string, number>()
  private readonly statements = new Map<Tensor, WrittenStatement>()
  /** By name of a function or a class, what it was called with last. */
  private readonly calls = new Map<string, readonly PyValue[]>()
  private readonly draw: (...shape: readonly number[]) => Tensor
  /** Names that cells set in which parameters are changed. */
  private readonly trained: [string, Place][] = []
  private here: Place = { cell: 0, line: 0 }

  constructor(options: ReadingOptions) {
    this.options = options
    const g = generator(options.seed)
    this.draw = (...shape) => g.randn(...shape)
    this.roots = new Roots(() => this.run.top.names)
    this.run = new Interpreter({
      builtins: builtinsFor(() => this.run, options.open),
      libraries: librariesFor(g, options.open, this.roots),
      steps: STEPS,
      watcher: {
        onCall: (node, called, given) => this.claimed(node, called, given),
        onSize: (name, value) => this.sizeOf(name, value),
        autograd: this.roots,
      },
    })
    this.claiming = new Claiming(this.run, this.roots)
    for (const name of ['torch', 'math', 'random']) this.run.top.names.set(name, this.run.libraries(name))
    this.run.top.names.set('F', this.run.libraries('torch.nn.functional'))
    this.run.top.names.set('np', this.run.libraries('numpy'))
  }

  read(cells: readonly ParsedCell[]): Omit<NotebookRun, 'steps'> {
    const isCutShort = !cells.every(cell => this.readCell(cell))
    for (const { root, claims, given } of this.pairs(cells)) {
      this.roots.all.push(root)
      this.claiming.claims.push(...claims)
      for (const [gradient, of] of given) this.roots.fromAutograd.set(gradient, of)
    }
    // Gradients that only training uses are claims where there are no others.
    if (this.claiming.claims.length === 0)
      for (const [name, at] of this.trained) this.claiming.byName(name, at)
    // And so are those that a function keeps to itself.
    if (this.claiming.claims.length === 0)
      for (const { root, claims } of localClaims(definedIn(cells), this.run)) {
        this.roots.all.unshift(root)
        this.claiming.claims.push(...claims)
      }
    return {
      claims: this.claiming.claims,
      roots: this.roots.all,
      faults: this.faults,
      fromAutograd: this.roots.fromAutograd,
      retained: this.roots.retained,
      sizes: this.sizes,
      statements: this.statements,
      loopNames: this.claiming.loopNames,
      comparing: this.claiming.comparingNames,
      isEmpty: cells.every(({ parsed }) => parsed.body.length === 0 && parsed.unfinished.length === 0),
      ownNumbers: ownNumbersAmong(this.run.top.names.values()),
      isCutShort,
    }
  }

  private pairs(cells: readonly ParsedCell[]): PairRun[] {
    const defined = definedIn(cells)
    const { run, calls, draw } = this
    const names = (body: unknown): Set<string> =>
      new Set([...nodesIn(body)].flatMap(node => (node.nodeType === 'Name' ? [node.id] : [])))
    const imports = cells.flatMap(({ parsed }) => [...nodesIn(parsed.body)]).flatMap(importedBy)
    const isNumpy = ({ body }: PyFunction): boolean => {
      const own = names(body)
      return own.has('np') || own.has('numpy') || (!own.has('torch') && !imports.includes('torch'))
    }
    try {
      return pairsIn({ run, defined, calls, draw, nth: this.options.nth, isNumpy })
    } catch (error) {
      if (error instanceof OutOfSteps) return []
      throw error
    }
  }

  /** Whether there is anything left to do it with. */
  private readCell({ number, lines, parsed }: ParsedCell): boolean {
    const touched = new Map<string, Place>()
    const updates = this.updates(parsed.body)
    const rootsBefore = this.roots.sure
    const items = [...parsed.body.map(node => ({ line: node.lineno ?? 1, node })), ...parsed.unfinished].sort(
      (a, b) => a.line - b.line,
    )
    const isDone = items.every(item => {
      this.here = { cell: number, line: item.line }
      return 'node' in item
        ? this.doStatement(item.node, lines, touched)
        : this.leaveUnfinished(item, touched)
    })
    const isTraining = updates && this.roots.sure === rootsBefore
    if (isTraining) this.trained.push(...touched)
    else for (const [name, at] of touched) this.claiming.byName(name, at)
    return isDone
  }

  /** Whether parameters are changed: then the gradients here are those of a step of training. */
  private updates(body: readonly PyStatement[]): boolean {
    const isData = (node: PyExpression): boolean => node.nodeType === 'Attribute' && node.attr === 'data'
    for (const node of nodesIn(body)) {
      if (node.nodeType === 'AugAssign' && isData(node.target)) return true
      if (node.nodeType === 'Assign' && node.targets.some(isData)) return true
    }
    return false
  }

  private doStatement(node: PyStatement, lines: readonly string[], touched: Map<string, Place>): boolean {
    for (const one of nodesIn(node))
      if (one.nodeType === 'For') for (const name of namesIn(one.target)) this.claiming.loopNames.add(name)
    // What is set in a function is set when it's called.
    const isDefinition = node.nodeType === 'FunctionDef' || node.nodeType === 'ClassDef'
    const names = isDefinition ? [node.name] : targetsOf([node])
    const text = textOf(lines, node)
    let isDone = true
    try {
      execute([node], this.run.top, this.run)
    } catch (error) {
      isDone = !(error instanceof OutOfSteps)
      const missing = missingFrom(error, this.run.top.names.keys())
      const isNotRead = missing.kind === 'not read'
      this.faults.push({ ...this.here, text, message: reasonOf(missing), names, isNotRead })
      if (!isDefinition) for (const name of names) this.lose(name, missing)
    }
    for (const name of names) {
      const setter = setterOf(name, node)
      const at = { cell: this.here.cell, line: setter.lineno ?? this.here.line }
      touched.set(name, at)
      this.leave(name, { ...at, text: setter === node ? text : textOf(lines, setter), around: text, name })
      this.roots.guess(name)
    }
    return isDone
  }

  private leaveUnfinished({ text, error }: Unfinished, touched: Map<string, Place>): boolean {
    const [, name] = /^([A-Za-z_]\w*)\s*(?:[-+*/@]?=)/.exec(text) ?? []
    const names = name === undefined ? [] : [name]
    const message = error ?? 'it is not finished'
    this.faults.push({ ...this.here, text, message, names, isNotRead: false })
    if (name === undefined) return true
    this.lose(name, error === null ? { kind: 'unfinished' } : { kind: 'threw', message: error })
    touched.set(name, this.here)
    this.leave(name, { ...this.here, text })
    return true
  }

  private lose(name: string, missing: Missing): void {
    this.run.top.names.set(name, unreadFor(name, missing))
  }

  /** Writes down what a statement left under a name, and puts a stand-in there where there is to be one. */
  private leave(name: string, at: Omit<LeftValue, 'tensor'>): void {
    this.claiming.tellApart(name)
    const value = this.run.top.names.get(name)
    this.claiming.replaced.delete(name)
    this.claiming.left.set(name, { ...at, tensor: value instanceof Boxed ? value.tensor : null })
    if (value instanceof Boxed && !this.statements.has(value.tensor)) this.statements.set(value.tensor, at)
    const key = standInKey(this.here, name)
    const of = this.options.standIns.get(key)
    const x = of === undefined ? undefined : this.run.top.names.get(of)
    if (!(x instanceof Boxed) || value === undefined) return
    const isLost = value instanceof Unread || value instanceof Ellipsis || value === null
    const isOther = value instanceof Boxed && value.shape.join() !== x.shape.join()
    if (!isLost && !(isOther && this.options.replacesShape(key))) return
    const standIn = this.draw(...x.shape)
    this.roots.fromAutograd.set(standIn, x.tensor)
    const box = Boxed.of(standIn)
    this.claiming.replaced.set(name, { original: value, box })
    this.run.top.names.set(name, box)
  }

  private sizeOf(name: string, value: number): number {
    if (!this.sizes.has(name)) this.sizes.set(name, value)
    const own = this.options.sizes[name]
    return own !== undefined && value > 1 ? own : value
  }

  private claimed(
    node: CallNode,
    called: PyValue,
    given: () => CallArguments,
  ): { readonly value: PyValue } | null {
    if (called instanceof Class) this.calls.set(called.name, given().args)
    if (!(called instanceof Callable)) return null
    if (this.run.definitions.has(called)) this.calls.set(called.name, given().args)
    return this.claiming.byCall(node, called, given, this.here) ? { value: null } : null
  }
}

const definedIn = (cells: readonly ParsedCell[]): Defined[] =>
  cells.flatMap(({ number, lines, parsed }) =>
    [...nodesIn(parsed.body)].flatMap(node =>
      node.nodeType === 'FunctionDef' ? [{ name: node.name, node, cell: number, lines }] : [],
    ),
  )

/** The libraries that a statement imports. */
const importedBy = (node: PyStatement | PyExpression): string[] =>
  node.nodeType === 'Import'
    ? node.names.map(({ name }) => name)
    : node.nodeType === 'ImportFrom'
      ? [(node.module ?? '').split('.')[0]]
      : []

const namesIn = (target: PyExpression): string[] =>
  [...nodesIn(target)].flatMap(node => (node.nodeType === 'Name' ? [node.id] : []))

/** The statement that sets a name: of a loop or a condition the last one in it. */
const setterOf = (name: string, node: PyStatement): PyStatement =>
  [...nodesIn(node)].findLast(
    (one): one is PyStatement =>
      (one.nodeType === 'Assign' || one.nodeType === 'AugAssign' || one.nodeType === 'Expr') &&
      targetsOf([one]).includes(name),
  ) ?? node
