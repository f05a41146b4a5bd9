/** What `itertools.product` gives. */
import { chargeNumbers } from './bounds.ts'
import type { PyValue } from './values.ts'

/** All ways to take one of each. */
export const combined = (lists: readonly (readonly PyValue[])[]): PyValue[][] =>
  lists.reduce<PyValue[][]>(
    (sofar, list) => {
      chargeNumbers(sofar.length * list.length)
      return sofar.flatMap(one => list.map(next => [...one, next]))
    },
    [[]],
  )
