/** What a function is called with, under the names of its parameters. */
import type { CallArguments } from './expressions.ts'
import type { Frame } from './interpreter.ts'
import type { PyStatement } from './tree.ts'
import { dictOf, PythonError, type PyValue, Tuple } from './values.ts'

export type PyParameters = Extract<PyStatement, { nodeType: 'FunctionDef' }>['args']

export function bindParameters(
  name: string,
  { posonlyargs, args, vararg, kwonlyargs, kwarg }: PyParameters,
  given: CallArguments,
  defaults: readonly PyValue[],
  keywordDefaults: readonly (PyValue | undefined)[],
  { names }: Frame,
): void {
  const positional = [...(posonlyargs ?? []), ...args].map(one => one.arg)
  const rest = { ...given.keywords }
  for (const [i, parameter] of positional.entries()) {
    if (i < given.args.length) names.set(parameter, given.args[i])
    else if (Object.hasOwn(rest, parameter)) names.set(parameter, rest[parameter])
    else {
      const fallback = defaults[i - (positional.length - defaults.length)]
      if (fallback === undefined)
        throw new PythonError('TypeError', `${name}() missing a required argument: '${parameter}'`)
      names.set(parameter, fallback)
    }
    delete rest[parameter]
  }
  const extra = given.args.slice(positional.length)
  if (vararg != null) names.set(vararg.arg, Tuple.from(extra) as Tuple)
  else if (extra.length > 0)
    throw new PythonError(
      'TypeError',
      `${name}() takes ${positional.length} positional arguments but ${given.args.length} were given`,
    )
  for (const [i, { arg }] of (kwonlyargs ?? []).entries()) {
    const value = Object.hasOwn(rest, arg) ? rest[arg] : keywordDefaults[i]
    if (value === undefined)
      throw new PythonError('TypeError', `${name}() missing a required argument: '${arg}'`)
    names.set(arg, value)
    delete rest[arg]
  }
  const strange = Object.keys(rest)
  if (kwarg != null) names.set(kwarg.arg, dictOf(rest))
  else if (strange.length > 0)
    throw new PythonError('TypeError', `${name}() got an unexpected keyword argument '${strange[0]}'`)
}
