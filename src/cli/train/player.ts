/** Who makes the gradients in a training run: the learner's functions, looked after, or autograd. */
import { differentiate, observe } from '../../autograd/graph.ts'
import type { Examined } from '../../checker/examine.ts'
import { judge } from '../../checker/judge.ts'
import { loadModule } from '../../checker/load.ts'
import { passes } from '../../checker/report.ts'
import { type Backward, type Case, type Subject, subjectOf } from '../../checker/subject.ts'
import { parseNames } from '../../dataset/names.ts'
import { diagnose } from '../../diagnosis/diagnose.ts'
import { NinjaError } from '../../errors.ts'
import { generator } from '../../tensor/random.ts'
import { Tensor } from '../../tensor/tensor.ts'
import { agrees, disagreeing } from '../../training/agree.ts'
import type { Way } from '../../training/checkpoint.ts'
import { plainEngine, type TrainingEngine } from '../../training/engine.ts'
import {
  byAutograd,
  byHand,
  orderOf,
  type Pass,
  parametersOf,
  plainUpdate,
  type Update,
  type Values,
} from '../../training/pass.ts'
import { type Diverged, openRun, type Snapshot, type Task } from '../../training/run.ts'
import { rateAt, sizesOf } from '../../training/settings.ts'
import type { Order } from './messages.ts'

export interface Player {
  readonly way: Way
  readonly subject: Subject
  readonly pass: Pass
  readonly update: Update
  /** The learner's functions, in the order in which they run. */
  readonly functions: readonly string[]
  /** Throws `WrongGradients`, or what else is the matter, unless all is right on these inputs. */
  readonly check: (inputs: Values, step: number) => void
  /** Whether the gradients are the same on another engine, to its precision. */
  readonly runsOn: (engine: TrainingEngine, inputs: Values) => boolean
  readonly dlogits: (inputs: Values) => Tensor
}

/** Found out on the way. */
export class WrongGradients extends Error {
  readonly step: number
  readonly examined: Examined
  constructor(step: number, examined: Examined) {
    super('gradients are wrong')
    this.step = step
    this.examined = examined
  }
}

/** A list of names for a first look at the forward pass. */
const LOOK = parseNames('ab\nba\nabba')

export function playerOf(order: Order, onTurn: (position: number) => void): Player {
  const { modules, solution, exercise, learner, settings } = order
  const subject = subjectOf(loadModule(modules, solution, [], silent), exercise)
  const inputs = subject.inputs({ n: 5, block: 3, n_embd: 2, n_hidden: 4 }, { g: generator(1), names: LOOK })
  const graph = observe(inputs, subject.forward)
  const parameters = parametersOf(graph, inputs)
  if (learner === null) {
    const pass = byAutograd(subject, parameters)
    return {
      way: 'autograd',
      subject,
      pass,
      update: plainUpdate,
      functions: [],
      check: () => {},
      runsOn: () => true,
      dlogits: values => differentiate(observe(values, subject.forward)).gradient('logits'),
    }
  }
  const exports = loadModule(learner.modules, learner.learner, learner.functions, silent)
  const backward = learner.functions.filter(name => graph.tensors.has(name.slice(1)))
  const functions = new Map(backward.map(name => [name.slice(1), exports[name] as Backward]))
  const names = orderOf(graph, functions, parameters)
  const pass = byHand(subject, functions, names, onTurn)
  const update = exports.update as Update

  const check = (values: Values, step: number): void => {
    checkUpdate(update, values, parameters, rateAt(settings, step))
    if (disagreeing(subject, pass, values, parameters).length === 0) return
    const at = caseOf(subject, values, order)
    const told = [...functions.keys()]
    const watch = {
      onTurn: (name: string | null) => onTurn(name === null ? -1 : names.indexOf(name)),
      onChain: () => {},
    }
    const findings = judge(told, functions, [at, at], new Map(), watch, diagnose)
    // What is off only by rounding is right: the full verdict knows better than the quick look.
    if (findings.every(({ verdict }) => passes(verdict))) return
    throw new WrongGradients(step + 1, {
      findings: findings.map(({ evidence: _, ...finding }) => finding),
      sizes: at.sizes,
      notes: [],
      printed: [],
      picture: null,
      failure: null,
    })
  }
  return {
    way: 'by hand',
    subject,
    pass,
    update,
    functions: names.map(name => `d${name}`),
    check,
    runsOn: (engine, values) => runsOn(engine, pass, values, parameters),
    dlogits: values => pass(values).dlogits as Tensor,
  }
}

/** What a learner's code prints 200,000 times is no help. */
const nothing = (): void => {}
const silent = {
  ...globalThis.console,
  ...Object.fromEntries(
    ['log', 'info', 'warn', 'error', 'debug', 'dir', 'table', 'trace'].map(name => [name, nothing]),
  ),
}

function caseOf(subject: Subject, inputs: Values, { settings }: Order): Case {
  const graph = observe(inputs, subject.forward)
  return { sizes: sizesOf(settings), seed: settings.seed, graph, truth: differentiate(graph) }
}

function checkUpdate(update: Update, values: Values, parameters: readonly string[], lr: number): void {
  const wrong = parameters.find(name => {
    const p = values[name] as Tensor
    const grad = p.mul(0.5).add(1)
    const [mine, expected]: [unknown, Tensor] = [update(p, grad, lr), plainUpdate(p, grad, lr)]
    const close = (value: number, i: number): boolean => Math.abs(value - expected.data[i]) <= 1e-9
    return !(mine instanceof Tensor) || mine.data.length !== p.data.length || !mine.data.every(close)
  })
  if (wrong === undefined) return
  throw new NinjaError(
    'exercise',
    `update does not give p - lr * grad any more: for p = ${wrong}, lr = ${lr} it gives something else`,
    'does it depend on more than p, grad and lr?',
  )
}

function runsOn(engine: TrainingEngine, pass: Pass, inputs: Values, parameters: readonly string[]): boolean {
  const gradients = (by: TrainingEngine): Values =>
    by.step(() => {
      const values = pass(inputs)
      return Object.fromEntries(parameters.map(name => [`d${name}`, plainly(values[`d${name}`])]))
    })
  try {
    return agrees(gradients(engine), gradients(plainEngine), parameters)
  } catch {
    return false
  }
}

const plainly = (x: unknown): unknown => (x instanceof Tensor ? new Tensor([...x.shape], x.data.slice()) : x)

/** The loss is no number any more. Was it a wrong gradient, or a step that was too large? */
export function explainDivergence(
  { step, loss }: Diverged,
  {
    task,
    engine,
    healthy,
    player,
  }: { task: Task; engine: TrainingEngine; healthy: Snapshot; player: Player },
): Error {
  const lr = rateAt(task.settings, step - 2)
  const run = openRun(task, healthy, engine)
  let before = Number.NaN
  try {
    for (let done = healthy.step; done < step - 2; done++) before = run.step()
    player.check(run.ahead(), step - 2)
    if (healthy.step < step - 1) before = run.step()
  } catch (error) {
    if (error instanceof WrongGradients) return error
  }
  const first = firstNotFinite(player.subject, run.ahead())
  const where = first === null ? '' : `; the first value of the forward pass that is not finite is ${first}`
  const was = Number.isNaN(before) ? '' : ` (${before.toPrecision(4)} in the step before)`
  return new NinjaError(
    'exercise',
    `the loss is ${loss} in step ${step}${was}${where}. The gradients were right: the steps are too large, each makes the next one larger`,
    `the learning rate is ${lr}; try a smaller one: --lr ${Number((lr / 10).toPrecision(1))}`,
  )
}

function firstNotFinite({ forward }: Subject, inputs: Values): string | null {
  const values = { ...inputs, ...forward(inputs) }
  const bad = Object.entries(values).find(
    ([, value]) => value instanceof Tensor && !value.data.every(Number.isFinite),
  )
  return bad?.[0] ?? null
}
