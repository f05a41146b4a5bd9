import { expect, test } from 'vitest'
import { check } from '../testing.ts'
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

const errorOf = (name: string): string | null => {
  const { gradients } = check(
    `# %%\nimport torch\nx = torch.ones(2, 2)\nw = torch.ones(2, 2, requires_grad=True)\nloss = (w * x).sum()\n# %%\ndw = x.${name}()\n`,
  )
  return gradients[0].message
}

test('one that PyTorch has only with a result of its own has no twin in place; any other is not read', () => {
  expect(errorOf('sum_')).toContain("'Tensor' object has no attribute 'sum_'")
  const known = Object.keys(methods).filter(name => !name.endsWith('_') && IN_PLACE.includes(name))
  for (const name of known.filter(name => !inPlace.includes(name)))
    expect(errorOf(`${name}_`), name).not.toContain('no attribute')
})
