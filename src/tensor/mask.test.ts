/** A comparison carries a mark, so that its 0 and 1 are not taken for row numbers. */
import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { arange, cat, onesLike, tensor, where, zerosLike } from './creation.ts'
import { type FastEngine, fastEngine } from './simd/engine.ts'
import { apply, Tensor } from './tensor.ts'

const x = tensor([
  [1, -2, 3],
  [-4, 5, -6],
])
const mask = x.gt(0)
const comparisons = ['eq', 'ne', 'lt', 'le', 'gt', 'ge'] as const

const kept: Readonly<Record<string, (mask: Tensor) => Tensor>> = {
  view: mask => mask.view(3, 2),
  reshape: mask => mask.reshape(6),
  flatten: mask => mask.flatten(),
  'flatten of some dimensions': mask => mask.view(1, 2, 3).flatten(0, 1),
  unsqueeze: mask => mask.unsqueeze(1),
  squeeze: mask => mask.view(2, 1, 3).squeeze(1),
  expand: mask => mask.expand(4, 2, 3),
  expandAs: mask => mask.expandAs(x),
  permute: mask => mask.permute(1, 0),
  transpose: mask => mask.transpose(0, 1),
  T: mask => mask.T,
  mT: mask => mask.mT,
  viewAs: mask => mask.viewAs(x.T),
  broadcastTo: mask => mask.broadcastTo(4, 2, 3),
  repeat: mask => mask.repeat(2, 2),
  t: mask => mask.t(),
  index: mask => mask.index(arange(2)),
  clone: mask => mask.clone(),
}

const lost: Readonly<Record<string, (mask: Tensor) => Tensor>> = {
  mul: mask => mask.mul(mask),
  add: mask => mask.add(mask),
  neg: mask => mask.neg(),
  sub: mask => tensor(1).sub(mask),
  maximum: mask => mask.maximum(mask),
  sum: mask => mask.sum(0),
  cumsum: mask => mask.cumsum(0),
  matmul: mask => mask.matmul(mask.T),
  slice: mask => mask.slice(0, 1),
  split: mask => mask.split(1)[0],
  chunk: mask => mask.chunk(2)[0],
  flip: mask => mask.flip(0),
  tril: mask => mask.tril(),
  clamp: mask => mask.clamp(0, 1),
  maskedFill: mask => mask.maskedFill(mask, 0),
  cat: mask => cat([mask, mask]),
  where: mask => where(mask, mask, mask),
  'index of another': mask => x.index(arange(2)).mul(mask),
  indexPut: mask => mask.indexPut(0, 1),
  argmax: mask => mask.argmax(0),
  onesLike: mask => onesLike(mask),
}

const engine = fastEngine() as FastEngine
const engines: [string, (run: () => boolean) => boolean][] = [
  ['the plain engine', run => run()],
  ['the engine of training', run => engine.step(run)],
]

describe.each(engines)('on %s', (_, on) => {
  test.each(comparisons)('%s makes the mark', name => {
    expect(on(() => x[name](0).isMask)).toBe(true)
    expect(on(() => x.T.matmul(x)[name](x.T.matmul(x)).isMask)).toBe(true)
  })

  test.each(Object.keys(kept))('%s keeps it, and makes none', name => {
    expect(on(() => kept[name](x.gt(0)).isMask)).toBe(true)
    expect(on(() => kept[name](x).isMask)).toBe(false)
  })

  test.each(Object.keys(lost))('%s loses it', name => {
    expect(on(() => lost[name](x.gt(0)).isMask)).toBe(false)
  })

  test.each(['index', 'indexPut', 'indexAdd'] as const)('%s refuses it where rows are named', name => {
    const place = (rows: Tensor) => (name === 'index' ? x.index(rows) : zerosLike(x)[name](rows, 1))
    const refused = expect.objectContaining({
      code: 'tensor',
      message: `${name}: a comparison is 0 and 1, not row numbers`,
      advice: 'use where(x.gt(0), dy, 0) or dy.mul(x.gt(0))',
    })
    const runs = [
      () => place(x.gt(0)),
      () => place(x.gt(0).view(-1)),
      () => place(x.gt(0).T.index(0)),
      () => (name === 'index' ? x.index(0, x.index(0).eq(1)) : zerosLike(x)[name]([0, x.index(0).eq(1)], 1)),
    ]
    for (const run of runs) {
      expect(() =>
        on(() => {
          run()
          return true
        }),
      ).toThrow(refused)
    }
    expect(on(() => place(x.gt(0).mul(1)).isMask)).toBe(false)
  })
})

test('a comparison may still be picked from, put and added', () => {
  expect(mask.index(0).tolist()).toEqual([1, 0, 1])
  expect(zerosLike(x).indexPut(0, mask.index(0)).tolist()).toEqual([
    [1, 0, 1],
    [0, 0, 0],
  ])
  expect(mask.indexAdd(0, mask.index(1)).tolist()).toEqual([
    [1, 1, 1],
    [0, 1, 0],
  ])
})

test('a tensor is made with the mark where it is told so, and without it otherwise', () => {
  expect(new Tensor([2], Float64Array.of(0, 1), true).isMask).toBe(true)
  expect(new Tensor([2], Float64Array.of(0, 1)).isMask).toBe(false)
  expect(tensor([0, 1]).isMask).toBe(false)
  const carried = new Tensor(mask.shape, mask.data, mask.isMask)
  expect(() => x.index(carried)).toThrow('index: a comparison is 0 and 1, not row numbers')
})

test('but for that a comparison is a tensor like any other', () => {
  const plain = tensor([
    [1, 0, 1],
    [0, 1, 0],
  ])
  expect(mask).toEqual(plain)
  expect(Object.keys(mask)).toEqual(Object.keys(plain))
  expect(String(mask)).toBe(String(plain))
  expect(inspect(mask)).toBe(inspect(plain))
  expect(mask.add(1)).toEqual(plain.add(1))
  expect(apply('view', [1], { shape: [1] }).isMask).toBe(false)
})

test('nobody can put the mark on or take it off', () => {
  expect(() => {
    ;(mask as { isMask: boolean }).isMask = false
  }).toThrow(TypeError)
})
