/** What draws the numbers of a tensor again, in place: `w.normal_()`, `nn.init.xavier_uniform_(w)`. */
import { generator } from '../../tensor/random.ts'
import { Tensor } from '../../tensor/tensor.ts'
import { tensorsMade } from '../bounds.ts'
import { demandGradient } from '../box.ts'
import { numberIn } from '../values.ts'
import type { Method } from './method.ts'

/** With `mean` and `std`, or from `a` to `b`; what depends on fans is small. */
const SPREADS: Readonly<Record<string, (x: number, a: number, b: number) => number>> = {
  normal_: (x, mean, deviation) => mean + deviation * x,
  uniform_: (x, from, to) => from + (to - from) * x,
}

const redrawn =
  (name: string): Method =>
  (x, given) => {
    const g = generator(1 + tensorsMade())
    const [a, b] = [numberIn(given.value(0, 'mean', 'a') ?? 0), numberIn(given.value(1, 'std', 'b') ?? 1)]
    const spread = SPREADS[name] ?? ((one: number) => one / 2)
    const drawn = g.randn(...x.shape).data.map(one => (name.includes('uniform') ? g.random() : one))
    const isLeaf = x.requiresGrad
    x.requiresGrad = false
    x.tensor = new Tensor(
      x.shape,
      drawn.map(one => spread(one, a, b)),
    )
    if (isLeaf) demandGradient(x)
    return x
  }

const NAMES = [
  ...['normal_', 'uniform_', 'xavier_normal_', 'xavier_uniform_', 'kaiming_normal_', 'kaiming_uniform_'],
  ...['trunc_normal_', 'orthogonal_'],
]

export const redrawing: Readonly<Record<string, Method>> = Object.fromEntries(
  NAMES.map(name => [name, redrawn(name)]),
)
