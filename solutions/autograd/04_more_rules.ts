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
import { type Tensor, zerosLike } from 'backprop-ninja'

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

  // hint: Which shape must the gradient have? Where do the numbers of g belong in it, and what's everywhere else?
  // hint: Begin with zeros like the table. Put g to the places that were picked; where a place was picked twice, both
  //       must count.
  // hint: new Value(this.data.index(...places), [this], g => [zerosLike(...).indexAdd(..., g)])
  index(...places: Tensor[]): Value {
    // answer
    return new Value(this.data.index(...places), [this], g => [zerosLike(this.data).indexAdd(places, g)])
    // end answer
    // wrong (shape): return new Value(this.data.index(places), [this], g => [zerosLike(this.data).indexAdd(places, g)])
    //   > `this.data.index` wants the places one by one, not in a list: `index(...places)`.
    // wrong (shape): return new Value(this.data.index(...places), [this], g => [zerosLike(this.data).indexAdd(...places, g)])
    //   > `indexAdd` takes two arguments, the places in a list and the values: `indexAdd(places, g)`.
    // wrong (wrong operand): return new Value(this.data.index(...places), [this], g => [zerosLike(g).indexAdd(places, g)])
    //   > Your zeros have the shape of what was picked. The gradient has the shape of the table:
    //   > `zerosLike(this.data)`.
    // wrong (scatter): return new Value(this.data.index(...places), [this], g => [zerosLike(this.data).indexPut(places, g)])
    //   > `indexPut` replaces: where a row was picked twice, only the last gradient is left. What's copied in the forward
    //   > pass is summed in the backward pass: `indexAdd`.
    // wrong (index): return new Value(this.data.index(...places), [this], g => [g.index(...places)])
    //   > You picked from g. The gradient has the shape of the table: put the numbers of g back to the places they were
    //   > picked from.
    // wrong (local derivative missing): return new Value(this.data.index(...places), [this], g => [g])
    //   > You passed g on as it is. It has a number for each one that was picked; the gradient needs one for each number of
    //   > the table.
    // wrong (wrong operand): return new Value(this.data.index(...places), [this], g => [this.data.indexAdd(places, g)])
    //   > You added g to the table itself. A gradient begins with zeros: `zerosLike(this.data)`.
    // wrong (upstream missing): return new Value(this.data.index(...places), [this], () => [zerosLike(this.data).indexAdd(places, 1)])
    //   > You counted how often each place was picked. Add the upstream gradient there, not 1.
    // wrong (index): return new Value(this.data.index(...places), [this], g => [zerosLike(this.data).indexAdd([places[0]], g)])
    //   > You passed only the rows on, so what belongs to single numbers goes to whole rows. Pass all the places on.
    // wrong (index): return new Value(this.data.index(places[0]), [this], g => [zerosLike(this.data).indexAdd([places[0]], g)])
    //   > Your index looks at the rows alone. With columns too, it picks single numbers: pass all the places on.
    // wrong (a use forgotten): return new Value(this.data.index(...places))
    //   > Your new Value doesn't remember how it was made. Give its constructor the inputs and a rule.
    // wrong (wrong operand): return new Value(this.data.index(...places), [this], g => [zerosLike(this.grad).add(this.grad).indexAdd(places, g)])
    //   > You began with the gradient that's there already. `receive` adds it up: begin with zeros.
    // wrong (sign, factor): return new Value(this.data.index(...places), [this], g => [zerosLike(this.data).indexAdd(places, g).div(places[0].data.length)])
    //   > You divided by how many were picked. Nothing was a mean here: each one's gradient counts in full.
  }

  // hint: Each number only moved to another place. How much does the result move with it?
  // hint: The slope is 1: the gradient has the numbers of g. Only the arrangement is wrong.
  // hint: new Value(this.data.view(...shape), [this], g => [g....]): arrange g like this.data.
  view(...shape: number[]): Value {
    // answer
    return new Value(this.data.view(...shape), [this], g => [g.viewAs(this.data)])
    // end answer
    // wrong (shape): return new Value(this.data.view(...shape), [this], g => [g])
    //   > The numbers are right, but the gradient is arranged like the result. It must have the shape of what came in.
    // wrong (shape): return new Value(this.data.view(...shape), [this], g => [g.view(...shape)])
    //   > The numbers are right, but the gradient is arranged like the result. It must have the shape of what came in.
    // wrong (shape): return new Value(this.data.view(...shape), [this], g => [g.T.viewAs(this.data)])
    //   > You transposed g, which changes the order of the numbers. view keeps their order, forward and back.
    // wrong (upstream missing): return new Value(this.data.view(...shape), [this], () => [zerosLike(this.data).add(1)])
    //   > These are the slopes alone, all 1. Multiplied by the upstream gradient, that's g, rearranged.
    // wrong (wrong local derivative): return new Value(this.data.view(...shape), [this], g => [g.viewAs(this.data).mul(this.data)])
    //   > You multiplied by the numbers themselves. They're only rearranged: the slope is 1.
    // wrong (a use forgotten): return new Value(this.data.view(...shape))
    //   > Your new Value doesn't remember how it was made. Give its constructor the inputs and a rule.
    // wrong (stale or aliased): this.data = this.data.view(...shape); return new Value(this.data, [this], g => [g])
    //   > You rearranged the Value itself. Other steps may need it as it was: only the new Value gets the other shape.
  }

  // hint: The slope of tanh is 1 - t², where t is the result. Keep t, as exp does.
  // hint: For a tensor, 1 - t² is `t.square().neg().add(1)`. And the chain rule?
  // hint: const t = this.data.tanh(); return new Value(t, [this], g => [g.mul(...)])
  tanh(): Value {
    // answer
    const t = this.data.tanh()
    return new Value(t, [this], g => [g.mul(t.square().neg().add(1))])
    // end answer
    // wrong (upstream missing): const t = this.data.tanh(); return new Value(t, [this], () => [t.square().neg().add(1)])
    //   > These are the slopes alone. Multiply them by the upstream gradient, g.
    // wrong (local derivative missing): return new Value(this.data.tanh(), [this], g => [g])
    //   > You passed g on as it is. How much does tanh move when you nudge a number?
    // wrong (wrong operand): return new Value(this.data.tanh(), [this], g => [g.mul(this.data.square().neg().add(1))])
    //   > You squared what goes in. Square the result.
    // wrong (wrong local derivative): const t = this.data.tanh(); return new Value(t, [this], g => [g.mul(t.neg().add(1))])
    //   > The square is missing: you have 1 - t instead of 1 - t².
    // wrong (sign, factor): const t = this.data.tanh(); return new Value(t, [this], g => [g.mul(t.square().sub(1))])
    //   > The sign is wrong: this is t² - 1.
    // wrong (wrong local derivative): const t = this.data.tanh(); return new Value(t, [this], g => [g.mul(t)])
    //   > This is the rule of exp, whose slope is its result. The slope of tanh is 1 - t².
    // wrong (wrong local derivative): const t = this.data.tanh(); return new Value(t, [this], g => [g.mul(t.mul(t.neg().add(1)))])
    //   > This is the slope of the sigmoid, t (1 - t). The slope of tanh is 1 - t².
    // wrong (wrong local derivative): const t = this.data.tanh(); return new Value(t, [this], g => [g.matmul(t.square().neg().add(1).T).matmul(g)])
    //   > This is a matrix product. Each number moves its own result only: `mul`.
    // wrong (a use forgotten): return new Value(this.data.tanh())
    //   > Your new Value doesn't remember how it was made. Give its constructor the inputs and a rule.
    // wrong (stale or aliased): this.data = this.data.tanh(); return new Value(this.data, [this], g => [g.mul(this.data.square().neg().add(1))])
    //   > You replaced what this Value holds with its tanh. Only the new Value gets the result.
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

// %% include unbroadcast.ts
import { unbroadcast } from './unbroadcast.ts'

// %% include sweep.ts
export * from './sweep.ts'

// %% check
import { arange, type Check, type Pair, tensor } from 'backprop-ninja'
import { gradientOf } from './nudging.ts'

type Learner = Pick<typeof import('./04_more_rules.ts'), 'Value' | 'backward'>

const text = (shape: readonly number[]) => `(${shape.join(', ')})`

export const check: Check<Learner> = (learner, { g }) => {
  const value = (data: Tensor) => new learner.Value(data.clone())
  /** The data of one step, what its rule returns, and what it was made from afterwards. */
  const step = (
    name: string,
    blank: 'index' | 'view' | 'tanh',
    x: Tensor,
    call: (v: Value) => Value,
    same: (x: Tensor) => Tensor,
    { nudge = 1, within = 1e-9 } = {},
  ): Pair[] => {
    const result = same(x)
    const up = g.randn(...result.shape)
    const had = g.randn(...x.shape)
    return [
      {
        name: `${name}: data, and what its rule returns`,
        blank: `Value.${blank}`,
        learner: () => {
          const v = value(x)
          v.grad = had
          const out = call(v)
          return [out.data, ...out.rule(up.clone())]
        },
        expected: () => [result, gradientOf(at => same(at).mul(up).sum(), x, nudge)],
        within,
      },
      {
        name: `${name}: the Value itself, after it; made from`,
        blank: `Value.${blank}`,
        learner: () => {
          const v = value(x)
          const out = call(v)
          return [v.data, out.inputs.map(input => (input === v ? 'it' : 'another')).join(' and ')]
        },
        expected: [x, 'it'],
      },
    ]
  }
  const [table, wide] = [g.randn(5, 3), g.randn(4, 4)]
  const [first, second] = g.permutation(5).data
  const rows = tensor([first, second, first, first])
  const letters = g.randint(0, 5, [3, 2])
  const labels = g.randint(0, 4, [4])
  const [x, square] = [g.randn(4, 3, 2), g.randn(3, 3)]
  const smooth = { nudge: 1e-5, within: 1e-7 }
  const index = (name: string, from: Tensor, ...places: Tensor[]) =>
    step(`${text(from.shape)}.index of ${name}`, 'index', from, v => v.index(...places.map(one => one.clone())), at => at.index(...places))
  const view = (from: Tensor, ...shape: number[]) =>
    step(`${text(from.shape)}.view(${shape.join(', ')})`, 'view', from, v => v.view(...shape), at => at.view(...shape))
  const tanh = (from: Tensor) =>
    step(`${text(from.shape)}.tanh()`, 'tanh', from, v => v.tanh(), at => at.tanh(), smooth)
  return [
    ...index('rows, one of them three times', table, rows),
    ...index('letters, (3, 2)', table, letters),
    ...index('a label in each row', wide, arange(4), labels),
    ...index('places, one of them twice', wide, tensor([0, 3, 0, 3]), tensor([1, 2, 1, 0])),
    ...view(x, 4, 6),
    ...view(x, -1),
    ...view(square, 1, 9),
    ...view(table, 3, 5),
    ...tanh(x),
    ...tanh(square),
    ...tanh(g.randn()),
    {
      name: 'letters of a table, in rows, through tanh: what the table receives',
      blank: 'Value.tanh',
      learner: () => {
        const v = value(table)
        learner.backward(v.index(letters).view(3, 6).tanh().sum())
        return v.grad
      },
      expected: () => gradientOf(at => at.index(letters).view(3, 6).tanh().sum(), table, 1e-5),
      within: 1e-7,
      learned: 'a row that was picked often gets much, one that was never picked gets 0',
    },
  ]
}
