/** Gradients that a function computes and keeps to itself, beside a loss of its own: `def step(X, y): … dW = …`. */
import { recorded } from '../tensor/recording.ts'
import type { Tensor } from '../tensor/tensor.ts'
import { Boxed } from './box.ts'
import type { Claim, Root } from './claim.ts'
import { namedAfter } from './claiming.ts'
import type { Interpreter } from './interpreter.ts'
import { type Defined, placeOf } from './pairing.ts'
import type { PyValue } from './values.ts'

const LOSSES = ['loss', 'cost', 'L', 'J']

/** Of what each function did when it was called last. */
export function localClaims(
  defined: readonly Defined[],
  run: Interpreter,
): { readonly root: Root; readonly claims: readonly Claim[] }[] {
  return defined.flatMap(own => {
    const names = run.frames.get(own.node)?.names
    const loss = LOSSES.map(name => names?.get(name)).find(one => one instanceof Boxed)
    if (names === undefined || !(loss instanceof Boxed) || loss.tensor.data.length !== 1) return []
    const claims = [...names].flatMap(([name, value]) => claimFor(own, name, value, names, run))
    const tensors = [...names].flatMap(([name, value]): [string, Tensor | number][] => {
      if (typeof value === 'number') return [[name, value]]
      return value instanceof Boxed ? [[name, value.tensor]] : []
    })
    const root = { tensor: loss.tensor, after: recorded(), names: new Map(tensors), isGuess: true }
    return claims.length === 0 ? [] : [{ root, claims }]
  })
}

function claimFor(
  own: Defined,
  name: string,
  value: PyValue,
  names: ReadonlyMap<string, PyValue>,
  run: Interpreter,
): Claim[] {
  const tensor = namedAfter(name)
  const of = names.get(tensor ?? '')
  const at = value instanceof Boxed && of instanceof Boxed ? placeOf(own, name, run, 0) : null
  if (at === null) return []
  return [
    {
      ...({ via: 'name', at, gradient: name, tensor, label: null, missing: null } as const),
      ...{ value: (value as Boxed).tensor, of: (of as Boxed).tensor, statement: at },
      ...{ after: recorded(), changedBy: null },
    },
  ]
}
