// %% [markdown]
// # 05 · A neuron
//
// A neuron weighs its inputs, adds a bias, and squashes the sum. However large the sum is, its output stays between
// -1 and 1. Here is one with two inputs:
//
//     x1 --+
//          * --> x1w1 --+
//     w1 --+            |
//                       + --> n --- tanh --> o
//     x2 --+            |
//          * --> x2w2 --+
//     w2 --+            |
//     b ----------------+
//
//     n = x1 * w1 + x2 * w2 + b
//     o = tanh(n)
// tex: \begin{aligned} n &= x_1 w_1 + x_2 w_2 + b \\ o &= \tanh(n) \end{aligned}
//
// The **weights** w1 and w2 say how much each input counts, and which way. The **bias** b says how ready the
// neuron is to fire on its own. tanh keeps the result between -1 and 1:
//
//      1 |                   . - -----
//        |                .                 steep where n is near 0
//      0 |              /
//        |            .                     flat where n is large or very negative: there, a nudge
//     -1 | ------ - .                       of n makes almost no difference
//
// `Math.tanh(n)` computes it.

// %% The names that you can use
export interface Inputs {
  x1: number
  x2: number
  w1: number
  w2: number
  b: number
}
export interface Neuron extends Inputs {
  n: number
  o: number
  dn: number // how much o moves with n: what your function dn returns
}

// %% [markdown]
// ## Forward
//
// For example, x1 = 2, x2 = 0, w1 = -3, w2 = 1 and b = 6.8813735870195432 give o = 0.7071.

// %% The output of the neuron
// hint: Multiply each input by its weight and add the bias. That sum is n. Then squash it.
// hint: n = x1 * w1 + x2 * w2 + b, and o = tanh(n).
// hint: `Math.tanh(x1 * w1 + ...)`
export function neuron({ x1, x2, w1, w2, b }: Inputs): number {
  // answer
  return Math.tanh(x1 * w1 + x2 * w2 + b)
  // end answer
  // wrong (a use forgotten): return Math.tanh(x1 * w1 + x2 * w2)
  //   > The bias b is missing from the sum.
  // wrong (wrong operand): return x1 * w1 + x2 * w2 + b
  //   > This is n, the sum. The output is the tanh of it.
  // wrong (wrong operand): return Math.tanh(x1 * w2 + x2 * w1 + b)
  //   > The weights are swapped. x1 goes with w1, and x2 with w2.
  // wrong (wrong operand): return Math.tanh(x1 * w1 + x2 * w2) + b
  //   > You added the bias after the tanh. It's part of the sum that gets squashed.
  // wrong (a use forgotten): return Math.tanh(x1 * w1 + b)
  //   > The second input is missing. Add x2 * w2 to the sum.
  // wrong (a use forgotten): return Math.tanh(x2 * w2 + b)
  //   > The first input is missing. Add x1 * w1 to the sum.
  // wrong (wrong operand): return Math.tanh((x1 + x2) * (w1 + w2) + b)
  //   > You multiplied the sum of the inputs by the sum of the weights. Multiply each input by its own weight.
  // wrong (-): return Math.tanh(x1 * w1 + x2 * w2 + Math.abs(b))
}

// %% [markdown]
// ## Backward
//
// From here on, `dn` is short for do/dn, `dw1` for do/dw1, and so on: how much the **output** moves. Go back as
// in exercise 04, one step at a time: through the tanh, then through the sum, then through the products. (dx2 is
// left out. It works exactly like dx1.)
//
// `dn` is the first of these functions. In braces, as in `{ w1, dn }`, it is the number that this function returned.
//
// The only new slope is that of tanh. It is a quotient: the top is e^n - e^-n, and the bottom is e^n + e^-n. The
// slope of the top is the bottom, and the slope of the bottom is the top. So the rule for a quotient gives
//
//     do/dn  =  (bottom * bottom - top * top) / bottom²
// tex: \frac{do}{dn} = \frac{\text{bottom} \cdot \text{bottom} - \text{top} \cdot \text{top}}{\text{bottom}^2}
//
// Divide, and remember what top / bottom is. Then the output alone tells you the slope, without any e.

// %% n feeds o = tanh(n)
// hint: Divide each of the two terms of the formula above by bottom². What is the first one then?
// hint: The first is 1. The second is (top / bottom)², and top / bottom is tanh(n), which already has a name.
// hint: 1 minus the square of the output. (Not of n, which goes in.)
export function dn({ o }: Neuron): number {
  // answer
  return 1 - o ** 2
  // end answer
  // wrong (wrong local derivative): return 1 - (arguments[0] as Neuron).n ** 2
  //   > You squared n, which goes into tanh. The slope is 1 minus the square of what comes out: o.
  // wrong (wrong local derivative): return 1 - o
  //   > The square is missing. The slope is 1 minus o squared.
  // wrong (wrong local derivative): return 1 - 2 * o
  //   > This has o * 2 where it needs o squared, `o ** 2`.
  // wrong (wrong local derivative): return (1 - o) ** 2
  //   > You squared the whole difference. The slope is 1 minus the square of o.
  // wrong (wrong local derivative): return 1 - Math.tanh(o) ** 2
  //   > You took the tanh twice: o already is tanh(n).
  // wrong (wrong local derivative): return o * (1 - o)
  //   > This is the slope of the sigmoid, another function that squashes. The slope of tanh is 1 - o².
  // wrong (wrong local derivative): return o ** 2
  //   > This is o². The slope is what's left of 1: 1 - o².
  // wrong (wrong local derivative): return 1 + o ** 2
  //   > The sign of the square is wrong. In the rule for a quotient, top² is subtracted.
  // wrong (wrong operand): return o
  //   > This is the output itself. Return how much it moves when you nudge n.
  // wrong (sign, factor): return o ** 2 - 1
  //   > The sign is wrong. tanh rises everywhere, so its slope is positive: 1 - o².
  // wrong (wrong operand): return 0.5
  //   > This is the number of the example. Write the formula, which is right for all numbers.
  // wrong (-): return 1 - o * Math.abs(o)
  // wrong (-): return o < 0 ? 1 + o ** 2 : 1 - o ** 2
}

// %% x1 feeds x1w1 = x1 * w1
// hint: The sum passes dn on to each of its terms, so also to the product x1 * w1.
// hint: Multiply the upstream gradient by the local slope. The local slope of a product by x1 is the other
//       factor.
// hint: `w1 * ...`
export function dx1({ w1, dn }: Neuron): number {
  // answer
  return w1 * dn
  // end answer
  // wrong (upstream missing): return w1
  //   > This is the local slope: how much the product moves. Multiply it by the upstream gradient, dn.
  // wrong (local derivative missing): return dn
  //   > This is the upstream gradient, dn. Multiply it by the local slope of the product: the other factor.
  // wrong (wrong operand): return (arguments[0] as Neuron).x1 * dn
  //   > You multiplied by x1 itself. The local slope of x1 * w1 with respect to x1 is the other factor, w1.
  // wrong (wrong operand): return (arguments[0] as Neuron).w2 * dn
  //   > You multiplied by w2. x1 meets w1 in the forward pass.
  // wrong (wrong operand): return w1 + dn
  //   > You added the two slopes. When one step follows another, multiply their slopes.
  // wrong (sign, factor): return -w1 * dn
  //   > The sign is wrong. Nudge x1 by h, and x1 * w1 moves by h * w1.
  // wrong (wrong operand): return -1.5
  //   > This is the number of the example. Write the formula, which is right for all numbers.
  // wrong (-): return -3 * dn
}

// %% w1 feeds x1w1 = x1 * w1
// hint: It's like dx1, with the two swapped.
// hint: The local slope of x1 * w1 by w1 is x1.
// hint: x1 times the upstream gradient.
export function dw1({ x1, dn }: Neuron): number {
  // answer
  return x1 * dn
  // end answer
  // wrong (upstream missing): return x1
  //   > This is the local slope: how much the product moves. Multiply it by the upstream gradient, dn.
  // wrong (local derivative missing): return dn
  //   > This is the upstream gradient, dn. Multiply it by the local slope of the product: the other factor.
  // wrong (wrong operand): return (arguments[0] as Neuron).w1 * dn
  //   > You multiplied by w1 itself. The local slope of x1 * w1 by w1 is the other factor, x1.
  // wrong (wrong operand): return (arguments[0] as Neuron).x2 * dn
  //   > You multiplied by x2. w1 meets x1 in the forward pass.
  // wrong (wrong operand): return x1 + dn
  //   > You added the two slopes. When one step follows another, multiply their slopes.
  // wrong (sign, factor): return -x1 * dn
  //   > The sign is wrong. Nudge w1 by h, and x1 * w1 moves by h * x1.
  // wrong (wrong operand): return 1
  //   > This is the number of the example. Write the formula, which is right for all numbers.
  // wrong (-): return Math.abs(x1) * dn
}

// %% w2 feeds x2w2 = x2 * w2
// hint: It's the same as for w1. What do you get where x2 is 0?
// hint: The local slope of x2 * w2 by w2 is x2. A weight on an input of 0 makes no difference, so it learns
//       nothing.
// hint: x2 times the upstream gradient.
export function dw2({ x2, dn }: Neuron): number {
  // answer
  return x2 * dn
  // end answer
  // wrong (upstream missing): return x2
  //   > This is the local slope: how much the product moves. Multiply it by the upstream gradient, dn.
  // wrong (local derivative missing): return dn
  //   > This is the upstream gradient, dn. Multiply it by the local slope of the product: the other factor.
  // wrong (wrong operand): return (arguments[0] as Neuron).w2 * dn
  //   > You multiplied by w2 itself. The local slope of x2 * w2 by w2 is the other factor, x2.
  // wrong (wrong operand): return (arguments[0] as Neuron).x1 * dn
  //   > You multiplied by x1. w2 meets x2 in the forward pass.
  // wrong (wrong operand): return x2 + dn
  //   > You added the two slopes. When one step follows another, multiply their slopes.
  // wrong (sign, factor): return -x2 * dn
  //   > The sign is wrong. Nudge w2 by h, and x2 * w2 moves by h * x2.
  // wrong (wrong operand): return 0
  //   > This is the number of the example, where x2 is 0. Write the formula, which is right for all numbers.
  // wrong (-): return -Math.abs(x2) * dn
}

// %% b feeds n = x1w1 + x2w2 + b
// hint: The step above b is a sum.
// hint: The local slope of a sum is 1.
// hint: The upstream gradient, as it is.
export function db({ dn }: Neuron): number {
  // answer
  return dn
  // end answer
  // wrong (upstream missing): return 1
  //   > This is the local slope of the sum: how much n moves. Multiply it by the upstream gradient, dn.
  // wrong (wrong operand): return (arguments[0] as Neuron).b * dn
  //   > You multiplied by b itself. b is added in n, and the local slope of a sum is 1.
  // wrong (wrong operand): return 1 + dn
  //   > You added the two slopes. When one step follows another, multiply their slopes.
  // wrong (sign, factor): return -dn
  //   > The sign is wrong. n rises when b rises.
  // wrong (wrong operand): return 0.5
  //   > This is the number of the example. Write the formula, which is right for all numbers.
}

// %% [markdown]
// ## Teach it
//
// Now make the output larger. Move w1, w2 and b: each by `rate` times its own slope, so that what matters most
// moves most. Which way must each of them go? (A negative slope means that the output falls when the weight
// grows.)
//
// `at` has all the names in `Neuron`, and your functions take it as it is: `dw1(at)`. Return a list: `[…, …, …]`.

// %% The weights and the bias after one step towards a larger output
// hint: Each of the three moves by its own slope, times the rate.
// hint: A weight with a positive slope goes up, and one with a negative slope goes down. `dw1` is a function,
//       so the slope of w1 is `dw1(at)`.
// hint: A list of three: `[w1 + rate * dw1(at), ..., b + rate * db(at)]`
export function taught(at: Neuron, rate: number): [w1: number, w2: number, b: number] {
  const { w1, w2, b } = at
  // answer
  return [w1 + rate * dw1(at), w2 + rate * dw2(at), b + rate * db(at)]
  // end answer
  // wrong (sign, factor): return [w1 - rate * dw1(at), w2 - rate * dw2(at), b - rate * db(at)]
  //   > Your step makes the output smaller. To make it larger, go along the slope.
  // wrong (wrong operand): return [rate * dw1(at), rate * dw2(at), rate * db(at)]
  //   > These are only the steps. Add each of them to the number that it moves.
  // wrong (wrong operand): return [w1 + rate, w2 + rate, b + rate]
  //   > You moved each by the rate alone. Move it by the rate times its own slope: what matters more moves more.
  // wrong (sign, factor): return [w1 + rate * Math.abs(dw1(at)), w2 + rate * Math.abs(dw2(at)), b + rate * Math.abs(db(at))]
  //   > You moved each of them up. The output falls when a weight with a negative slope grows, so that one goes down.
  // wrong (sign, factor): return [w1 + 0.1 * dw1(at), w2 + 0.1 * dw2(at), b + 0.1 * db(at)]
  //   > Your rate is always 0.1. Use the `rate` that `taught` is given.
  // wrong (sign, factor): return [w1 + dw1(at), w2 + dw2(at), b + db(at)]
  //   > The rate is missing. Each moves by the rate times its own slope.
  // wrong (a use forgotten): return [w1 + rate * dw1(at), w2 + rate * dw2(at), b]
  //   > The bias stays where it was. It learns too: move it by the rate times its own slope.
  // wrong (stale or aliased):
  //   at.w1 += rate * dw1(at)
  //   at.w2 += rate * dw2(at)
  //   at.b += rate * db(at)
  //   return [at.w1, at.w2, at.b]
  //   > Your numbers are right, but you changed the neuron itself. Leave `at` as it is, and only return the new
  //   > numbers.
}

// %% check
import { type Check, chart, type Pair } from 'backprop-ninja'

type Name = keyof typeof lecture.slopes
type Learner = Pick<typeof import('./05_neuron.ts'), Name | 'neuron' | 'taught'>

/** Its slopes as PyTorch gives them. */
const lecture = {
  inputs: { x1: 2, x2: 0, w1: -3, w2: 1, b: 6.8813735870195432 },
  slopes: { dn: 0.5, dx1: -1.5, dw1: 1, dw2: 0, db: 0.5 },
}

/** All values, with dn as the learner's function returns it. */
function all(learner: Learner, inputs: Inputs): Neuron {
  const n = inputs.x1 * inputs.w1 + inputs.x2 * inputs.w2 + inputs.b
  const values = { ...inputs, n, o: Math.tanh(n) } as Neuron
  Object.defineProperty(values, 'dn', { enumerable: true, get: () => learner.dn(values) })
  return values
}

export const check: Check<Learner> = (learner, { g }) => {
  const drawn = (): number => 0.4 + g.random() / 2
  const other: Inputs = { x1: drawn(), x2: -drawn() - 0.3, w1: drawn(), w2: drawn() + 0.3, b: drawn() }
  // Here the sum is negative, and so is the output.
  const below: Inputs = { x1: -drawn(), x2: drawn(), w1: drawn(), w2: -drawn(), b: -drawn() }
  const rate = 0.2 + g.random() / 4
  const places = [
    [', the example', lecture.inputs],
    [', other numbers', other],
    [', n and o negative', below],
  ] as const
  const rows = (blank: Name | 'neuron', text: string, first: Pick<Pair, 'expected' | 'learned'>) =>
    places.map(([which, inputs], i) => ({
      name: `${text}${which}`,
      blank,
      learner: () => (blank === 'neuron' ? learner.neuron({ ...inputs }) : learner[blank](all(learner, inputs))),
      at: { ...inputs },
      ...(i === 0 ? first : {}),
    }))
  const steps = [
    ['taught(…, 0.1)', lecture.inputs, 0.1, { expected: [-2.9, 1, lecture.inputs.b + 0.05] }],
    ['taught(…, 0.1), other numbers', other, 0.1, {}],
    ['taught, another rate', below, rate, {}],
  ] as const
  const names = Object.keys(lecture.slopes) as Name[]
  return [
    ...rows('neuron', 'neuron', { expected: Math.SQRT1_2 }),
    ...names.flatMap(name =>
      rows(name, name.replace('d', 'do/d'), {
        expected: lecture.slopes[name],
        ...(name === 'dw2' ? { learned: 'x2 is 0, so the output is the same whatever w2 is' } : {}),
      }),
    ),
    ...steps.map(([name, inputs, rate, expected]) => ({
      name,
      blank: 'taught',
      learner: () => learner.taught(all(learner, inputs), rate),
      ...expected,
      at: { ...inputs, rate },
    })),
    {
      name: 'the weights and the bias that taught was given, after the call',
      blank: 'taught',
      learner: () => {
        const at = all(learner, other)
        learner.taught(at, rate)
        return [at.w1, at.w2, at.b]
      },
    },
  ]
}

/** The output over the steps of learning, by the learner's functions. */
export function picture(learner: Learner): string {
  let inputs: Inputs = { x1: 2, x2: -1, w1: -1, w2: 0.5, b: 0.3 }
  const outputs: number[] = []
  for (let step = 0; step < 40; step++) {
    outputs.push(learner.neuron(inputs))
    const [w1, w2, b] = learner.taught(all(learner, inputs), 0.1)
    inputs = { ...inputs, w1, w2, b }
  }
  const text = chart(
    { x: outputs.map((_, step) => step), y: outputs },
    {
      height: 12,
      x: { label: 'steps of 0.1' },
      y: { label: 'the output of a neuron that is being taught', from: -1, to: 1 },
    },
  )
  return `${text}\n\nAt first it hardly learns: near -1, tanh is flat, so its slope is almost 0.`
}
