/** What a function of a library is. */
import { Callable, type PyValue } from '../values.ts'
import { GivenArguments } from './given.ts'

export type Fn = (given: GivenArguments) => PyValue

export const callables = (functions: Readonly<Record<string, Fn>>): Record<string, PyValue> =>
  Object.fromEntries(
    Object.entries(functions).map(([name, fn]) => [
      name,
      new Callable(name, (args, keywords) => new GivenArguments(args, keywords).wholly(name, fn)),
    ]),
  )
