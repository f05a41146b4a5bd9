/** Where a notebook says that something is a gradient: what it was claimed with, and which statement left it. */
import { recorded } from '../tensor/recording.ts'
import { Tensor } from '../tensor/tensor.ts'
import { Boxed, detached } from './box.ts'
import type { Claim, Place, WrittenStatement } from './claim.ts'
import { type Comparing, comparingIn, givenFor } from './comparing.ts'
import type { CallArguments } from './expressions.ts'
import type { CallNode, Interpreter } from './interpreter.ts'
import { missingIn } from './missing.ts'
import type { Roots } from './roots.ts'
import type { PyExpression } from './tree.ts'
import { type Callable, Ellipsis, type PyValue, Unread } from './values.ts'

const GRADIENT = /^(?:d_?|grad_)(.+)$|^(.+)_grad$/

/** The tensor that a gradient is called after; null for any other name. */
export const namedAfter = (gradient: string): string | null => {
  const [, after, before] = GRADIENT.exec(gradient) ?? []
  return after ?? before ?? null
}

/** What is known of a name: the tensor that its last statement left, and where. */
export interface LeftValue extends WrittenStatement {
  readonly tensor: Tensor | null
}

export class Claiming {
  readonly claims: Claim[] = []
  /** The names of functions that compare gradients. */
  readonly comparingNames = new Set<string>()
  /** Names that loops go through things by. */
  readonly loopNames = new Set<string>()
  /** By name, what the last statement that set it left. */
  readonly left = new Map<string, LeftValue>()
  /** By name, what a stand-in stands in for. */
  readonly replaced = new Map<string, { readonly original: PyValue; readonly box: Boxed }>()
  private readonly run: Interpreter
  private readonly roots: Roots
  private readonly comparing = new Map<Callable, Comparing | null>()

  constructor(run: Interpreter, roots: Roots) {
    this.run = run
    this.roots = roots
  }

  /** Whether a call compares a gradient; if so, that is a claim, and the call isn't made. */
  byCall(node: CallNode, called: Callable, given: () => CallArguments, here: Place): boolean {
    const definition = this.run.definitions.get(called)
    if (definition === undefined) return false
    if (!this.comparing.has(called)) this.comparing.set(called, comparingIn(definition))
    const comparing = this.comparing.get(called)!
    if (comparing === null) return false
    this.comparingNames.add(definition.name)
    const { args, keywords } = given()
    const givenValue = ({ name, place }: Comparing['tensor']): PyValue | undefined =>
      keywords[name] ?? args[place]
    const [of, value] = [givenValue(comparing.tensor), givenValue(comparing.gradient)]
    const label = args.find(one => typeof one === 'string')
    const written = givenFor(node, comparing.tensor)
    const own = written?.nodeType === 'Name' ? written.id : null
    this.claims.push({
      via: 'call',
      at: { cell: here.cell, line: node.lineno ?? here.line },
      tensor: own !== null && this.loopNames.has(own) ? this.holderOf(of) : own,
      label: typeof label === 'string' ? label : null,
      of: of instanceof Boxed ? of.tensor : null,
      ...this.valueFor(this.gradientName(givenFor(node, comparing.gradient), value), value),
    })
    return true
  }

  /** What is called as the gradient of a tensor is. */
  byName(name: string, at: Place): void {
    const tensor = namedAfter(name)
    const x = tensor === null ? undefined : this.tensorNamed(tensor)
    const value = this.run.top.names.get(name)
    if (x === undefined) return
    if (!(value instanceof Boxed || value === null || value instanceof Ellipsis || value instanceof Unread))
      return
    this.claims.push({ via: 'name', at, tensor, label: null, of: x, ...this.valueFor(name, value) })
  }

  /** A name means what it did at the last `backward()` where it is no tensor any longer. */
  private tensorNamed(name: string): Tensor | undefined {
    const now = this.run.top.names.get(name)
    if (now instanceof Boxed) return now.tensor
    const then = this.roots.all.at(-1)?.names.get(name)
    return then instanceof Tensor ? then : undefined
  }

  /** As it is written, but for a name that a loop goes through gradients by: then what holds this very tensor. */
  private gradientName(written: PyExpression | undefined, value: PyValue | undefined): string | null {
    const own = written?.nodeType === 'Name' ? written.id : null
    if (own !== null && !this.loopNames.has(own)) return own
    if (!(value instanceof Boxed)) return own
    const holders = this.holdersOf(value)
    return holders.find(name => this.isGradient(name)) ?? holders[0] ?? own
  }

  /** What holds this very tensor, other than a loop. */
  private holderOf(value: PyValue | undefined): string | null {
    return value instanceof Boxed ? (this.holdersOf(value)[0] ?? null) : null
  }

  private holdersOf(value: Boxed): string[] {
    return [...this.run.top.names].flatMap(([name, one]) =>
      one === value && !this.loopNames.has(name) ? [name] : [],
    )
  }

  /**
   * A gradient that is a tensor of the forward pass (`dy = weight`) is told from it from now on: lines that read one
   * don't read the other. What is written into it is written into the tensor.
   */
  tellApart(name: string): void {
    const value = this.run.top.names.get(name)
    if (!(value instanceof Boxed) || !this.isGradient(name)) return
    const { names } = this.roots.all.at(-1) ?? {}
    if (names === undefined || ![...names.values()].includes(value.tensor)) return
    this.run.top.names.set(name, Boxed.view(value, { read: detached, write: (_, own) => own }))
  }

  private isGradient(name: string): boolean {
    const tensor = namedAfter(name)
    return tensor !== null && this.tensorNamed(tensor) !== undefined
  }

  /** What a claim is about: the value that the last statement about it left. */
  private valueFor(
    gradient: string | null,
    given: PyValue | undefined,
  ): Pick<Claim, 'gradient' | 'value' | 'missing' | 'statement' | 'after' | 'changedBy'> {
    const replaced = gradient === null ? undefined : this.replaced.get(gradient)
    const value = replaced !== undefined && replaced.box === given ? replaced.original : given
    const left = gradient === null ? undefined : this.left.get(gradient)
    const statement = left ?? null
    const base = { gradient, statement, after: recorded(), changedBy: null }
    if (!(value instanceof Boxed)) return { ...base, value: null, missing: missingIn(value) }
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
}
