/**
 * Functions that store gradients on the tensors themselves, beside those that they undo: `lin_grad(inp, out, w, b)` sets
 * `w.g`, after `lin(x, w, b)`. What comes in is `out.g`.
 */
import type { Boxed } from './box.ts'
import { inputsFor } from './inputs.ts'
import { keptOn } from './kept.ts'
import {
  attempt,
  type Defined,
  type Given,
  leavesOf,
  NoPair,
  type NotebookGround,
  outOf,
  type PairRun,
  pairFrom,
} from './pairing.ts'
import { nodesIn } from './tree.ts'
import { Callable, type PyValue } from './values.ts'

const FIELD = /^_?g(?:rad(?:ient)?)?$/

const OUTPUT = /^(?:out|outp|output|res|result|y|z|a|h)$/

export function storedPairs(ground: NotebookGround): PairRun[] {
  const { defined, run } = ground
  return defined.flatMap(backward => {
    const [, name] = /^(\w+?)_(?:grad|back|bwd|backward)$/.exec(backward.name) ?? []
    const forward = defined.find(one => one.name === name)
    const [first, second] = [forward, backward].map(one => one && run.top.names.get(one.name))
    if (forward === undefined || !(first instanceof Callable) || !(second instanceof Callable)) return []
    for (const inputs of inputsFor(forward, ground)) {
      const found = attempt(() => {
        const boxes = leavesOf(inputs)
        const out = outOf(first.call([...inputs.values()], {}))
        const given = givenTo(backward, inputs, out)
        const call = (dout: Boxed): Given[] => {
          out.givenGradient = dout
          out.fields = new Map([['g', dout]])
          second.call([...given.values()], {})
          return [...boxes].flatMap(([of, box]) => {
            const own = [...given].find(([, value]) => value === box)?.[0]
            return own === undefined ? [] : keptOn(own, box).map(one => ({ ...one, of }))
          })
        }
        const pair = pairFrom(ground, backward, boxes, out, call, forward, upstreamIn(backward, given, out))
        return pair.claims.length === 0 ? null : pair
      })
      if (found !== null) return [found]
    }
    return []
  })
}

/** By parameter of the backward function: inputs by their names, the output, and the other inputs in their order. */
function givenTo(backward: Defined, inputs: ReadonlyMap<string, PyValue>, out: Boxed): Map<string, PyValue> {
  const names = backward.node.args.args.map(({ arg }) => arg)
  const others = [...inputs.keys()].filter(name => !names.includes(name))
  return new Map(
    names.map((name, i): [string, PyValue] => {
      const own = inputs.get(name)
      if (own !== undefined) return [name, own]
      if (i > 0 && OUTPUT.test(name)) return [name, out]
      const next = others.shift()
      if (next === undefined) throw new NoPair(`what ${name} is to be`)
      return [name, inputs.get(next)!]
    }),
  )
}

/** `out.g`: what a backward function reads; null where it has no parameter for the output. */
function upstreamIn({ node }: Defined, given: ReadonlyMap<string, PyValue>, out: Boxed): string | null {
  const own = [...given].find(([, value]) => value === out)?.[0]
  if (own === undefined) return null
  const read = [...nodesIn(node.body)].find(
    one =>
      one.nodeType === 'Attribute' &&
      one.value.nodeType === 'Name' &&
      one.value.id === own &&
      FIELD.test(one.attr),
  )
  return `${own}.${read?.nodeType === 'Attribute' ? read.attr : 'g'}`
}
