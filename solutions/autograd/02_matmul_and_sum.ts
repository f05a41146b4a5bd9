// %% [markdown]
// # 02 · matmul and sum
//
// A linear layer is `x.matmul(W).add(b)`, and a loss ends in a sum. Your Values need both. You've worked out both
// gradients by hand in broadcasting. Now write each once, for every program that will ever use it.
//
// ## matmul
//
//     this (n, k) --+
//                   matmul --> out (n, m)        g, the upstream gradient, is (n, m)
//     other (k, m) -+
//
// Which products of `g` and the other matrix have the shapes (n, k) and (k, m)? With sizes that differ, only one
// fits for each. But a rule is also used where n, k and m are equal. There every wrong product fits too, and no
// error tells you. So make sure of the reason, not only of the shape.
//
// ## sum
//
// Until now, the rule's gradients were as large as the result, and `receive` summed them if the input was
// smaller. Here the result is the smaller one. Each number of the input goes into one sum, with a slope of 1,
// so it gets the gradient of **its own** sum. In other words: the rule **copies** g until it has the input's shape.
//
//     x (3, 4)   sum(1)        -->  (3)       one sum for each row
//     x (3, 4)   sum(1, true)  -->  (3, 1)    the same; the summed dimension stays, with size 1
//     x (3, 4)   sum()         -->  ()        one sum of everything
//
// `true` is for keepdim. Copying works as broadcasting does, from the right end: `expandAs` makes (3, 1) into
// (3, 4) the way you want. It refuses (3), which would line up with the 4 columns. But take a square table,
// (4, 4), and a g of shape (4): it copies g down the rows, each number lands in the wrong sum, and there's no
// error.
//
// | tool | what it gives |
// |---|---|
// | `A.matmul(B)`, `A.T` | the matrix product; rows and columns swapped |
// | `x.sum(dim, { keepdim })` | the sum along dim; of everything, where dim is undefined |
// | `g.unsqueeze(dim)` | the same numbers, with a new dimension of size 1 at place dim |
// | `g.expandAs(x)` | g copied to the shape of x, as broadcasting does |
// | `test ? a : b` | Python's `a if test else b` |

// %%
import { type Tensor, zerosLike } from 'backprop-ninja'

// %% The Value of exercise 01, with two new methods
export type Rule = (g: Tensor) => Tensor[]

export class Value {
  data: Tensor
  grad: Tensor
  readonly inputs: readonly Value[]
  readonly rule: Rule

  constructor(data: Tensor, inputs: readonly Value[] = [], rule: Rule = () => []) {
    this.data = data
    this.grad = zerosLike(data)
    this.inputs = inputs
    this.rule = rule
  }

  // hint: Nudge one number of `this`, in row i and column j. It meets row j of other, and moves row i of the result.
  // hint: So a number of this gets a sum over m: g times other, with m as the inner size. A number of other gets a
  //       sum over n: this times g, with n as the inner size. Transpose where the inner sizes don't meet.
  // hint: g => [g.matmul(...), this.data.T.matmul(...)], after the product and the list of inputs.
  matmul(other: Value): Value {
    // answer
    return new Value(this.data.matmul(other.data), [this, other], g => [
      g.matmul(other.data.T),
      this.data.T.matmul(g),
    ])
    // end answer
    // wrong (wrong operand): return new Value(this.data.matmul(other.data), [this, other], g => [g.matmul(other.T), this.T.matmul(g)])
    //   > `other` and `this` are Values, and only tensors have a .T: `other.data.T`.
    // wrong (wrong operand): return new Value(this.data.matmul(other.data), [this, other], g => [g.matmul(other.data.T), g.matmul(this.data.T)])
    //   > The gradient of this is right. For other, (k, m), the sum is over n: this.data.T, (k, n), comes first, then
    //   > g, (n, m).
    // wrong (shape): return new Value(this.data.matmul(other.data), [this, other], g => [g.matmul(other.data), this.data.matmul(g)])
    //   > The transposes are missing. g is (n, m) and other is (k, m): to sum over m, you need other.T, (m, k). In the
    //   > same way, this needs a .T to sum over n. For square matrices you'd get wrong numbers and no error.
    // wrong (wrong operand): return new Value(this.data.matmul(other.data), [this, other], g => [other.data.T.matmul(g), g.matmul(this.data.T)])
    //   > The factors of your products are in the wrong order. g is (n, m), so for this, (n, k), it comes first; for
    //   > other, (k, m), it comes last. For square matrices you'd get wrong numbers and no error.
    // wrong (upstream missing): return new Value(this.data.matmul(other.data), [this, other], () => [other.data.T, this.data.T])
    //   > g is missing: these are the other matrices alone. Each gradient is a product with g.
    // wrong (wrong operand): return new Value(this.data.matmul(other.data), [this, other], g => [g.mul(other.data), g.mul(this.data)])
    //   > This is the rule of mul, which multiplies number by number. Here each gradient is a matrix product.
    // wrong (shape): return new Value(this.data.matmul(other.data), [this, other], g => [g.matmul(other.data.T), g.T.matmul(this.data)])
    //   > The gradient of other is transposed: g.T times this is (m, k), and other is (k, m). Put this.data.T first.
    // wrong (shape): return new Value(this.data.matmul(other.data), [this, other], g => [other.data.matmul(g.T), this.data.T.matmul(g)])
    //   > The gradient of this is transposed: other times g.T is (k, n), and this is (n, k). Put g first.
    // wrong (shape): return new Value(this.data.matmul(other.data), [this, other], g => [this.data.T.matmul(g), g.matmul(other.data.T)])
    //   > Both gradients are right, but each goes to the wrong input. The list has the order of the inputs: this, other.
    // wrong (a use forgotten): return new Value(this.data.matmul(other.data), [this], g => [g.matmul(other.data.T)])
    //   > Only `this` gets a gradient. Both matrices are inputs, and the rule returns a gradient for each.
    // wrong (a use forgotten): return new Value(this.data.matmul(other.data))
    //   > Your new Value doesn't remember how it was made. Give its constructor the inputs and a rule.
    // wrong (wrong operand): return new Value(other.data.matmul(this.data), [this, other], g => [g.matmul(other.data.T), this.data.T.matmul(g)])
    //   > You multiplied other by this. In a matrix product the order matters: `this` comes first.
    // wrong (reduction): return new Value(this.data.matmul(other.data), [this, other], g => [g.matmul(other.data.T), this.data.T.matmul(g).div(g.shape[0])])
    //   > You divided the gradient of other by the number of rows. All rows use the same matrix, and their effects add
    //   > up. If a loss is a mean, its 1/n is in g already.
    // wrong (wrong operand): return new Value(this.data.matmul(other.data), [this, other], g => [g.matmul(other.grad.T), this.grad.T.matmul(g)])
    //   > You multiplied by gradients, and they're still zero. Use the matrices themselves: `.data`.
  }

  // hint: Which shape does g have, and which must it get? There are three cases: everything was summed, the dimension
  //       is gone, or it's there with size 1.
  // hint: If a dimension is gone, put it back with unsqueeze. Otherwise leave g as it is. Then copy.
  // hint: g => [(dim === undefined || keepdim ? g : g.unsqueeze(...)).expandAs(...)]; the data is
  //       this.data.sum(dim, { keepdim }).
  sum(dim?: number, keepdim = false): Value {
    // answer
    return new Value(this.data.sum(dim, { keepdim }), [this], g => [
      (dim === undefined || keepdim ? g : g.unsqueeze(dim)).expandAs(this.data),
    ])
    // end answer
    // wrong (shape): return new Value(this.data.sum(dim, { keepdim }), [this], g => [g])
    //   > Your gradient has the shape of the sum, not of what was summed. Copy it. (In receive, `add` would broadcast
    //   > it for you, sometimes along the wrong dimension and sometimes not at all.)
    // wrong (shape): return new Value(this.data.sum(dim, { keepdim }), [this], g => [g.expandAs(this.data)])
    //   > Where the summed dimension is gone, the shapes line up at the wrong place. For a square table that copies each
    //   > sum's gradient to the wrong numbers. Put the dimension back first: unsqueeze.
    // wrong (shape): return new Value(this.data.sum(dim, { keepdim }), [this], g => [(dim === undefined ? g : g.unsqueeze(dim)).expandAs(this.data)])
    //   > With keepdim, the dimension is still there, and you put in another. Use unsqueeze only where it's gone.
    // wrong (shape): return new Value(this.data.sum(dim, { keepdim }), [this], g => [(keepdim ? g : g.unsqueeze(dim!)).expandAs(this.data)])
    //   > sum() has no dimension to put back: dim is undefined there. A single number can be copied as it is.
    // wrong (shape): return new Value(this.data.sum(dim, { keepdim }), [this], g => [(dim === undefined || keepdim ? g : g.unsqueeze(-1)).expandAs(this.data)])
    //   > You always put the dimension back at the right end. It belongs where it was: at place dim.
    // wrong (shape): return new Value(this.data.sum(dim, { keepdim }), [this], g => [(dim === undefined || keepdim ? g : g.unsqueeze(0)).expandAs(this.data)])
    //   > You always put the dimension back in front. It belongs where it was: at place dim.
    // wrong (shape): return new Value(this.data.sum(dim, { keepdim }), [this], g => [(dim === undefined || keepdim ? g : g.unsqueeze(1)).expandAs(this.data)])
    //   > You always put the dimension back at place 1. It belongs where it was: at place dim.
    // wrong (shape): return new Value(this.data.sum(dim, { keepdim }), [this], g => [dim === undefined || keepdim ? g : g.unsqueeze(dim)])
    //   > The summed dimension is back, with size 1, but g isn't copied along it. `expandAs` does that.
    // wrong (shape): return new Value(this.data.sum(dim), [this], g => [(dim === undefined ? g : g.unsqueeze(dim)).expandAs(this.data)])
    //   > You didn't pass keepdim on: the sum has lost a dimension that should stay. Write { keepdim }.
    // wrong (reduction): return new Value(this.data.sum(), [this], g => [g.expandAs(this.data)])
    //   > You always sum everything. Pass dim on, and keepdim.
    // wrong (upstream missing): return new Value(this.data.sum(dim, { keepdim }), [this], () => [zerosLike(this.data).add(1)])
    //   > These are the slopes alone, all 1. Multiplied by the upstream gradient, that's g, copied.
    // wrong (reduction): return new Value(this.data.sum(dim, { keepdim }), [this], g => [(dim === undefined || keepdim ? g : g.unsqueeze(dim)).expandAs(this.data).mul(g.data.length / this.data.data.length)])
    //   > You shared the gradient out among the numbers, which is the rule of a mean. Nudge one number, and its sum moves
    //   > by all of the nudge.
    // wrong (wrong local derivative): return new Value(this.data.sum(dim, { keepdim }), [this], g => [(dim === undefined || keepdim ? g : g.unsqueeze(dim)).mul(this.data)])
    //   > You multiplied by the numbers themselves. The slope of a sum is 1, whatever the numbers are.
    // wrong (a use forgotten): return new Value(this.data.sum(dim, { keepdim }))
    //   > Your new Value doesn't remember how it was made. Give its constructor the inputs and a rule.
  }

  // As you wrote them in exercise 01. You needn't read on in this class.
  receive(gradient: Tensor): void {
    this.grad = this.grad.add(unbroadcast(gradient, this.data.shape))
  }
  add(other: Value): Value {
    return new Value(this.data.add(other.data), [this, other], g => [g, g])
  }
  mul(other: Value): Value {
    return new Value(this.data.mul(other.data), [this, other], g => [g.mul(other.data), g.mul(this.data)])
  }
}

// %% include unbroadcast.ts
import { unbroadcast } from './unbroadcast.ts'

// %% check
import { type Check, type Pair, tensor } from 'backprop-ninja'
import { gradientOf } from './nudging.ts'

type Learner = Pick<typeof import('./02_matmul_and_sum.ts'), 'Value'>
type Shape = readonly number[]

const text = (shape: Shape) => `(${shape.join(', ')})`

const matrices: readonly (readonly [n: number, k: number, m: number])[] = [
  [2, 3, 4],
  [5, 1, 2],
  [1, 4, 1],
  [3, 3, 3],
]

const sums: readonly (readonly [shape: Shape, dim?: number, keepdim?: boolean])[] = [
  [[3, 4]],
  [[3, 4], 0],
  [[3, 4], 1],
  [[3, 4], 0, true],
  [[3, 4], 1, true],
  [[4, 4], 1],
  [[4, 4], 1, true],
  [[3, 3, 3], 1],
  [[2, 3, 4], -2],
  [[2, 3, 4], 2],
  [[3, 1]],
  [[3, 1], 0],
  [[5], 0],
  [[]],
]

export const check: Check<Learner> = (learner, { g }) => {
  const value = (data: Tensor) => new learner.Value(data.clone())
  const product = ([n, k, m]: (typeof matrices)[number]): Pair[] => {
    const [a, b, up] = [g.randn(n, k), g.randn(k, m), g.randn(n, m)]
    const name = `(${n}, ${k}) @ (${k}, ${m})`
    return [
      {
        name: `${name}: its data`,
        blank: 'Value.matmul',
        learner: () => value(a).matmul(value(b)).data,
        expected: a.matmul(b),
      },
      {
        name: `${name}: what its rule returns`,
        blank: 'Value.matmul',
        learner: () => {
          const [v, w] = [value(a), value(b)]
          const out = v.matmul(w)
          const gradients = out.rule(up.clone())
          return [v, w].map(input => gradients[out.inputs.indexOf(input)])
        },
        // The product is linear in each matrix, so a large nudge has no error.
        expected: () => [
          gradientOf(at => at.matmul(b).mul(up).sum(), a, 1),
          gradientOf(at => a.matmul(at).mul(up).sum(), b, 1),
        ],
      },
    ]
  }
  const sum = ([shape, dim, keepdim]: (typeof sums)[number]): Pair => {
    const x = g.randn(...shape)
    const result = x.sum(dim, { keepdim: keepdim ?? false })
    const up = g.randn(...result.shape)
    return {
      name: `${text(shape)}.sum(${[dim, keepdim].filter(one => one !== undefined).join(', ')}): data, rule`,
      blank: 'Value.sum',
      learner: () => {
        const out = keepdim === undefined ? value(x).sum(dim) : value(x).sum(dim, keepdim)
        return [out.data, ...out.rule(up.clone())]
      },
      expected: () => [
        result,
        gradientOf(at => at.sum(dim, { keepdim: keepdim ?? false }).mul(up).sum(), x, 1),
      ],
    }
  }
  const [x, W, b] = [g.randn(4, 3), g.randn(3, 2), g.randn(2)]
  const ofInputs = (method: string, made: (v: Value, w: Value) => Value, expected: string): Pair => ({
    name: `${method}: made from`,
    blank: `Value.${method}`,
    learner: () => {
      const [v, w] = [value(x), value(W)]
      const called = made(v, w).inputs.map(input => (input === v ? 'x' : input === w ? 'W' : 'another Value'))
      return called.sort().join(' and ')
    },
    expected,
  })
  return [
    ...matrices.flatMap(product),
    ofInputs('matmul', (v, w) => v.matmul(w), 'W and x'),
    {
      name: 'sum of x @ W + b: what x, W and b receive',
      blank: 'Value.matmul',
      learner: () => {
        const [v, w, bias] = [value(x), value(W), value(b)]
        const product = v.matmul(w)
        const y = product.add(bias)
        const loss = y.sum()
        loss.grad = tensor(1)
        for (const step of [loss, y, product]) {
          for (const [i, gradient] of step.rule(step.grad).entries()) step.inputs[i].receive(gradient)
        }
        return [v.grad, w.grad, bias.grad]
      },
      expected: () =>
        [x, W, b].map((one, k, all) =>
          gradientOf(
            at => {
              const [v, w, bias] = all.map((other, i) => (i === k ? at : other))
              return v.matmul(w).add(bias).sum()
            },
            one,
            1,
          ),
        ),
      learned: 'a linear layer, and nobody wrote its backward pass',
    },
    ...sums.map(sum),
    {
      name: '(3, 4).sum(0, true): its data',
      blank: 'Value.sum',
      learner: () => value(x.T).sum(0, true).data,
      expected: x.T.sum(0).view(1, 4),
    },
    ofInputs('sum', v => v.sum(), 'x'),
  ]
}
