import { describe, expect, test } from 'vitest'
import { makeNetwork, networkSizes } from './network.ts'

const largest = (values: Float64Array): number => values.reduce((most, x) => Math.max(most, Math.abs(x)), 0)

describe.each(Object.keys(networkSizes) as (keyof typeof networkSizes)[])('at the sizes %s', size => {
  const network = makeNetwork(size, 42)
  const truth = network.byAutograd()
  const loops = network.byLoops()

  test('there are 26 gradients to compare', () => {
    expect(Object.keys(loops)).toHaveLength(26)
    expect(Object.keys(network.byHand())).toEqual(Object.keys(truth))
  })

  test.each(Object.keys(truth))('%s in plain loops equals that of the engine', name => {
    expect(loops[name]).toHaveLength(truth[name].length)
    const differences = loops[name].map((value, i) => value - truth[name][i])
    // Where the gradient itself is 0 by algebra, what is left is rounding: no part of it can be asked for.
    expect(largest(differences)).toBeLessThan(1e-12 * Math.max(largest(truth[name]), 1e-2))
  })
})
