// %% [markdown]
// # 05 · A loss without a backward pass
//
// The loss of a network that chooses among classes is cross-entropy. For each row of scores, the **logits**, it takes
// the softmax, looks at the probability of the right class, and takes minus its logarithm. Then it takes the mean
// over the rows. With your Values you write the forward pass only. All of the rest is there already.
//
//     logits (n, classes)  -- logSoftmax -->  (n, classes)  -- pick the label's -->  (n)  -- mean, minus -->  loss
//
// ## log-softmax, and a score of 1000
//
// The logarithm of the softmax of a row l is, for its element i:
//
//     l_i - log(exp(l_1) + exp(l_2) + ...)
//
// To a computer, exp(1000) is infinity. But if you first subtract the largest score from all scores of the row, the
// result is the same, and no exponent is larger than 0.
//
// Must a gradient flow through that largest score too? The result doesn't depend on what you subtract, so all that
// would come back through it adds up to 0. So make it a **constant**: a new Value from a tensor, without inputs. The
// backward pass ends there. PyTorch's word for that is detach.
//
// | tool | what it gives |
// |---|---|
// | `x.add(y)`, `x.mul(y)`, `x.sub(y)`, `x.exp()`, `x.log()` | Values, number by number; they broadcast |
// | `x.sum()`, `x.sum(1, true)`, `x.index(rows, columns)` | sums, and picked numbers |
// | `x.times(3)` | a Value times a number |
// | `new Value(t)` | a constant, from a tensor t |
// | `x.data.max(1, { keepdim: true }).values` | a tensor: the largest number of each row, (n, 1) |
// | `x.data.shape[0]`, `x.data.data.length` | how many rows x has; how many numbers |

// %%
import { arange, onesLike, tensor, type Tensor, TODO, zerosLike } from 'backprop-ninja'

// %% The mean of all numbers
export function mean(x: Value): Value {
  return TODO()
}

// %% The logarithm of each row's softmax
export function logSoftmax(logits: Value): Value {
  return TODO()
}

// %% Minus the mean logarithm of the right class's probability
export function crossEntropy(logits: Value, labels: Tensor): Value {
  return TODO()
}

// %% [markdown]
// ## What comes back
//
// By hand, the gradient of the logits is a famous formula: the probabilities, minus 1 at the right class, divided by n.
// You haven't written it anywhere. The check compares it with what your rules find.
//
// Below is what you have from the exercises before. Only `sub` and `times` are new: they are made of what was there,
// so they need no rule.

// %% unbroadcast, as in exercise 01: nothing to do here
export function unbroadcast(gradient: Tensor, shape: readonly number[]): Tensor {
  let g = gradient
  while (g.shape.length > shape.length) g = g.sum(0)
  for (let d = 0; d < shape.length; d++) {
    if (shape[d] === 1) g = g.sum(d, { keepdim: true })
  }
  return g
}

// %% The Value that you have built: nothing to do here
export type Rule = (g: Tensor) => Tensor[]

/** How many Values there have been. */
let made = 0

export class Value {
  data: Tensor
  grad: Tensor
  readonly inputs: readonly Value[]
  readonly rule: Rule
  /** How many Values were made before this one. */
  readonly number = made++

  constructor(data: Tensor, inputs: readonly Value[] = [], rule: Rule = () => []) {
    this.data = data
    this.grad = zerosLike(data)
    this.inputs = inputs
    this.rule = rule
  }
  receive(gradient: Tensor): void {
    this.grad = this.grad.add(unbroadcast(gradient, this.data.shape))
  }
  add(other: Value): Value {
    return new Value(this.data.add(other.data), [this, other], g => [g, g])
  }
  mul(other: Value): Value {
    return new Value(this.data.mul(other.data), [this, other], g => [g.mul(other.data), g.mul(this.data)])
  }
  matmul(other: Value): Value {
    return new Value(this.data.matmul(other.data), [this, other], g => [
      g.matmul(other.data.T),
      this.data.T.matmul(g),
    ])
  }
  sum(dim?: number, keepdim = false): Value {
    return new Value(this.data.sum(dim, { keepdim }), [this], g => [
      (dim === undefined || keepdim ? g : g.unsqueeze(dim)).expandAs(this.data),
    ])
  }
  index(...places: Tensor[]): Value {
    return new Value(this.data.index(...places), [this], g => [zerosLike(this.data).indexAdd(places, g)])
  }
  view(...shape: number[]): Value {
    return new Value(this.data.view(...shape), [this], g => [g.viewAs(this.data)])
  }
  exp(): Value {
    const e = this.data.exp()
    return new Value(e, [this], g => [g.mul(e)])
  }
  log(): Value {
    return new Value(this.data.log(), [this], g => [g.div(this.data)])
  }
  tanh(): Value {
    const t = this.data.tanh()
    return new Value(t, [this], g => [g.mul(t.square().neg().add(1))])
  }

  // Made of the others, so they need no rules.
  times(factor: number): Value {
    return this.mul(new Value(tensor(factor)))
  }
  sub(other: Value): Value {
    return this.add(other.times(-1))
  }
}

// %% order and backward, as in exercise 03: nothing to do here
export function order(last: Value): Value[] {
  const found = new Set([last])
  for (const v of found) for (const input of v.inputs) found.add(input)
  return [...found].sort((a, b) => b.number - a.number)
}

export function backward(loss: Value): void {
  loss.grad = onesLike(loss.data)
  for (const v of order(loss)) {
    for (const [i, gradient] of v.rule(v.grad).entries()) v.inputs[i].receive(gradient)
  }
}
