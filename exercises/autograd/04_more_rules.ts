// %% [markdown]
// # 04 · Picking, rearranging, tanh
//
// A network that reads letters needs three more steps. It **picks** rows from a table: the row of a letter holds
// the numbers that stand for it. It **rearranges** the rows of three letters into one long row. And it bends what
// comes out of a layer, with **tanh**.
//
// ## index
//
//     table (27, 2)                 rows                      table.index(rows)
//       row 0                       [5, 0, 5]                   row 5 of the table
//       ...                                                     row 0
//       row 5                                                   row 5, once more
//
// What's picked is copied. A row that was picked twice gets the sum of two gradients, and a row that wasn't picked
// gets 0. There are two ways to put numbers into places: `indexPut` **replaces** what's there, `indexAdd` **adds**
// to it. Which of them is right here?
//
// `table.index(rows, columns)` picks single numbers, the one in row `rows[i]` and column `columns[i]` for each i.
// Your rule needn't tell the two apart: pass the places on as they came, in a list.
//
// ## view
//
// `x.view(2, -1)` keeps the numbers in their order and arranges them into two rows; -1 means: as many columns as
// it takes. Nothing is computed. So what's the gradient of each number, and how is it arranged?
//
// ## tanh
//
// In micrograd you found its slope from the result t: 1 - t². A tensor has one for each of its numbers, and each
// number moves its own result only. So no sum and no matrix product is needed. Below is `exp`, as an example: its
// slope is the result itself.
//
// | tool | what it gives |
// |---|---|
// | `x.index(rows)`, `x.index(rows, columns)` | the rows with these numbers; single numbers |
// | `zerosLike(x).indexAdd(places, values)` | zeros, with values added at places, a list such as `[rows]` |
// | `x.view(2, -1)`, `x.viewAs(y)` | the same numbers in another shape; in the shape of y |
// | `x.tanh()`, `x.square()`, `x.neg().add(1)` | number by number: tanh, the square, 1 minus it |
// | `f(...places)` | Python's `f(*places)` |

// %%
import { onesLike, type Tensor, TODO, zerosLike } from 'backprop-ninja'

// %% The Value of the exercises before, with three new methods
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

  exp(): Value {
    const e = this.data.exp()
    return new Value(e, [this], g => [g.mul(e)])
  }

  index(...places: Tensor[]): Value {
    return TODO()
  }

  view(...shape: number[]): Value {
    return TODO()
  }

  tanh(): Value {
    return TODO()
  }

  // As in the exercises before. You needn't read on.
  log(): Value {
    return new Value(this.data.log(), [this], g => [g.div(this.data)])
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
