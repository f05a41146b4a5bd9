/**
 * A common way to write gradients: those of each example's own loss all the way down (`dZ = A - Y`), and the mean's 1/m
 * where they are added up (`dW = 1 / m * dZ @ A.T`).
 */
import type { Case } from '../checker/gradient/case.ts'
import { compare, largest } from '../checker/gradient/compare.ts'
import type { Tensor } from '../tensor/tensor.ts'
import type { PlacedClaim } from './passes.ts'
import type { Replay } from './replay.ts'
import type { ReadRun } from './sizes.ts'

/** By name of a gradient, how many times what the mean's gradient would be it is, in each of the runs. */
export type Multiples = ReadonlyMap<string, readonly number[]>

/** Of the claims those that are as many times the right value as there are examples, in all runs. */
export function multiplesAmong(
  claims: readonly PlacedClaim[],
  runs: readonly ReadRun[],
  cases: readonly Case[],
): Multiples {
  return new Map(
    claims.flatMap(({ key, name }) => {
      const times = runs.map(({ claims: all }, i) => {
        const value = all.find(one => one.key === key)?.value
        return value == null ? null : multipleOf(value, cases[i].truth.gradient(name))
      })
      return times.every(one => one !== null) ? [[`d${name}`, times] as const] : []
    }),
  )
}

/** A whole number that is one of the tensor's sizes; null for any other. */
function multipleOf(value: Tensor, expected: Tensor): number | null {
  if (value.shape.join() !== expected.shape.join()) return null
  const at = expected.data.reduce((best, one, i, all) => (Math.abs(one) > Math.abs(all[best]) ? i : best), 0)
  const times = Math.round(value.data[at] / expected.data[at])
  if (!(times > 1) || !value.shape.includes(times)) return null
  const whole = expected.mul(times)
  return compare(value, whole, largest(whole)).approximate ? times : null
}

/** Names under which a backward function is given the gradient of each example's own loss. */
const PER_EXAMPLE = /^d[ZA]\d?$/

/**
 * Of what a function gives from such a gradient (`dZ`), the gradients of the mean: 1/m times the right value, as all are
 * that are added up over the examples. None if one of them isn't.
 */
export function meansAmong(
  claims: readonly PlacedClaim[],
  off: readonly PlacedClaim[],
  runs: readonly ReadRun[],
  cases: readonly Case[],
): boolean {
  const [first] = claims
  const upstream = runs[0].passes[first?.pass ?? 0].root.upstream
  if (off.length === 0 || upstream === undefined || !PER_EXAMPLE.test(upstream.called)) return false
  return runs.every((run, i) => {
    const out = cases[i].graph.tensors.get(upstream.of)
    const times = off.map(({ key, name }) => {
      const value = run.claims.find(one => one.key === key)?.value
      return value == null ? null : fractionOf(value, cases[i].truth.gradient(name))
    })
    const [m] = times
    return (
      m !== null &&
      times.every(one => one === m) &&
      out?.shape.includes(m) === true &&
      claims.every(one => off.includes(one) !== cases[i].graph.tensors.get(one.name)!.shape.includes(m))
    )
  })
}

/** How many times smaller than the right value: a whole number, or null. */
function fractionOf(value: Tensor, expected: Tensor): number | null {
  if (value.shape.join() !== expected.shape.join()) return null
  const at = expected.data.reduce((best, one, i, all) => (Math.abs(one) > Math.abs(all[best]) ? i : best), 0)
  const times = Math.round(expected.data[at] / value.data[at])
  return times > 1 && compare(value.mul(times), expected, largest(expected)).approximate ? times : null
}

/** The same lines, with each of these gradients read and given as what the mean's would be. */
export function perMean(
  claim: PlacedClaim,
  replays: readonly (Replay | null)[],
  multiples: Multiples,
): (Replay | null)[] {
  const own = multiples.get(`d${claim.name}`)
  return replays.map((replay, i) => {
    if (replay === null) return null
    return {
      ...replay,
      run: scope => {
        const result = replay.run(
          new Proxy(scope, {
            get: (of, name) => {
              const value = Reflect.get(of, name)
              const times = multiples.get(String(name))
              return times === undefined ? value : (value as Tensor).mul(times[i])
            },
          }),
        )
        return own === undefined ? result : result.div(own[i])
      },
    }
  })
}
