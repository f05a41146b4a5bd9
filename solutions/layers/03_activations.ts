// %% [markdown]
// # 03 · ReLU, sigmoid, tanh
//
// Two fully connected layers in a row can do no more than one: a sum of sums of products is again a sum of
// products. So you put a layer between them that bends: an **activation**. It has no parameters, and it
// treats each number by itself:
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
// The backward pass is the chain rule, number by number: dx = slope * dy. Look at the third column. You
// find the slope of ReLU from what came **in**, so that's what forward keeps (`this.x`). You find the other
// two from what went **out**, which saves you computing it again (`this.y`).
//
// ReLU lets a gradient through, or stops it. A sigmoid multiplies it by 1/4 at most, so after ten sigmoids
// little is left. That's one reason why ReLU is used so much.
//
// | tool | what it gives you |
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

  // hint: Keep what comes in, and return what goes out.
  // hint: It takes two lines: this.x = ..., and there is a method for the rest.
  // hint: this.x = x, and then return what the method relu gives you.
  forward(x: Tensor): Tensor {
    // answer (the shape of x)
    this.x = x
    return x.relu()
    // end answer
    // wrong (a use forgotten): return x.relu()
    //   > Your y is right, but forward doesn't keep x, and backward needs it. Add `this.x = x`.
    // wrong (wrong operand): this.x = x.relu(); return this.x
    //   > You kept what goes out. In this exercise ReLU keeps what came in: `this.x = x`.
    // wrong (wrong operand): this.x = x; return x.abs()
    //   > Your negative numbers come out positive. ReLU gives 0 for them.
    // wrong (wrong operand): this.x = x; return x.gt(0)
    //   > This is 1 where x is positive. ReLU gives x itself there.
    // wrong (wrong operand): this.x = x; return x
    //   > x goes out as it came in. ReLU gives 0 where x is negative.
    // wrong (stale or aliased): this.x = x; for (let i = 0; i < x.data.length; i++) if (x.data[i] < 0) x.data[i] = 0; return x
    //   > You changed the numbers of the x that you were given, and other code may still need them. Make a new tensor, as
    //   > mul and relu do.
    // wrong (stale or aliased): if (this.x.data.length === 0) this.x = x; return x.relu()
    //   > The x of an earlier call is still there. Set this.x in every call.
  }

  // hint: Where x was positive, the gradient passes. Elsewhere it's stopped.
  // hint: The slope is a table of ones and zeros: this.x.gt(0).
  // hint: dy.mul(...) the slope.
  backward(dy: Tensor): Tensor {
    // answer (the shape of x)
    return dy.mul(this.x.gt(0))
    // end answer
    // wrong (local derivative missing): return dy
    //   > You returned dy as it came. Multiply it by the slope, which is 0 where x isn't positive.
    // wrong (wrong operand): return dy.relu()
    //   > Your gradient passes where dy is positive. Let it pass where x was positive; there, both signs of dy can come
    //   > back.
    // wrong (wrong operand): return dy.mul(this.x.relu())
    //   > You multiplied dy by what went out. The slope of ReLU is 1 wherever x is positive, however large x is.
    // wrong (wrong operand): return dy.mul(this.x)
    //   > You multiplied dy by x itself. Multiply by the slope: 1 where x is positive, else 0.
    // wrong (upstream missing): return this.x.gt(0)
    //   > This is only the slope. Multiply it by the upstream gradient, dy.
    // wrong (sign, factor): return dy.mul(this.x.lt(0))
    //   > This is the wrong way around: your gradient passes where x was negative. Let it pass where x was positive.
    // wrong (wrong local derivative): return dy.mul(this.x.ge(0))
    //   > Your gradient also passes where x is 0. The slope is 1 only where x is greater than 0.
    // wrong (stale or aliased): for (let i = 0; i < dy.data.length; i++) if (this.x.data[i] <= 0) dy.data[i] = 0; return dy
    //   > You changed the numbers of the dy that you were given, and other code may still need them. Make a new tensor, as
    //   > mul and relu do.
  }
}

// %% Sigmoid
export class Sigmoid {
  /** What went out. */
  y = zeros(0)

  // hint: Compute what goes out, keep it, and return it.
  // hint: Keep x.sigmoid() in this.y.
  // hint: this.y = x.sigmoid(). What do you return after that?
  forward(x: Tensor): Tensor {
    // answer (the shape of x)
    this.y = x.sigmoid()
    return this.y
    // end answer
    // wrong (a use forgotten): return x.sigmoid()
    //   > Your y is right, but forward doesn't keep it, and backward needs it. Set this.y.
    // wrong (wrong operand): this.y = x; return x.sigmoid()
    //   > You kept what came in. The slope is written with what goes out, so keep that in this.y.
    // wrong (sign, factor): this.y = x.neg().sigmoid(); return this.y
    //   > Your curve falls where it must rise. The minus in 1 / (1 + e^-x) is already in the method sigmoid.
    // wrong (wrong operand): this.y = x.tanh(); return this.y
    //   > This is tanh, which goes from -1 to 1. The sigmoid goes from 0 to 1.
    // wrong (stale or aliased): for (let i = 0; i < x.data.length; i++) x.data[i] = 1 / (1 + Math.exp(-x.data[i])); this.y = x; return x
    //   > You changed the numbers of the x that you were given, and other code may still need them. Make a new tensor, as
    //   > mul and relu do.
    // wrong (stale or aliased): if (this.y.data.length === 0) this.y = x.sigmoid(); return x.sigmoid()
    //   > The y of an earlier call is still there. Set this.y in every call.
  }

  // hint: The slope is in the table above, and forward kept y.
  // hint: y * (1 - y), times dy.
  // hint: dy.mul(this.y).mul(...): the last factor is 1 - y.
  backward(dy: Tensor): Tensor {
    // answer (the shape of x)
    return dy.mul(this.y).mul(this.y.neg().add(1))
    // end answer
    // wrong (local derivative missing): return dy
    //   > You returned dy as it came. Multiply it by the slope: how much does y change when you nudge x?
    // wrong (wrong local derivative): return dy.mul(this.y)
    //   > The factor 1 - y is missing. The slope is y * (1 - y).
    // wrong (wrong local derivative): return dy.mul(this.y.neg().add(1))
    //   > The factor y is missing. The slope is y * (1 - y).
    // wrong (sign, factor): return dy.mul(this.y).mul(this.y.sub(1))
    //   > The sign is wrong. The second factor is 1 - y, not y - 1.
    // wrong (wrong local derivative): return dy.mul(this.y.square().neg().add(1))
    //   > This uses the slope of tanh, 1 - y². The slope of the sigmoid is y * (1 - y).
    // wrong (upstream missing): return this.y.mul(this.y.neg().add(1))
    //   > This is only the slope. Multiply it by the upstream gradient, dy.
    // wrong (wrong local derivative): return dy.mul(this.y.sigmoid()).mul(this.y.sigmoid().neg().add(1))
    //   > You applied the sigmoid twice: this.y already went through it. Use this.y as it is.
    // wrong (stale or aliased): this.y = this.y.mul(this.y.neg().add(1)); return dy.mul(this.y)
    //   > Your dx is right, but you changed this.y, which forward kept. backward only reads it.
    // wrong (stale or aliased): for (let i = 0; i < dy.data.length; i++) dy.data[i] *= this.y.data[i] * (1 - this.y.data[i]); return dy
    //   > You changed the numbers of the dy that you were given, and other code may still need them. Make a new tensor, as
    //   > mul and relu do.
  }
}

// %% Tanh
export class Tanh {
  /** What went out. */
  y = zeros(0)

  // hint: It works like the sigmoid.
  // hint: Keep x.tanh() in this.y.
  // hint: this.y = x.tanh(), and then return what you kept.
  forward(x: Tensor): Tensor {
    // answer (the shape of x)
    this.y = x.tanh()
    return this.y
    // end answer
    // wrong (a use forgotten): return x.tanh()
    //   > Your y is right, but forward doesn't keep it, and backward needs it. Set this.y.
    // wrong (wrong operand): this.y = x; return x.tanh()
    //   > You kept what came in. The slope is written with what goes out, so keep that in this.y.
    // wrong (wrong operand): this.y = x.sigmoid(); return this.y
    //   > This is the sigmoid, which goes from 0 to 1. tanh goes from -1 to 1.
    // wrong (stale or aliased): this.y = x.tanh(); x.data.fill(0); return this.y
    //   > You changed the numbers of the x that you were given, and other code may still need them. Make a new tensor, as
    //   > mul and relu do.
    // wrong (stale or aliased): if (this.y.data.length === 0) this.y = x.tanh(); return x.tanh()
    //   > The y of an earlier call is still there. Set this.y in every call.
  }

  // hint: The slope is in the table above, and forward kept y.
  // hint: 1 - y², times dy.
  // hint: dy.mul(...): this.y.square(), negated, plus 1.
  backward(dy: Tensor): Tensor {
    // answer (the shape of x)
    return dy.mul(this.y.square().neg().add(1))
    // end answer
    // wrong (local derivative missing): return dy
    //   > You returned dy as it came. Multiply it by the slope: how much does y change when you nudge x?
    // wrong (wrong local derivative): return dy.mul(this.y.neg().add(1))
    //   > You multiplied by 1 - y. The slope is 1 - y²: square y first.
    // wrong (wrong local derivative): return dy.mul(this.y.square())
    //   > You multiplied by y². The slope is what's left of 1: 1 - y².
    // wrong (sign, factor): return dy.mul(this.y.square().sub(1))
    //   > The sign is wrong. The slope is 1 - y², not y² - 1.
    // wrong (wrong local derivative): return dy.mul(this.y.neg().add(1).square())
    //   > You squared 1 - y. The slope is 1 - y²: square only y.
    // wrong (wrong local derivative): return dy.mul(this.y).mul(this.y.neg().add(1))
    //   > This uses the slope of the sigmoid, y * (1 - y). The slope of tanh is 1 - y².
    // wrong (upstream missing): return this.y.square().neg().add(1)
    //   > This is only the slope. Multiply it by the upstream gradient, dy.
    // wrong (wrong local derivative): return dy.mul(this.y.tanh().square().neg().add(1))
    //   > You applied tanh twice: this.y already went through it. Use this.y as it is.
    // wrong (stale or aliased): this.y = this.y.square().neg().add(1); return dy.mul(this.y)
    //   > Your dx is right, but you changed this.y, which forward kept. backward only reads it.
    // wrong (stale or aliased): for (let i = 0; i < dy.data.length; i++) dy.data[i] *= 1 - this.y.data[i] ** 2; return dy
    //   > You changed the numbers of the dy that you were given, and other code may still need them. Make a new tensor, as
    //   > mul and relu do.
  }
}

// %% check
import { type Check, chart, tensor } from 'backprop-ninja'
import { unchangedPair } from './unchanged.ts'

type Activation = { forward: (x: Tensor) => Tensor; backward: (dy: Tensor) => Tensor; x?: Tensor; y?: Tensor }
type Learner = { ReLU: new () => Activation; Sigmoid: new () => Activation; Tanh: new () => Activation }

/** What each keeps; and number by number, from x alone, its value and its slope by the formulas of the text. */
const layers = [
  ['ReLU', 'x', (x: number) => Math.max(x, 0), (x: number) => (x > 0 ? 1 : 0)],
  [
    'Sigmoid',
    'y',
    (x: number) => 1 / (1 + Math.exp(-x)),
    (x: number) => Math.exp(-x) / (1 + Math.exp(-x)) ** 2,
  ],
  [
    'Tanh',
    'y',
    (x: number) => (Math.exp(x) - Math.exp(-x)) / (Math.exp(x) + Math.exp(-x)),
    (x: number) => 4 / (Math.exp(x) + Math.exp(-x)) ** 2,
  ],
] as const

export const check: Check<Learner> = (learner, { g }) => {
  const [n, columns] = g.permutation(3).add(3).data
  // Where x is neither positive nor negative, too.
  const x = g.randn(n, columns).mul(1.5).indexPut([tensor([1]), tensor([2])], 0)
  const dy = g.randn(n, columns)
  const each = (f: (value: number) => number) => tensor(Array.from(x.data, f), x.shape)
  return layers.flatMap(([name, keeps, value, slope]) => {
    /** A layer of the learner's that has been forward, and not for the first time. */
    const went = () => {
      const layer = new learner[name]()
      layer.forward(x.mul(0.7).add(0.1))
      layer.forward(x.clone())
      return layer
    }
    return [
      {
        name: `${name}: forward(x)`,
        blank: `${name}.forward`,
        learner: () => new learner[name]().forward(x.clone()),
        expected: each(value),
      },
      unchangedPair(`${name}: changed by forward(x)`, `${name}.forward`, () => {
        const [layer, given] = [new learner[name](), x.clone()]
        return { call: () => layer.forward(given), look: () => ({ x: given }) }
      }),
      {
        name: `${name}: ${keeps} after forward(x)`,
        blank: `${name}.forward`,
        learner: () => went()[keeps] ?? 0,
      },
      {
        name: `${name}: backward(dy)`,
        blank: `${name}.backward`,
        learner: () => went().backward(dy.clone()),
        expected: each(slope).mul(dy),
      },
      unchangedPair(`${name}: changed by backward(dy)`, `${name}.backward`, () => {
        const [layer, given] = [went(), dy.clone()]
        return { call: () => layer.backward(given), look: () => ({ [keeps]: layer[keeps]!, dy: given }) }
      }),
    ]
  })
}

/** The slopes, by the learner's own backward: what is left of a gradient of 1. */
export function picture(learner: Learner): string {
  const x = Array.from({ length: 121 }, (_, i) => (i - 60) / 10)
  const curves = layers.map(([name]) => {
    const layer = new learner[name]()
    layer.forward(tensor(x))
    return { name, x, y: Array.from(layer.backward(tensor(x.map(() => 1))).data) }
  })
  const words = 'How much of a gradient of 1 your layers let through, depending on what came in:'
  return `${words}\n\n${chart(curves, { x: { label: 'x' }, y: { label: 'slope' }, height: 12 })}`
}
