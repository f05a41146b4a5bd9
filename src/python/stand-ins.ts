/**
 * What stands in for gradients that aren't to be had, so that a mistake costs its own line only. What is missing is
 * replaced; a wrong shape flows on, as in PyTorch, unless lines below fail for it.
 */
import { type ReadingOptions, standInKey } from './reading.ts'
import type { ReadRun } from './sizes.ts'

export type StandIns = Pick<ReadingOptions, 'standIns' | 'replacesShape'>

/** A run in which as few lines as can be fail for what is above them, and what that took. */
export interface CompletedRun extends StandIns {
  readonly main: ReadRun
}

/** So many wrong shapes are tried one by one. */
const MOST = 8

export function readCompleted(read: (by: StandIns) => ReadRun): CompletedRun {
  const first = read({ standIns: new Map(), replacesShape: () => false })
  const standIns = placesIn(first)
  const withFlowing = (main: ReadRun, flowing: ReadonlySet<string>): CompletedRun => ({
    main,
    standIns: new Map([...standIns, ...placesIn(main)]),
    replacesShape: key => !flowing.has(key),
  })
  if (lostIn(first) === 0) return withFlowing(first, misshapenIn(first))
  const flowing = read({ standIns, replacesShape: () => false })
  const isFailing = flowing.claims.some(({ missing }) => missing?.kind === 'threw')
  if (!isFailing || flowing.run.isCutShort) return withFlowing(flowing, misshapenIn(flowing))
  let best = read({ standIns, replacesShape: () => true })
  let kept: ReadonlySet<string> = new Set()
  for (const key of [...misshapenIn(best)].slice(0, MOST)) {
    const tried = new Set([...kept, key])
    const run = read({ standIns, replacesShape: one => !tried.has(one) })
    if (lostIn(run) <= lostIn(best)) [best, kept] = [run, tried]
  }
  return lostIn(flowing) <= lostIn(best)
    ? withFlowing(flowing, misshapenIn(flowing))
    : withFlowing(best, kept)
}

const lostIn = ({ claims }: ReadRun): number => claims.filter(({ value }) => value === null).length

/** Where gradients are set, and the tensors that they are of. */
const placesIn = ({ claims }: ReadRun): Map<string, string> =>
  new Map(
    claims.flatMap(({ statement, gradient, tensor }) =>
      statement === null || gradient === null || tensor === null
        ? []
        : [[standInKey(statement, gradient), tensor] as const],
    ),
  )

/** Where gradients are set that have another shape than their tensors. */
const misshapenIn = ({ claims }: ReadRun): Set<string> =>
  new Set(
    claims.flatMap(({ statement, gradient, value, of }) =>
      statement === null || gradient === null || value === null || value.shape.join() === of?.shape.join()
        ? []
        : [standInKey(statement, gradient)],
    ),
  )
