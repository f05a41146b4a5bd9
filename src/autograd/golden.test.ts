import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { forward } from '../../solutions/makemore/forward.ts'
import { tensor } from '../tensor/creation.ts'
import { record } from '../tensor/recording.ts'
import { gradientsOf } from './sweep.ts'

const golden = JSON.parse(
  readFileSync(new URL('../../../shared/golden/mlp-n32-e10-h64.json', import.meta.url), 'utf8'),
)
test('x', () => {
  const inputs: any = { n: golden.sizes.n, vocab: 27 }
  for (const [k, v] of Object.entries<any>(golden.inputs)) inputs[k] = tensor(v.data, v.shape)
  const { result, steps } = record(() => forward(inputs)) as any
  const grads = gradientsOf(steps, result.loss)
  const diff = (a: any, g: any) => {
    expect(a.shape).toEqual(g.shape)
    const scale = Math.max(...g.data.map(Math.abs))
    return Math.max(...g.data.map((x: number, i: number) => Math.abs(x - a.data[i]))) / scale
  }
  for (const k in golden.forward) console.log(k, diff(result[k], golden.forward[k]))
  for (const k in golden.gradients)
    console.log('d' + k, diff(grads.get(result[k] ?? inputs[k]), golden.gradients[k]))
})
