import { expect, test } from 'vitest'
import { tensor } from './creation.ts'
import { record } from './recording.ts'

const x = tensor([1, 2])

test('operations are written down in the order in which they ran, with what went in and what came out', () => {
  const { result, steps } = record(() => x.mul(3).sum())
  expect(steps.map(step => step.op)).toEqual(['mul', 'sum'])
  expect(steps[0].inputs[0]).toBe(x)
  expect(steps[0].inputs[1].item()).toBe(3)
  expect(steps[1].inputs[0]).toBe(steps[0].output)
  expect(steps[1].output).toBe(result)
  expect(steps[1].attributes).toEqual({ dims: [0], keepdim: false })
})

test('nothing is written down outside a recording', () => {
  const { steps } = record(() => 1)
  x.add(1)
  expect(steps).toEqual([])
})

test('an inner recording takes its own steps', () => {
  let inner: readonly { op: string }[] = []
  const { steps } = record(() => {
    const y = x.add(1)
    inner = record(() => y.exp()).steps
    return y.neg()
  })
  expect(steps.map(step => step.op)).toEqual(['add', 'neg'])
  expect(inner.map(step => step.op)).toEqual(['exp'])
})

test('a recording that ends in an error gives the tape back', () => {
  const { steps } = record(() => {
    expect(() =>
      record(() => {
        x.exp()
        throw new Error('stop')
      }),
    ).toThrow('stop')
    return x.neg()
  })
  expect(steps.map(step => step.op)).toEqual(['neg'])
})

test('an operation that fails is not written down', () => {
  const { steps } = record(() => expect(() => x.add(tensor([1, 2, 3]))).toThrow())
  expect(steps).toEqual([])
})
