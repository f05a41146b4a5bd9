/** Sizes that tell mistakes apart: a sum over the wrong dimension must not fit, and no number may stand for a name. */
import type { Case, Sizes } from '../checker/gradient/case.ts'
import { sizesText } from '../checker/gradient/finding.ts'
import type { Bench } from './bench.ts'
import { type Flaw, found } from './flaw.ts'

export const judgeSizes = (bench: Bench): Flaw[] => [...judgeSets(bench), ...judgeFixed(bench)]

function judgeSets({ exercise: { id }, subject: { sizes } }: Bench): Flaw[] {
  const all = Object.entries(sizes).map(
    ([name, dims]) => [name, JSON.stringify(Object.values(dims))] as const,
  )
  const same = all.find(([, dims], i) => all.findIndex(([, other]) => other === dims) < i)
  return [
    ...alikeIn(sizes).map(([name, dims]) =>
      found(
        id,
        'sizes',
        `in its sizes "${name}" two dimensions are equal (${sizesText(dims)}), where a sum over the wrong one fits`,
        'give each dimension a size of its own, there or in another of the sizes after the first',
      ),
    ),
    ...(same === undefined
      ? []
      : [
          found(
            id,
            'sizes',
            `its sizes "${same[0]}" are the same as others that it lists`,
            'list sizes that differ: a hard-coded number must show',
          ),
        ]),
  ]
}

/**
 * The sizes in which two dimensions are equal, where none in which all differ are beside them. A line is tried at all
 * but the first.
 */
function alikeIn(sizes: Bench['subject']['sizes']): (readonly [name: string, dims: Sizes])[] {
  const [, ...others] = Object.entries(sizes)
  const isAlike = (dims: Sizes): boolean => new Set(Object.values(dims)).size < Object.values(dims).length
  return others.every(([, dims]) => isAlike(dims)) ? others : []
}

/** A dimension that is the same in all sets of sizes may be written out as a number, and nobody will notice. */
function judgeFixed({ exercise: { id }, subject, cases }: Bench): Flaw[] {
  const sets = Object.values(subject.sizes)
  if (new Set(sets.map(dims => JSON.stringify(dims))).size < sets.length) return [] // told of the sets
  const [{ sizes, graph }] = cases
  const names = new Set([...Object.keys(sizes), ...Object.keys(graph.values)])
  return [...names].flatMap(name => {
    const size = sizeIn(cases[0], name)
    const isFixed = size !== null && cases.every(at => sizeIn(at, name) === size)
    const message = `${name} is ${size} in all of its sizes, so ${size} passes where ${name} is meant`
    return isFixed ? [found(id, 'sizes', message, `give ${name} another size in each of them`)] : []
  })
}

/** The number of this name, if some tensor is as long along a dimension. */
function sizeIn({ sizes, graph: { values, tensors } }: Case, name: string): number | null {
  const size = sizes[name] ?? values[name]
  const isDimension = [...tensors.values()].some(({ shape }) => shape.includes(size as number))
  return typeof size === 'number' && isDimension ? size : null
}
