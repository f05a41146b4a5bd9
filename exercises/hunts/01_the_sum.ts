// %% [markdown]
// # 01 · One neuron, four points
//
// The programs in this track seem to work. Their loss falls and nobody complains, and yet they are wrong.
// Each exercise is one such program. The mistakes in it are real: people made them in programs that others
// used. You
//
// 1. **find** the mistake: `npx ninja check` fails, tells you the symptom and names the function;
// 2. **fix** it, right where it is;
// 3. **name** its family, in the function `family` at the end. `npx ninja mistakes` lists the families, and
//    `npx ninja mistakes scatter` explains the one called scatter. Write the name in quotes:
//    `return 'scatter'`.
//
// Change only these functions. The rest of the program is right, but read it anyway: you can't find a
// mistake in code you don't understand. And read before you check. The check tells you a lot, and you'll
// learn more from a mistake you find yourself.
//
// ## The program
//
// This is a small autograd, like the one in the track micrograd. In Python, `2 * a` works for a value `a` of
// your own class only if you write down what happens when the number is on the left. Python calls these
// methods the reflected operators: __radd__, __rsub__, __rmul__. Here one function, `calculate`, does it
// all. The program uses it to teach one neuron four points.

// %%
import { type Family, TODO } from 'backprop-ninja'

// %% A number that remembers how it was made
export class Value {
  data: number
  grad = 0
  /** What it was made from, and how much it moves with each of them. */
  readonly parents: readonly Value[]
  readonly slopes: readonly number[]

  constructor(data: number, parents: readonly Value[] = [], slopes: readonly number[] = []) {
    this.data = data
    this.parents = parents
    this.slopes = slopes
  }
  add(other: Value): Value {
    return new Value(this.data + other.data, [this, other], [1, 1])
  }
  mul(other: Value): Value {
    return new Value(this.data * other.data, [this, other], [other.data, this.data])
  }
  square(): Value {
    return new Value(this.data ** 2, [this], [2 * this.data])
  }
  tanh(): Value {
    const t = Math.tanh(this.data)
    return new Value(t, [this], [1 - t * t])
  }
}

// %% Backward: each node after all that were made from it
export function backward(result: Value): void {
  const order: Value[] = []
  const seen = new Set<Value>()
  const visit = (v: Value): void => {
    if (seen.has(v)) return
    seen.add(v)
    for (const parent of v.parents) visit(parent)
    order.push(v)
  }
  visit(result)
  result.grad = 1
  for (const v of order.reverse()) {
    for (const [i, parent] of v.parents.entries()) parent.grad += v.slopes[i] * v.grad
  }
}

// %% [markdown]
// ## What was observed
//
// The neuron starts with the weights below. The program prints the loss, which is the sum of four squared
// errors, at the start and after every 25 steps:
//
//     loss   4.0741   0.0449   0.0253   0.0176   0.0135
//
// It falls, as it should. But then somebody looks at the four predictions at the end. They should be close
// to 1, -1, -1 and 1:
//
//     -0.919   -0.959   -0.926   0.920
//
// And when you add up the four squared errors at the start on a pocket calculator, you get 7.7298, not
// 4.0741.

// %% Plus, minus, times, with a number on either side
export function calculate(a: Value | number, sign: '+' | '-' | '*', b: Value | number): Value {
  const right = typeof b === 'number' ? new Value(b) : b
  const minus = new Value(-1)
  if (typeof a !== 'number') {
    if (sign === '+') return a.add(right)
    if (sign === '-') return a.add(right.mul(minus))
    return a.mul(right)
  }
  // a number on the left: the same the other way round
  const left = new Value(a)
  if (sign === '+') return right.mul(left)
  if (sign === '-') return right.mul(minus).add(left)
  return right.mul(left)
}

// %% One neuron, four points
export const start = [-0.4141, -1.34, -1.12, 2.189]

export const points = [
  { x: [2, 3, -1], target: 1 },
  { x: [3, -1, 0.5], target: -1 },
  { x: [0.5, 1, 1], target: -1 },
  { x: [1, 1, -1], target: 1 },
]

/** Like Python's sum: it starts with the number 0 unless you give it another start. */
export function sum(list: readonly Value[], first: Value | number = 0): Value {
  let total = first
  for (const one of list) total = calculate(total, '+', one)
  return total as Value
}

/** The last weight is the bias. */
export function predict(weights: readonly Value[], x: readonly number[]): Value {
  const products = x.map((number, i) => calculate(weights[i], '*', number))
  return sum(products, weights[x.length]).tanh()
}

export function lossOf(weights: readonly Value[]): Value {
  const errors = points.map(({ x, target }) => calculate(predict(weights, x), '-', target))
  return sum(errors.map(error => calculate(error, '*', error)))
}

/** The weights after some steps. */
export function train(steps: number): Value[] {
  const weights = start.map(number => new Value(number))
  for (let step = 0; step < steps; step++) {
    for (const w of weights) w.grad = 0
    backward(lossOf(weights))
    for (const w of weights) w.data -= 0.05 * w.grad
  }
  return weights
}

// %% [markdown]
// ## Which family is it?
//
// The families are about gradients, so ask what this mistake does to the gradient of a weight, and what should
// come back to it.

// %% The family of the mistake
export function family(): Family {
  return TODO()
}
