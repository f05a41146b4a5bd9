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
import { type Tensor, TODO, zerosLike } from 'backprop-ninja'

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

  matmul(other: Value): Value {
    return TODO()
  }

  sum(dim?: number, keepdim = false): Value {
    return TODO()
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

// %% unbroadcast, as in exercise 01: nothing to do here
export function unbroadcast(gradient: Tensor, shape: readonly number[]): Tensor {
  let g = gradient
  while (g.shape.length > shape.length) g = g.sum(0)
  for (let d = 0; d < shape.length; d++) {
    if (shape[d] === 1) g = g.sum(d, { keepdim: true })
  }
  return g
}
