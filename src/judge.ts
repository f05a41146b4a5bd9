/**
 * The judge for programs of your own: which gradients of a forward pass are right, and what is wrong with the others.
 * Functions run here, in your program, so a verdict is worth what your trust in them is worth; `ninja check` runs them
 * in a room of their own.
 *
 * ```ts
 * import type { Generator, Tensor } from 'backprop-ninja'
 * import { explain, judge, type Sizes } from 'backprop-ninja/judge'
 *
 * type Inputs = Readonly<Record<'x' | 'w' | 'b', Tensor>>
 * type Scope = Inputs & { readonly dout: Tensor }
 *
 * const affine = {
 *   sizes: { small: { n: 4, d: 3, m: 2 }, large: { n: 7, d: 5, m: 6 } },
 *   inputs: ({ n, d, m }: Sizes, { g }: { g: Generator }) => ({ x: g.randn(n, d), w: g.randn(d, m), b: g.randn(m) }),
 *   forward: ({ x, w, b }: Inputs) => ({ out: x.matmul(w).add(b) }),
 * }
 * const functions = {
 *   dx: ({ w, dout }: Scope) => dout.matmul(w.T),
 *   dw: ({ x, dout }: Scope) => x.T.matmul(dout),
 *   db: ({ dout }: Scope) => dout.sum(0),
 * }
 * for (const { name, verdict, message } of judge(affine, functions)) console.log(name, verdict, message)
 * console.log(explain(affine, functions, 'dw')?.message)
 * ```
 */
import { observe } from './autograd/graph.ts'
import type { ScopeOf } from './catalogue/exercise.ts'
import { type Case, caseAt, type Sizes, type Subject } from './checker/gradient/case.ts'
import { judge as judgeAll } from './checker/gradient/judge.ts'
import type { Learner } from './checker/gradient/learner.ts'
import type { Diagnosis, Judgement } from './checker/report.ts'
import { placed } from './checker/text/placed.ts'
import { diagnose } from './diagnosis/diagnose.ts'
import { NinjaError } from './errors.ts'
import { programOf } from './room/here.ts'
import type { LearnerFunction } from './room/program.ts'
import { type Generator, generator } from './tensor/random.ts'
import { sourceOf } from './text/source.ts'
import { writtenIn } from './text/written.ts'

export type { Sizes } from './checker/gradient/case.ts'
export { type Diagnosis, passes, type Verdict, type Worst } from './checker/report.ts'

/** A computation whose gradients are to be judged: from inputs to values, both by name. */
export interface ForwardPass<Inputs extends object, Values extends object> {
  /** At least two, by name: a line that is right at one size by chance is not at another. Best all numbers differ. */
  readonly sizes: Readonly<Record<string, Sizes>>
  /** Draws the inputs at one of these sizes: tensors, and numbers too. The same `g` must give the same inputs. */
  readonly inputs: (sizes: Sizes, source: { readonly g: Generator }) => Inputs
  /**
   * Gives the tensors that it computes. One that is called `loss`, a single number, is what the gradients are of; where
   * there is none, as in a layer by itself, every output that nothing is computed from has a gradient from above.
   */
  readonly forward: (inputs: Inputs) => Values
}

/**
 * Functions by `d` and the name of the tensor whose gradient they compute. Each is given a scope: inputs, values of the
 * forward pass, and the gradients of what is computed from its tensor, by name. It returns a tensor, or a number.
 */
export type BackwardFunctions<Inputs extends object, Values extends object> = Readonly<
  Record<string, (scope: ScopeOf<() => Inputs, () => Values>) => unknown>
>

const fields = [
  ...(['name', 'verdict', 'message', 'advice', 'note'] as const),
  ...(['exact', 'approximate', 'maxdiff', 'worst', 'shape', 'expectedShape', 'zeroByAlgebra'] as const),
]

/** The verdict on one gradient. */
export type GradientVerdict = Pick<Judgement, (typeof fields)[number]>

export interface JudgeOptions {
  /** Other seeds draw other numbers; the same one gives the same verdicts. */
  readonly seed?: number
}

/**
 * Judges each function: its line by itself, under gradients from above that are drawn at random, at several sizes and
 * seeds; and the chain of all of them. In the order of `functions`.
 * @throws NinjaError 'pack' for a forward pass that cannot be judged, or a function for a tensor that is not in it.
 */
export function judge<Inputs extends object, Values extends object>(
  pass: ForwardPass<Inputs, Values>,
  functions: BackwardFunctions<Inputs, Values>,
  { seed = SEED }: JudgeOptions = {},
): GradientVerdict[] {
  const cases = casesOf(pass, seed)
  const names = Object.keys(functions).map(name => tensorOf(name, cases))
  return judgeAll(names, learnerFor(functions), cases).findings.map(
    finding => Object.fromEntries(fields.map(field => [field, finding[field]])) as unknown as GradientVerdict,
  )
}

/**
 * Which mistake the function `name` makes: the kind of slip, what it computes as a formula, and what the line needs. Null
 * for a line that is right, and for a mistake that is not recognised.
 * @throws NinjaError as `judge` does.
 */
export function explain<Inputs extends object, Values extends object>(
  pass: ForwardPass<Inputs, Values>,
  functions: BackwardFunctions<Inputs, Values>,
  name: string,
  { seed = SEED }: JudgeOptions = {},
): Diagnosis | null {
  const cases = casesOf(pass, seed)
  const learner = learnerFor({ [name]: functions[name] })
  const tensor = tensorOf(name, cases)
  const found = judgeAll([tensor], learner, cases, diagnose).findings[0].diagnosis
  return found === null ? null : placed(found, new Map())
}

const SEED = 42

/** What is known of a function by its text only makes advice better: no verdict stands on it. */
const learnerFor = (functions: Readonly<Record<string, unknown>>): Learner => ({
  program: programOf(new Map(Object.entries(functions) as [string, LearnerFunction][])),
  written: name => {
    const source = sourceOf(`const ${name} = ${functions[name]}`)
    return source.program === null ? null : writtenIn(source, name)
  },
})

function tensorOf(name: string, [{ graph }]: readonly Case[]): string {
  if (name.startsWith('d') && graph.tensors.has(name.slice(1))) return name.slice(1)
  throw new NinjaError(
    'pack',
    `there is no tensor for a function ${name} in the forward pass`,
    `it has ${[...graph.tensors.keys()].join(', ')}`,
  )
}

function casesOf<Inputs extends object, Values extends object>(
  { sizes, inputs, forward }: ForwardPass<Inputs, Values>,
  seed: number,
): Case[] {
  const all = Object.values(sizes ?? {})
  if (all.length < 2)
    throw new NinjaError('pack', 'a forward pass needs at least two sets of sizes', 'list them by name')
  return all.map((sizes, i) => {
    const g = generator(seed + i)
    const drawn = inputs(sizes, { g })
    const whole = withLoss(forward, drawn, g) as Subject['forward']
    return caseAt({ ...drawn } as Record<string, unknown>, whole, sizes, seed + i)
  })
}

/** With a loss, where it has none: the sum of all that comes out, each number times a random one. */
function withLoss<Inputs extends object>(
  forward: (inputs: Inputs) => object,
  inputs: Inputs,
  g: Generator,
): (inputs: Inputs) => object {
  const { values, tensors, users } = observe(inputs, forward)
  if (![...tensors.keys()].some(name => !(name in inputs)))
    throw new NinjaError(
      'pack',
      'the forward pass returns no tensor by name',
      'return an object, such as { out }',
    )
  if ('loss' in values) return forward
  const ends = [...tensors.keys()].filter(name => !(name in inputs) && users.get(name)!.length === 0)
  const pulls = new Map(ends.map(name => [name, g.randn(...tensors.get(name)!.shape)]))
  return given => {
    const made = forward(given)
    const parts = [...pulls].map(([name, pull]) => pull.mul(Reflect.get(made, name)).sum())
    return parts.length === 0 ? made : { ...made, loss: parts.reduce((sum, part) => sum.add(part)) }
  }
}
