// %% [markdown]
// # 05 · A neuron
//
// A neuron takes some numbers in, weighs them, adds a bias, and squashes the sum:
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
//
// The **weights** w1 and w2 say how much each input counts, and which way; the **bias** b how ready the
// neuron is to fire by itself. tanh keeps the result between -1 and 1:
//
//      1 |                   . - -----
//        |                .                 steep where n is near 0
//      0 |              /
//        |            .                     flat where n is large or very negative: there a nudge
//     -1 | ------ - .                       of n makes next to no difference
//
// Its slope is 1 - tanh(n)², or 1 - o²: it can be told from the output. Where does it come from? tanh(n) is
// (e^n - e^-n) / (e^n + e^-n); with the rule for a quotient you get (bottom² - top²) / bottom².
//
// `Math.tanh(n)` computes it.

// %% What goes into a neuron, and what comes from above
export interface Neuron {
  x1: number
  x2: number
  w1: number
  w2: number
  b: number
  n: number
  o: number
  dn: number // how much o moves with n, by your function
}

// %% [markdown]
// ## Forward
//
// For example: x1 = 2, x2 = 0, w1 = -3, w2 = 1, b = 6.8813735870195432. They give o = 0.7071.

// %% The output of the neuron
// hint: The two inputs, each times its weight, and the bias: that sum is n. Then squash it.
// hint: n = x1 * w1 + x2 * w2 + b, and o = tanh(n).
// hint: `Math.tanh(x1 * w1 + ...)`
export function neuron({ x1, x2, w1, w2, b }: Omit<Neuron, 'n' | 'o' | 'dn'>): number {
  // answer
  return Math.tanh(x1 * w1 + x2 * w2 + b)
  // end answer
  // wrong (a use forgotten): return Math.tanh(x1 * w1 + x2 * w2)
  // wrong (wrong operand): return x1 * w1 + x2 * w2 + b
  // wrong (wrong operand): return Math.tanh(x1 * w2 + x2 * w1 + b)
  // wrong (wrong operand): return Math.tanh(x1 * w1 + x2 * w2) + b
  // wrong (-): return Math.tanh(x1 * w1 + x2 * w2 + Math.abs(b))
}

// %% [markdown]
// ## Backward
//
// From here on we write `dn` for do/dn, `dw1` for do/dw1, and so on: how much the **output** moves. First by
// the tanh, then by the sum, which hands on to each of its terms what comes from above, then by the
// products.

// %% n feeds o = tanh(n)
// hint: The slope of tanh. What comes from above is 1: o moves by as much as o.
// hint: The slope of tanh(n) is 1 - tanh(n)². tanh(n) has a name already.
// hint: 1 minus o squared. (o, not n.)
export function dn({ o }: Neuron): number {
  // answer
  return 1 - o ** 2
  // end answer
  // wrong (wrong local derivative): return 1 - Math.atanh(o) ** 2
  // wrong (wrong local derivative): return 1 - o
  // wrong (wrong local derivative): return o * (1 - o)
  // wrong (sign, factor): return o ** 2 - 1
  // wrong (-): return 1 - o * Math.abs(o)
  // wrong (-): return o < 0 ? 1 + o ** 2 : 1 - o ** 2
}

// %% x1 feeds x1w1 = x1 * w1
// hint: The sum hands dn on to each of its terms, so to the product x1 * w1.
// hint: What comes from above, times the local slope of a product by x1: the other factor.
// hint: `w1 * ...`
export function dx1({ w1, dn }: Neuron): number {
  // answer
  return w1 * dn
  // end answer
  // wrong (upstream missing): return w1
  // wrong (local derivative missing): return dn
  // wrong (-): return -3 * dn
  // wrong (wrong operand): return w1 + dn
}

// %% w1 feeds x1w1 = x1 * w1
// hint: Like dx1, with the two exchanged.
// hint: The local slope of x1 * w1 by w1 is x1.
// hint: x1 times what comes from above.
export function dw1({ x1, dn }: Neuron): number {
  // answer
  return x1 * dn
  // end answer
  // wrong (upstream missing): return x1
  // wrong (local derivative missing): return dn
  // wrong (wrong operand): return x1 + dn
  // wrong (-): return Math.abs(x1) * dn
}

// %% w2 feeds x2w2 = x2 * w2
// hint: The same as for w1. What will come out where x2 is 0?
// hint: The local slope of x2 * w2 by w2 is x2. A weight on an input of 0 makes no difference, and learns
//       nothing.
// hint: x2 times what comes from above.
export function dw2({ x2, dn }: Neuron): number {
  // answer
  return x2 * dn
  // end answer
  // wrong (upstream missing): return x2
  // wrong (local derivative missing): return dn
  // wrong (-): return 0
  // wrong (-): return -Math.abs(x2) * dn
}

// %% b feeds n = x1w1 + x2w2 + b
// hint: One step above b is a sum.
// hint: The local slope of a sum is 1.
// hint: What comes from above, as it is.
export function db({ dn }: Neuron): number {
  // answer
  return dn
  // end answer
  // wrong (upstream missing): return 1
  // wrong (-): return 0.5
  // wrong (sign, factor): return -dn
}

// %% [markdown]
// ## Teach it
//
// The output shall be larger. Which way must each weight go? Along its slope: a weight with a positive slope
// goes up, one with a negative slope goes down. A step of length `rate` times the slope does it. `at` is all
// that stands in `Neuron`; your functions above take it as it is, as in `dw1(at)`. Give a list: `[…, …, …]`.

// %% The weights and the bias after one step towards a larger output
// hint: Each of the three moves by its own slope, times the rate.
// hint: w1 becomes w1 plus the rate times its slope, which `dw1(at)` gives: `dw1` is a function. To make the
//       output larger go **along** the slope.
// hint: A list of three: `[w1 + rate * dw1(at), ..., b + rate * db(at)]`
export function taught(at: Neuron, rate: number): [w1: number, w2: number, b: number] {
  const { w1, w2, b } = at
  // answer
  return [w1 + rate * dw1(at), w2 + rate * dw2(at), b + rate * db(at)]
  // end answer
  // wrong (sign, factor): return [w1 - rate * dw1(at), w2 - rate * dw2(at), b - rate * db(at)]
  // wrong (wrong operand): return [rate * dw1(at), rate * dw2(at), rate * db(at)]
  // wrong (wrong operand): return [w1 + rate, w2 + rate, b + rate]
  // wrong (sign, factor): return [w1 + 0.1 * dw1(at), w2 + 0.1 * dw2(at), b + 0.1 * db(at)]
  // wrong (sign, factor): return [w1 + dw1(at), w2 + dw2(at), b + db(at)]
  // wrong (stale or aliased):
  //   at.w1 += rate * dw1(at)
  //   at.w2 += rate * dw2(at)
  //   at.b += rate * db(at)
  //   return [at.w1, at.w2, at.b]
}

// %% check
import { type Check, chart } from 'backprop-ninja'

interface Learner {
  neuron: typeof neuron
  dn: typeof dn
  dx1: typeof dx1
  dw1: typeof dw1
  dw2: typeof dw2
  db: typeof db
  taught: typeof taught
}
type Inputs = Omit<Neuron, 'n' | 'o' | 'dn'>
type Name = Exclude<keyof Learner, 'neuron' | 'taught'>

const lecture: Inputs = { x1: 2, x2: 0, w1: -3, w2: 1, b: 6.8813735870195432 }
const sum = ({ x1, x2, w1, w2, b }: Inputs): number => x1 * w1 + x2 * w2 + b

/** All values, dn as the learner's function gives it. */
function all(learner: Learner, inputs: Inputs): Neuron {
  const n = sum(inputs)
  const values = { ...inputs, n, o: Math.tanh(n) } as Neuron
  Object.defineProperty(values, 'dn', { enumerable: true, get: () => learner.dn(values) })
  return values
}

export const check: Check<Learner> = (learner, { g }) => {
  const drawn = (): number => 0.4 + g.random() / 2
  const other: Inputs = { x1: drawn(), x2: -drawn() - 0.3, w1: drawn(), w2: drawn() + 0.3, b: drawn() }
  // Here the sum is negative, and so is the output.
  const below: Inputs = { x1: -drawn(), x2: drawn(), w1: drawn(), w2: -drawn(), b: -drawn() }
  const slopes = (inputs: Inputs) => {
    const dn = 1 - Math.tanh(sum(inputs)) ** 2
    return { dn, dx1: inputs.w1 * dn, dw1: inputs.x1 * dn, dw2: inputs.x2 * dn, db: dn }
  }
  const published = { dn: 0.5, dx1: -1.5, dw1: 1, dw2: 0, db: 0.5 }
  const drawnRow = (name: Name, text: string, inputs: Inputs) =>
    ({
      name: text,
      blank: name,
      learner: () => learner[name](all(learner, inputs)),
      expected: slopes(inputs)[name],
      at: inputs,
      slips: [
        ...slipsOf(name, inputs, slopes(inputs).dn),
        {
          family: 'wrong operand',
          value: published[name],
          message: 'This is the number of the example. Write the formula: it holds for all numbers.',
        },
      ],
    }) as const
  const rows = (name: Name, text: string) =>
    [
      {
        name: text,
        blank: name,
        learner: () => learner[name](all(learner, lecture)),
        expected: published[name],
        slips: slipsOf(name, lecture, slopes(lecture).dn),
        ...(name === 'dw2' ? { learned: 'x2 is 0: whatever w2 is, the output is the same' } : {}),
      },
      drawnRow(name, `${text}, other numbers`, other),
      drawnRow(name, `${text}, o negative`, below),
    ] as const
  const forwardSlips = (inputs: Inputs) => {
    const { x1, x2, w1, w2, b } = inputs
    return [
      { family: 'wrong operand', value: sum(inputs), message: 'This is n, the sum. The output is its tanh.' },
      {
        family: 'a use forgotten',
        value: Math.tanh(sum(inputs) - b),
        message: 'The bias b is missing in the sum.',
      },
      {
        family: 'wrong operand',
        value: Math.tanh(x1 * w2 + x2 * w1 + b),
        message: 'The weights are exchanged. x1 goes with w1, x2 with w2.',
      },
      {
        family: 'wrong operand',
        value: Math.tanh(sum(inputs) - b) + b,
        message: 'The bias was added after the tanh. It is part of the sum that is squashed.',
      },
    ] as const
  }
  const neuronRow = (name: string, inputs: Inputs) =>
    ({
      name,
      blank: 'neuron',
      learner: () => learner.neuron({ ...inputs }),
      expected: Math.tanh(sum(inputs)),
      at: inputs,
      slips: forwardSlips(inputs),
    }) as const
  const after = (inputs: Inputs, step: (weight: number, slope: number) => number): number[] => {
    const { dw1, dw2, db } = slopes(inputs)
    return [step(inputs.w1, dw1), step(inputs.w2, dw2), step(inputs.b, db)]
  }
  const taughtRow = (name: string, inputs: Inputs, rate: number) =>
    ({
      name,
      blank: 'taught',
      learner: () => learner.taught(all(learner, inputs), rate),
      expected: after(inputs, (weight, slope) => weight + rate * slope),
      at: { ...inputs, rate },
      slips: [
        {
          family: 'sign, factor',
          value: after(inputs, (weight, slope) => weight - rate * slope),
          message:
            'The step goes the other way: it makes the output smaller. To make it larger go along the slope.',
        },
        {
          family: 'sign, factor',
          value: after(inputs, (weight, slope) => weight + slope),
          message: 'The rate is missing. Each moves by the rate times its own slope.',
        },
        {
          family: 'sign, factor',
          value: after(inputs, (weight, slope) => weight + 0.1 * slope),
          message: 'The rate is 0.1 here, whatever was asked for. Take the `rate` that is handed over.',
        },
        {
          family: 'wrong operand',
          value: after(inputs, (_, slope) => rate * slope),
          message: 'These are the steps alone. Add each to the weight that it moves.',
        },
        {
          family: 'wrong operand',
          value: after(inputs, weight => weight + rate),
          message:
            'Each moved by the rate. It is the rate times its own slope: what matters more moves more.',
        },
      ],
    }) as const
  const rate = 0.2 + g.random() / 4
  return [
    {
      name: 'neuron, the example',
      blank: 'neuron',
      learner: () => learner.neuron({ ...lecture }),
      expected: Math.SQRT1_2,
      slips: forwardSlips(lecture),
    },
    neuronRow('neuron, other numbers', other),
    neuronRow('neuron, n negative', below),
    ...rows('dn', 'do/dn'),
    ...rows('dx1', 'do/dx1'),
    ...rows('dw1', 'do/dw1'),
    ...rows('dw2', 'do/dw2'),
    ...rows('db', 'do/db'),
    taughtRow('taught(…, 0.1)', other, 0.1),
    taughtRow('taught, another rate', below, rate),
    {
      name: 'the weights and the bias that were handed over, after taught',
      blank: 'taught',
      learner: () => {
        const at = all(learner, other)
        learner.taught(at, rate)
        return [at.w1, at.w2, at.b]
      },
      expected: [other.w1, other.w2, other.b],
      slips: [
        {
          family: 'stale or aliased',
          value: after(other, (weight, slope) => weight + rate * slope),
          message: 'You changed the neuron itself. Leave it as it is, and give the new numbers in a list.',
        },
      ],
    },
  ]
}

function slipsOf(name: Name, { x1, x2, w1, b, w2 }: Inputs, dn: number) {
  if (name === 'dn') {
    const n = x1 * w1 + x2 * w2 + b
    const o = Math.tanh(n)
    return [
      {
        family: 'wrong local derivative',
        value: 1 - n ** 2,
        message: 'You squared n, what goes into tanh. The slope is 1 minus the square of what comes out: o.',
      },
      {
        family: 'wrong local derivative',
        value: 1 - o,
        message: 'The square is missing: 1 minus o squared.',
      },
      {
        family: 'wrong local derivative',
        value: 1 - 2 * o,
        message: 'This has o * 2 where o squared belongs, o ** 2.',
      },
      {
        family: 'wrong local derivative',
        value: 1 - Math.tanh(o) ** 2,
        message: 'The tanh was taken twice. o is tanh(n) already.',
      },
      {
        family: 'wrong local derivative',
        value: (1 - o) ** 2,
        message: 'The whole difference is squared. It is 1 minus the square of o.',
      },
      {
        family: 'wrong local derivative',
        value: o * (1 - o),
        message: 'This is the slope of the sigmoid, another function that squashes. For tanh it is 1 - o².',
      },
    ] as const
  }
  if (name === 'db')
    return [
      {
        family: 'upstream missing',
        value: 1,
        message:
          'This is the local slope of the sum. Times what comes from above: how much does o move with n?',
      },
    ] as const
  const factor = { dx1: w1, dw1: x1, dw2: x2 }[name]
  return [
    {
      family: 'upstream missing',
      value: factor,
      message: 'This is the local slope, how much the product moves. Times what comes from above: dn.',
    },
    {
      family: 'local derivative missing',
      value: dn,
      message: 'This is what comes from above, dn. Times the local slope of the product: the other factor.',
    },
    {
      family: 'wrong operand',
      value: factor + dn,
      message: 'The two were added. The effects of two steps in a row are multiplied.',
    },
  ] as const
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
      y: { label: 'the output of a neuron that is taught', from: -1, to: 1 },
    },
  )
  return `${text}\n\nAt first it hardly learns: near -1 tanh is flat, its slope is nearly 0.`
}
