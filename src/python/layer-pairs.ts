/** Layers: classes whose forward method keeps what the backward one needs, and whose gradients are kept in many ways. */
import { Boxed } from './box.ts'
import type { Claim } from './claim.ts'
import { callValue } from './expressions.ts'
import { columns, inputsFor, isLabel, rows, type TableLayout } from './inputs.ts'
import { keptFor, OF_INPUT, RATES, tensorsOf, updateOf } from './kept.ts'
import {
  attempt,
  type Defined,
  givenBy,
  leavesOf,
  NoPair,
  type NotebookGround,
  outOf,
  type PairRun,
  pairFrom,
} from './pairing.ts'
import { contextFor, functionClass } from './torch/own-functions.ts'
import { Callable, Class, type Instance, NotRead, type PyValue, Tuple } from './values.ts'

/** Gradients that are meant to be another function's. */
const SURROGATE = /revers|straight|surrogate|ste$/i

export function layerPairs(ground: NotebookGround): PairRun[] {
  return [...ground.run.top.names].flatMap(([name, made]) => {
    if (!(made instanceof Class) || SURROGATE.test(name)) return []
    const [forward, backward] = ['forward', 'backward'].map(one => definedIn(name, made, one, ground))
    if (backward === undefined) return []
    if (comesFrom(made, functionClass))
      return forward === undefined ? [] : ownFunction(ground, forward, backward)
    const entry = forward ?? definedIn(name, made, '__call__', ground)
    return entry === undefined ? [] : layer(ground, name, made, entry, backward)
  })
}

const comesFrom = (made: Class, base: Class): boolean =>
  made === base || (made.base !== null && comesFrom(made.base, base))

/** `torch.autograd.Function`: what `backward` returns is in the order of what `forward` takes. */
function ownFunction(ground: NotebookGround, forward: Defined, backward: Defined): PairRun[] {
  const { run } = ground
  const optional = forward.node.args.defaults?.length ?? 0
  const whole = { ...forward, node: { ...forward.node, args: { ...forward.node.args, defaults: [] } } }
  for (const own of optional > 0 ? [whole, forward] : [forward])
    for (const inputs of inputsFor(own, ground, own.name, 1)) {
      const found = attempt(() => {
        const boxes = leavesOf(inputs)
        const context = contextFor([...inputs.values()])
        const call = (one: Defined, args: readonly PyValue[]): PyValue =>
          callable(run.top.names.get(one.name.split('.')[0]), one.name.split('.')[1]).call(
            [context, ...args],
            {},
          )
        const out = outOf(call(forward, [...inputs.values()]))
        return pairFrom(
          ground,
          backward,
          boxes,
          out,
          dout => {
            const given = givenBy(call(backward, [dout]), backward)
            const names = [...inputs.keys()]
            // By place: None for what has no gradient.
            return given.flatMap((one, i) => (boxes.has(names[i]) ? [{ ...one, of: names[i] }] : []))
          },
          forward,
        )
      })
      if (found !== null) return [found]
    }
  return []
}

function callable(owner: PyValue | undefined, name: string): Callable {
  const found = owner instanceof Class ? owner.find(name) : undefined
  if (found instanceof Callable) return found
  throw new NotRead(name)
}

function layer(
  ground: NotebookGround,
  name: string,
  made: Class,
  entry: Defined,
  backward: Defined,
): PairRun[] {
  const { run } = ground
  const init = definedIn(name, made, '__init__', ground)
  const starts = init === undefined ? [new Map<string, PyValue>()] : inputsFor(init, ground, name, 1)
  // A base class may go back by a method of the layer's own.
  const own = [...made.members].find(
    ([one, value]) => value instanceof Callable && /back|bwd|grad/.test(one) && !/parameters/.test(one),
  )
  const place = own === undefined ? backward : (definedIn(name, made, own[0], ground) ?? backward)
  const shown = { ...backward, ...place, name: backward.name }
  let failed: PairRun | null = null
  for (const start of starts) {
    const fresh = (): Instance => run.instanceOf(made, [...start.values()], {}) as Instance
    const sample = attempt(fresh)
    if (sample === null) continue
    const isLoss = entry.node.args.args.some(({ arg }) => isLabel(arg))
    for (const layout of layoutsFor(tensorsOf(sample, start), isLoss))
      for (const inputs of inputsFor(entry, { ...ground, calls: new Map() }, name, 1, [layout])) {
        const found = attempt(() => once(ground, fresh(), { start, inputs, entry, backward, shown }))
        if (found === null) continue
        const { claims } = found
        if (claims.length > 0 && claims.every(one => one.missing?.kind !== 'threw' && !isOdd(one, inputs)))
          return [found]
        failed ??= found
      }
  }
  return failed === null ? [] : [failed]
}

/** A loss may take a single column: another shape is a mistake where there is one, too. */
const isOdd = ({ value, of }: Claim, inputs: ReadonlyMap<string, PyValue>): boolean =>
  [...inputs.keys()].some(isLabel) && value !== null && value.shape.join() !== of!.shape.join()

/** Examples in rows, with as many columns as one of the parameters has; one row; columns. */
function layoutsFor(parameters: ReadonlyMap<string, Boxed>, isLoss: boolean): TableLayout[] {
  const tables = [...parameters.values()].map(({ shape }) => shape)
  const widths = new Set(tables.flatMap(shape => (shape.length === 2 ? [...shape] : [])))
  for (const shape of tables) if (shape.length === 1) widths.add(shape[0])
  const sizes = widths.size === 0 ? [undefined] : [...widths]
  const at = (layout: TableLayout, more: Readonly<Record<string, number>>): TableLayout[] =>
    sizes.map(D => ({ ...layout, known: { ...more, ...(D === undefined ? {} : { D }) } }))
  if (isLoss) return [...at(rows, {}), ...(tables.length === 0 ? at(rows, { D: 1 }) : [])]
  return [
    ...at(rows, {}),
    ...at(rows, { N: 1 }),
    ...at(columns, { N: 1 }),
    ...at(columns, {}),
    ...at({ ...rows, x: 'N T D' }, {}),
  ]
}

interface Asked {
  readonly start: ReadonlyMap<string, PyValue>
  readonly inputs: ReadonlyMap<string, PyValue>
  readonly entry: Defined
  readonly backward: Defined
  /** The method whose lines are shown. */
  readonly shown: Defined
}

/** One time forward, and back. */
function once(
  ground: NotebookGround,
  self: Instance,
  { start, inputs, entry, backward, shown }: Asked,
): PairRun {
  const { run } = ground
  for (const name of RATES) if (self.fields.has(name)) self.fields.set(name, 1)
  const parameters = leavesOf(tensorsOf(self, start))
  const given = leavesOf(inputs)
  const boxes = new Map([
    ...given,
    ...[...parameters].filter(([, box]) => ![...given.values()].includes(box)),
  ])
  const caller = run.methodOf(self, '__call__') ?? run.methodOf(self, 'forward')!
  const result = callValue(caller, { args: [...inputs.values()], keywords: {} }, run)
  const taken = parametersOf(backward)
  const labels = [...inputs].find(([name]) => isLabel(name))
  const isOfLabels = taken.some(isLabel) && labels !== undefined
  const out = lossOf(self, isOfLabels, result ?? firstOf(self, OUTPUTS) ?? null, [...inputs.values()], run)
  const cache = result instanceof Tuple && result.length > 1 ? result[1] : null
  const inputNames = [...given.keys()]
  const before = new Map([...boxes].map(([name, box]) => [name, box.tensor]))
  return pairFrom(
    ground,
    shown,
    boxes,
    out,
    dout => {
      out.givenGradient = dout
      out.fields ??= new Map([['g', dout]])
      const args = taken.map((name, i): PyValue => {
        if (inputs.has(name)) return inputs.get(name)!
        if (isLabel(name) && labels !== undefined) return labels[1]
        if (RATES.has(name)) return 1
        if (/cache|ctx|saved/.test(name)) return cache
        if (/^(?:out|output|y_?pred|y_?hat)$/.test(name) && i > 0) return out
        if (i > 0) throw new NoPair(`what ${name} is to be`)
        return isOfLabels ? predictionOf(self, given) : dout
      })
      const returned = callValue(run.methodOf(self, 'backward')!, { args, keywords: {} }, run)
      const isUpdated = taken.some(name => RATES.has(name)) || [...RATES].some(name => self.fields.has(name))
      const kept = [...boxes].flatMap(([name, box]) => {
        const own = keptFor(self, name, box, name === inputNames[0] ? OF_INPUT : [])
        return own.length > 0 || !isUpdated ? own : updateOf(self, name, box, before.get(name)!)
      })
      const own = returned === null ? [] : givenBy(returned, shown)
      const known = new Set(own.map(({ name }) => name))
      return [...own, ...kept.filter(one => !known.has(one.name))]
    },
    { node: entry.node, self },
  )
}

const OUTPUTS = ['output', 'out', 'outputs', 'a', 'A', 'y', 'Y', 'z', 'Z', 'probs', 'loss']

const firstOf = ({ fields }: Instance, names: readonly string[]): Boxed | undefined => {
  const found = names.map(name => fields.get(name)).find(one => one instanceof Boxed)
  return found instanceof Boxed ? found : undefined
}

/** Of losses of examples their mean, as it is called for; anything else as it is. */
function lossOf(
  self: Instance,
  isOfLabels: boolean,
  result: PyValue,
  args: readonly PyValue[],
  run: NotebookGround['run'],
): Boxed {
  const out = outOf(result)
  if (!isOfLabels || out.shape.length !== 1) return out
  const whole = ['calculate', 'compute', 'loss']
    .map(name => run.methodOf(self, name))
    .find(one => one !== undefined)
  return whole === undefined
    ? Boxed.of(out.tensor.mean())
    : outOf(callValue(whole, { args, keywords: {} }, run))
}

/** What a loss is given to go back from, beside the labels: what the network said, as it is or as the loss keeps it. */
function predictionOf(self: Instance, given: ReadonlyMap<string, Boxed>): Boxed {
  const [x] = given.values()
  const kept = firstOf(self, ['output', 'probs', 'y', 'out'])
  return kept !== undefined && kept.shape.join() === x.shape.join() ? kept : x
}

const parametersOf = ({ node: { args } }: Defined): string[] => {
  const names = args.args.slice(1).map(({ arg }) => arg)
  const optional = args.defaults?.length ?? 0
  return names.filter((name, i) => i < names.length - optional || i === 0 || isLabel(name) || RATES.has(name))
}

function definedIn(
  owner: string,
  made: Class,
  name: string,
  { run, defined }: NotebookGround,
): Defined | undefined {
  const found = made.find(name)
  const node = found instanceof Callable ? run.definitions.get(found) : undefined
  const own = defined.find(one => one.node === node)
  return own === undefined ? undefined : { ...own, name: `${owner}.${name}` }
}
