// %% [markdown]
// # 03 · ReLU, sigmoid, tanh
//
// Two fully connected layers one behind the other are no more than one: a sum of sums of products is a sum
// of products. Between them stands a layer that bends: an **activation**. It has no parameters, and treats
// each number by itself:
//
//     ReLU                      sigmoid                       tanh
//                  /         1 |            . - ----        1 |           . - ----
//                 /            |         .                    |        .
//     0 ---------+             |      .                     0 |      /
//                            0 | ---- '                    -1 | ---- - '
//
// | layer | y | the slope of y by x |
// |---|---|---|
// | ReLU | x where x is positive, else 0 | 1 where x is positive, else 0 |
// | sigmoid | 1 / (1 + e^-x) | y * (1 - y) |
// | tanh | (e^x - e^-x) / (e^x + e^-x) | 1 - y² |
//
// The way back is the chain rule, number by number: dx = slope * dy. Look at the third column: for ReLU
// the slope is told by what came **in**, so that is what forward keeps (`this.x`). For the other two it is
// told by what went **out**, which saves working it out again (`this.y`).
//
// ReLU lets a gradient through or stops it. A sigmoid multiplies it by 1/4 at most: after ten of them
// little is left. That is one reason why ReLU is used so much.
//
// | tool | what it gives |
// |---|---|
// | `x.relu()`, `x.sigmoid()`, `x.tanh()` | the functions themselves |
// | `x.gt(0)` | 1 where x is greater than 0, else 0 |
// | `x.neg().add(1)` | 1 - x |
// | `x.square()` | x² |

// %%
import { type Tensor, zeros } from 'backprop-ninja'

// %% ReLU
export class ReLU {
  /** What came in. */
  x = zeros(0)

  // hint: Keep what came in, give what goes out.
  // hint: Two lines: this.x = ..., and there is a method for the rest.
  // hint: this.x = x; return x.relu().
  forward(x: Tensor): Tensor {
    // answer (the shape of x)
    this.x = x
    return x.relu()
    // end answer
    // wrong (a use forgotten): return x.relu()
    // wrong (wrong operand): this.x = x; return x.abs()
    // wrong (wrong operand): this.x = x; return x
    // wrong (stale or aliased): this.x = x; for (let i = 0; i < x.data.length; i++) if (x.data[i] < 0) x.data[i] = 0; return x
    // wrong (stale or aliased): if (this.x.data.length === 0) this.x = x; return x.relu()
  }

  // hint: Where x was positive the gradient passes, elsewhere it is stopped.
  // hint: The slope is a table of ones and zeros: this.x.gt(0).
  // hint: dy.mul(...) the slope.
  backward(dy: Tensor): Tensor {
    // answer (the shape of x)
    return dy.mul(this.x.gt(0))
    // end answer
    // wrong (local derivative missing): return dy
    // wrong (wrong operand): return dy.relu()
    // wrong (wrong operand): return dy.mul(this.x.relu())
    // wrong (upstream missing): return this.x.gt(0)
    // wrong (sign, factor): return dy.mul(this.x.lt(0))
    // wrong (wrong local derivative): return dy.mul(this.x.ge(0))
    // wrong (stale or aliased): for (let i = 0; i < dy.data.length; i++) if (this.x.data[i] <= 0) dy.data[i] = 0; return dy
  }
}

// %% Sigmoid
export class Sigmoid {
  /** What went out. */
  y = zeros(0)

  // hint: Work out what goes out, keep it, give it.
  // hint: x.sigmoid() is kept in this.y.
  // hint: this.y = x.sigmoid(); return this.y.
  forward(x: Tensor): Tensor {
    // answer (the shape of x)
    this.y = x.sigmoid()
    return this.y
    // end answer
    // wrong (a use forgotten): return x.sigmoid()
    // wrong (wrong operand): this.y = x; return x.sigmoid()
    // wrong (sign, factor): this.y = x.neg().sigmoid(); return this.y
    // wrong (stale or aliased): for (let i = 0; i < x.data.length; i++) x.data[i] = 1 / (1 + Math.exp(-x.data[i])); this.y = x; return x
  }

  // hint: The slope is in the table of the text; y was kept.
  // hint: y * (1 - y), times dy.
  // hint: dy.mul(this.y).mul(...): the last factor is 1 - y.
  backward(dy: Tensor): Tensor {
    // answer (the shape of x)
    return dy.mul(this.y).mul(this.y.neg().add(1))
    // end answer
    // wrong (local derivative missing): return dy
    // wrong (wrong local derivative): return dy.mul(this.y)
    // wrong (wrong local derivative): return dy.mul(this.y.neg().add(1))
    // wrong (wrong local derivative): return dy.mul(this.y.square().neg().add(1))
    // wrong (upstream missing): return this.y.mul(this.y.neg().add(1))
    // wrong (wrong local derivative): return dy.mul(this.y.sigmoid()).mul(this.y.sigmoid().neg().add(1))
    // wrong (stale or aliased): this.y = this.y.mul(this.y.neg().add(1)); return dy.mul(this.y)
  }
}

// %% Tanh
export class Tanh {
  /** What went out. */
  y = zeros(0)

  // hint: As for sigmoid.
  // hint: x.tanh() is kept in this.y.
  // hint: this.y = x.tanh(); return this.y.
  forward(x: Tensor): Tensor {
    // answer (the shape of x)
    this.y = x.tanh()
    return this.y
    // end answer
    // wrong (a use forgotten): return x.tanh()
    // wrong (wrong operand): this.y = x; return x.tanh()
    // wrong (wrong operand): this.y = x.sigmoid(); return this.y
    // wrong (stale or aliased): this.y = x.tanh(); x.data.fill(0); return this.y
  }

  // hint: The slope is in the table of the text; y was kept.
  // hint: 1 - y², times dy.
  // hint: dy.mul(...): this.y.square(), negated, plus 1.
  backward(dy: Tensor): Tensor {
    // answer (the shape of x)
    return dy.mul(this.y.square().neg().add(1))
    // end answer
    // wrong (local derivative missing): return dy
    // wrong (wrong local derivative): return dy.mul(this.y.neg().add(1))
    // wrong (wrong local derivative): return dy.mul(this.y.square())
    // wrong (wrong local derivative): return dy.mul(this.y).mul(this.y.neg().add(1))
    // wrong (upstream missing): return this.y.square().neg().add(1)
    // wrong (wrong local derivative): return dy.mul(this.y.tanh().square().neg().add(1))
    // wrong (stale or aliased): for (let i = 0; i < dy.data.length; i++) dy.data[i] *= 1 - this.y.data[i] ** 2; return dy
  }
}

// %% check
import { type CheckSource, chart, type Pair, type Slip, tensor } from 'backprop-ninja'
import { HANDED, KEPT, unchangedPair } from './unchanged.ts'

type Activation = { forward: (x: Tensor) => Tensor; backward: (dy: Tensor) => Tensor; x?: Tensor; y?: Tensor }
type Learner = { ReLU: new () => Activation; Sigmoid: new () => Activation; Tanh: new () => Activation }

/** Number by number, by the formulas of the text, from x alone. */
const value = {
  ReLU: (x: number) => Math.max(x, 0),
  Sigmoid: (x: number) => 1 / (1 + Math.exp(-x)),
  Tanh: (x: number) => (Math.exp(x) - Math.exp(-x)) / (Math.exp(x) + Math.exp(-x)),
}
const slope = {
  ReLU: (x: number) => (x > 0 ? 1 : 0),
  Sigmoid: (x: number) => Math.exp(-x) / (1 + Math.exp(-x)) ** 2,
  Tanh: (x: number) => 4 / (Math.exp(x) + Math.exp(-x)) ** 2,
}
const each = (x: Tensor, f: (value: number) => number) => tensor(Array.from(x.data, f), x.shape)

export function check(learner: Learner, { g }: CheckSource): readonly Pair[] {
  const [n, columns] = g.permutation(3).add(3).data
  const drawn = g.randn(n, columns).mul(1.5)
  // Where x is neither positive nor negative, too.
  const x = drawn.indexPut([tensor([1]), tensor([2])], 0)
  const dy = g.randn(n, columns)
  return (['ReLU', 'Sigmoid', 'Tanh'] as const).flatMap(name => pairsOf(name, learner, x, dy))
}

function pairsOf(name: keyof Learner, learner: Learner, x: Tensor, dy: Tensor): Pair[] {
  const keeps = name === 'ReLU' ? 'x' : 'y'
  const y = each(x, value[name])
  const kept = keeps === 'x' ? x : y
  const earlier = x.mul(0.7).add(0.1)
  /** A layer of the learner's that has been forward, and not for the first time. */
  const went = () => {
    const layer = new learner[name]()
    layer.forward(earlier.clone())
    layer.forward(x.clone())
    return layer
  }
  return [
    {
      name: `${name}: forward(x)`,
      blank: `${name}.forward`,
      learner: () => new learner[name]().forward(x.clone()),
      expected: y,
      slips: forwardSlips(name, x),
    },
    unchangedPair(
      `${name}: changed by forward(x)`,
      `${name}.forward`,
      () => {
        const [layer, given] = [new learner[name](), x.clone()]
        return { call: () => layer.forward(given), look: () => ({ x: given }) }
      },
      { x: HANDED },
    ),
    {
      name: `${name}: ${keeps} after forward(x)`,
      blank: `${name}.forward`,
      learner: () => went()[keeps] ?? 0,
      expected: kept,
      slips: [
        {
          family: 'a use forgotten',
          value: zeros(0),
          message: `this.${keeps} is not set by forward. backward will look for it there.`,
        },
        {
          family: 'wrong operand',
          value: keeps === 'x' ? y : x,
          message:
            keeps === 'x'
              ? 'forward kept what goes out; the slope of ReLU is told by what came in.'
              : 'forward kept what came in; the slope is written with what goes out, y.',
        },
        {
          family: 'stale or aliased',
          value: keeps === 'x' ? earlier : () => each(earlier, value[name]),
          message: `It is still that of an earlier call. Each forward sets this.${keeps} anew.`,
        },
      ],
    },
    {
      name: `${name}: backward(dy)`,
      blank: `${name}.backward`,
      learner: () => went().backward(dy.clone()),
      expected: each(x, slope[name]).mul(dy),
      slips: [
        {
          family: 'local derivative missing',
          value: dy,
          message:
            'dy comes back as it came. The chain rule multiplies it by the slope: how much does y change when x is nudged?',
        },
        {
          family: 'upstream missing',
          value: each(x, slope[name]),
          message: 'That is the slope alone. The chain rule multiplies it by what comes from above, dy.',
        },
        ...backwardSlips(name, x, y, dy),
      ],
    },
    unchangedPair(
      `${name}: changed by backward(dy)`,
      `${name}.backward`,
      () => {
        const [layer, given] = [went(), dy.clone()]
        return { call: () => layer.backward(given), look: () => ({ [keeps]: layer[keeps]!, dy: given }) }
      },
      { [keeps]: KEPT, dy: HANDED },
    ),
  ]
}

function forwardSlips(name: keyof Learner, x: Tensor): Slip[] {
  if (name === 'ReLU') {
    return [
      {
        family: 'wrong operand',
        value: x,
        message: 'x goes out as it came. ReLU gives 0 where x is negative.',
      },
      {
        family: 'wrong operand',
        value: () => x.abs(),
        message: 'Negative numbers come out positive. ReLU gives 0 for them.',
      },
    ]
  }
  if (name === 'Sigmoid')
    return [
      {
        family: 'sign, factor',
        value: () => x.neg().sigmoid(),
        message:
          'The curve is the wrong way round: it falls where it should rise. In 1 / (1 + e^-x) the x has a minus.',
      },
    ]
  return [
    {
      family: 'wrong operand',
      value: () => x.sigmoid(),
      message: 'That is the sigmoid, which goes from 0 to 1. tanh goes from -1 to 1.',
    },
  ]
}

function backwardSlips(name: keyof Learner, x: Tensor, y: Tensor, dy: Tensor): Slip[] {
  const one = (t: Tensor) => t.neg().add(1)
  if (name === 'ReLU') {
    return [
      {
        family: 'wrong operand',
        value: () => dy.relu(),
        message:
          'The gradient passes where dy is positive. It must pass where x was positive: gradients of both signs may come back there.',
      },
      {
        family: 'wrong operand',
        value: () => dy.mul(x.relu()),
        message:
          'dy is multiplied by what went out. The slope of ReLU is 1 where x is positive, whatever x is: gt(0) makes the ones.',
      },
      {
        family: 'sign, factor',
        value: () => dy.mul(x.lt(0)),
        message:
          'Just the other way round: the gradient passes where x was negative, and is stopped where it was positive.',
      },
      {
        family: 'wrong local derivative',
        value: () => dy.mul(x.ge(0)),
        message:
          'The gradient passes where x is 0, too. The slope is 1 where x is positive, else 0: greater than, not at least.',
      },
    ]
  }
  const other: Slip =
    name === 'Sigmoid'
      ? {
          family: 'wrong local derivative',
          value: () => dy.mul(one(y.square())),
          message: 'That is the slope of tanh, 1 - y². The sigmoid’s is y * (1 - y).',
        }
      : {
          family: 'wrong local derivative',
          value: () => dy.mul(y).mul(one(y)),
          message: 'That is the slope of the sigmoid, y * (1 - y). The slope of tanh is 1 - y².',
        }
  const again = name === 'Sigmoid' ? y.sigmoid() : y.tanh()
  return [
    other,
    {
      family: 'wrong local derivative',
      value: () => dy.mul(one(y)),
      message:
        name === 'Sigmoid'
          ? 'The factor y is missing: the slope is y * (1 - y), flat at both ends. 1 - y alone is steepest where y is 0.'
          : 'That is 1 - y. The slope is 1 - y²: y is squared.',
    },
    {
      family: 'wrong local derivative',
      value: () => dy.mul(name === 'Sigmoid' ? y : y.square()),
      message:
        name === 'Sigmoid'
          ? 'The factor 1 - y is missing: the slope is y * (1 - y).'
          : 'That is y². The slope is what is left of 1: 1 - y².',
    },
    {
      family: 'wrong local derivative',
      value: () => dy.mul(name === 'Sigmoid' ? again.mul(one(again)) : one(again.square())),
      message:
        'The function is taken twice: this.y went through it already. The slope is written with this.y as it is.',
    },
    {
      family: 'wrong local derivative',
      value: () => dy.mul(name === 'Sigmoid' ? x.mul(one(x)) : one(x.square())),
      message:
        'The formula is right, but x stands in it where y belongs: the slope is written with what went out.',
    },
  ]
}

/** The slopes, by the learner's own way back: what is left of a gradient of 1. */
export function picture(learner: Learner): string {
  const x = Array.from({ length: 121 }, (_, i) => (i - 60) / 10)
  const curves = (['ReLU', 'Sigmoid', 'Tanh'] as const).map(name => {
    const layer = new learner[name]()
    layer.forward(tensor(x))
    return { name, x, y: Array.from(layer.backward(tensor(x.map(() => 1))).data) }
  })
  const words = 'What your layers let through of a gradient of 1, depending on what came in:'
  return `${words}\n\n${chart(curves, { x: { label: 'x' }, y: { label: 'slope' }, height: 12 })}`
}
