import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { generator } from '../../tensor/random.ts'
import { librariesFor } from '../libraries.ts'
import { check } from '../testing.ts'
import type { Module } from '../values.ts'
import { asFunctions } from './functions.ts'
import { methods } from './methods.ts'

/** What `dir(torch.Tensor)` of PyTorch 1.13 and of 2.14 has with an underscore at the end, written without it. */
const IN_PLACE =
  `abs absolute acos acosh add addbmm addcdiv addcmul addmm addmv addr apply arccos arccosh arcsin arcsinh
  arctan arctan2 arctanh as_strided asin asinh atan atan2 atanh baddbmm bernoulli bitwise_and bitwise_left_shift
  bitwise_not bitwise_or bitwise_right_shift bitwise_xor cauchy ceil clamp clamp_max clamp_min clip conj_physical copy
  copysign cos cosh cumprod cumsum deg2rad detach digamma div divide eq erf erfc erfinv exp exp2 expm1 exponential fill
  fill_diagonal fix float_power floor floor_divide fmod frac gcd ge geometric greater greater_equal gt heaviside hypot i0
  igamma igammac index_add index_copy index_fill index_put index_reduce lcm ldexp le lerp less less_equal lgamma log log10
  log1p log2 log_normal logical_and logical_not logical_or logical_xor logit lt map map2 masked_fill masked_scatter mul
  multiply mvlgamma nan_to_num ne neg negative nextafter normal not_equal polygamma pow put rad2deg random reciprocal relu
  remainder rename renorm requires_grad resize resize_as resize_as_sparse round rsqrt scatter scatter_add scatter_reduce
  set sgn share_memory sigmoid sign sin sinc sinh sparse_resize sparse_resize_and_clear sqrt square squeeze sub subtract
  swapaxes swapdims t tan tanh transpose tril triu true_divide trunc uniform unsqueeze xlogy zero`.split(
    /\s+/,
  )

const inPlace = Object.keys(methods).flatMap(name => (name.endsWith('_') ? [name.slice(0, -1)] : []))

test('each method that is known in place is one of PyTorch', () => {
  expect(inPlace.filter(name => !IN_PLACE.includes(name))).toEqual([])
  expect(inPlace.length).toBeGreaterThan(60)
})

const forward = `# %%
import torch
import torch.nn.functional as F
import numpy as np
x = torch.ones(2, 2)
w = torch.ones(2, 2, requires_grad=True)
loss = (w * x).sum()
# %%
`
const sayingOf = (dw: string): string | null => check(`${forward}dw = ${dw}\n`).gradients[0].message
const errorOf = (name: string): string | null => sayingOf(`x.${name}()`)

test('one that PyTorch has only with a result of its own has no twin in place; any other is not read', () => {
  expect(errorOf('sum_')).toContain("'Tensor' object has no attribute 'sum_'")
  const known = Object.keys(methods).filter(name => !name.endsWith('_') && IN_PLACE.includes(name))
  for (const name of known.filter(name => !inPlace.includes(name)))
    expect(errorOf(`${name}_`), name).not.toContain('no attribute')
})

test.each([
  ['np.softmax(x, 1)', "module 'numpy' has no attribute 'softmax'"],
  ['F.sum(x)', "module 'torch.nn.functional' has no attribute 'sum'"],
  ['torch.view(x, 4)', "module 'torch' has no attribute 'view'"],
])('%s is an error, as in Python', (dw, said) => {
  expect(sayingOf(dw)).toContain(said)
})

test('what is not known is not taken for something that does not exist', () => {
  expect(sayingOf('np.nextafter(x, 1)')).not.toContain('no attribute')
})

const python = process.env.NINJA_PYTHON
test.runIf(python !== undefined)('what libraries are said to lack, and only that, they lack', () => {
  const libraries = librariesFor(generator(0), () => null)
  // numpy has had these, or has them by now.
  const sometimes = ['astype', 'bool', 'float', 'int', 'long', 'pow']
  for (const name of ['torch', 'torch.nn.functional', 'numpy']) {
    const { lacking, members } = libraries(name) as Module
    const asked = Object.keys(asFunctions).filter(
      one => lacking.names.has(one) || Object.hasOwn(members, one),
    )
    const program = `import json, sys, importlib; m = importlib.import_module('${name}'); print(json.dumps([n for n in json.load(sys.stdin) if not hasattr(m, n)]))`
    const { stdout } = spawnSync(python!, ['-W', 'ignore', '-c', program], {
      input: JSON.stringify(asked),
      encoding: 'utf8',
    })
    const lacked = (JSON.parse(stdout) as string[]).filter(
      one => name !== 'numpy' || !sometimes.includes(one),
    )
    expect(asked.filter(one => lacking.names.has(one)).sort(), name).toEqual(lacked.sort())
  }
})
