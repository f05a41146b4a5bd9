// %% [markdown]
// # 01 · The sum that starts with zero
//
// This track is about programs that work. Their loss falls, nobody complains, and still they are wrong.
// Each exercise is such a program, with mistakes that real people made in programs that others used. You
//
// 1. **find** the mistake: `npx ninja check` is red, and says what is seen of it and in which function;
// 2. **mend** it, in the place where it is;
// 3. **name** its family, in the function `family` at the end. `npx ninja mistakes` lists the families, and
//    `npx ninja mistakes scatter` explains the one called scatter. Write its name in quotes:
//    `return 'scatter'`.
//
// Change nothing but these functions. The rest of the program is right, but read it: you can't find a
// mistake in what you don't understand. And read before you check: the check says much, and a hunter who
// looks at the solution first catches nothing.
//
// ## The program
//
// A small autograd, as in the track micrograd. In Python, `2 * a` works for a value `a` of one's own if
// somebody has written what happens when the number stands on the left: __radd__, __rsub__, __rmul__, the
// reflected operators. Here the function `calculate` does all of it. With it one neuron learns the four
// points.

// %%
import type { Family } from 'backprop-ninja'

// %% include value.ts
export * from './value.ts'
import { Value } from './value.ts'

// %% include backward.ts
export * from './backward.ts'
import { backward } from './backward.ts'

// %% [markdown]
// ## What was observed
//
// The neuron starts with the weights below. The program prints the loss, the sum of four squared errors, at
// the start and after each 25 steps:
//
//     loss   4.0741   0.0449   0.0253   0.0176   0.0135
//
// It falls as it should. But somebody looks at the four predictions in the end, where 1, -1, -1, 1 should
// stand:
//
//     -0.919   -0.959   -0.926   0.920
//
// And adding up the four squared errors of the start on a pocket calculator gives 7.7298, not 4.0741.

// %% Plus, minus, times, with a number on either side
// hint: Take small numbers, and go through each line: what is 3 + a, 3 - a, 3 * a for a = 5?
// hint: sum starts with the number 0, as Python's own does. So its first step is 0 + first, and the 0
//       stands on the left. Which line is that?
// hint: Two lines below the comment do the same for different signs. One of them must add.
export function calculate(a: Value | number, sign: '+' | '-' | '*', b: Value | number): Value {
  // answer
  const right = typeof b === 'number' ? new Value(b) : b
  const minus = new Value(-1)
  if (typeof a !== 'number') {
    if (sign === '+') return a.add(right)
    if (sign === '-') return a.add(right.mul(minus))
    return a.mul(right)
  }
  // a number on the left: the same the other way round
  const left = new Value(a)
  if (sign === '+') return right.add(left)
  if (sign === '-') return right.mul(minus).add(left)
  return right.mul(left)
  // end answer
  // given (a use forgotten):
  //   const right = typeof b === 'number' ? new Value(b) : b
  //   const minus = new Value(-1)
  //   if (typeof a !== 'number') {
  //     if (sign === '+') return a.add(right)
  //     if (sign === '-') return a.add(right.mul(minus))
  //     return a.mul(right)
  //   }
  //   // a number on the left: the same the other way round
  //   const left = new Value(a)
  //   if (sign === '+') return right.mul(left)
  //   if (sign === '-') return right.mul(minus).add(left)
  //   return right.mul(left)
  // wrong (a use forgotten):
  //   const left = typeof a === 'number' ? new Value(a) : a
  //   const right = typeof b === 'number' ? new Value(b) : b
  //   if (sign === '+') return typeof a === 'number' ? left : left.add(right)
  //   if (sign === '-') return left.add(right.mul(new Value(-1)))
  //   return left.mul(right)
  // wrong (sign, factor):
  //   const left = typeof a === 'number' ? new Value(a) : a
  //   const right = typeof b === 'number' ? new Value(b) : b
  //   if (sign === '+') return left.add(right)
  //   if (sign === '-') return typeof a === 'number' ? right.add(left.mul(new Value(-1))) : left.add(right.mul(new Value(-1)))
  //   return left.mul(right)
  // wrong (-):
  //   const left = typeof a === 'number' ? new Value(a) : a
  //   const right = typeof b === 'number' ? new Value(b) : b
  //   if (sign === '+') return new Value(left.data + right.data)
  //   if (sign === '-') return left.add(right.mul(new Value(-1)))
  //   return left.mul(right)
  // wrong (a use forgotten):
  //   const left = typeof a === 'number' ? new Value(a) : a
  //   const right = typeof b === 'number' ? new Value(b) : b
  //   if (sign === '+') return typeof a === 'number' ? new Value(right.data + left.data) : left.add(right)
  //   if (sign === '-') return left.add(right.mul(new Value(-1)))
  //   return left.mul(right)
  // wrong (wrong operand):
  //   const left = typeof a === 'number' ? new Value(a) : a
  //   const right = typeof b === 'number' ? new Value(b) : b
  //   if (sign === '+') return (typeof a === 'number' ? (right as never) + (left as never) : left.add(right)) as Value
  //   if (sign === '-') return left.add(right.mul(new Value(-1)))
  //   return left.mul(right)
}

// %% One neuron, four points
export const start = [-0.4141, -1.34, -1.12, 2.189]

export const points = [
  { x: [2, 3, -1], target: 1 },
  { x: [3, -1, 0.5], target: -1 },
  { x: [0.5, 1, 1], target: -1 },
  { x: [1, 1, -1], target: 1 },
]

/** As Python's sum: it starts with the number 0, unless it is told another start. */
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
// The families are about gradients. So ask what the mistake does to one: each weight is used for each of
// the four points, and from each of these uses something should come back.

// %% The family of the mistake
// hint: Compare the gradient of a weight as it is with what it should be: it is a sum over four points.
// hint: What is 0 * first, and what is its slope by first? So what does the first point send back?
// hint: A weight has four uses, and one of them sends nothing back.
export function family(): Family {
  // answer
  return 'a use forgotten'
  // end answer
  // wrong (sign, factor): return 'sign, factor'
  // wrong (wrong operand): return 'wrong operand'
  // wrong (overwritten, doubled, subtracted): return 'overwritten, doubled, subtracted'
  // wrong (index): return 'index'
}

// %% check
import { chart, type Pair, type Source } from 'backprop-ninja'
import { familyPair } from './family.ts'

interface Learner {
  readonly Value: typeof Value
  readonly backward: typeof backward
  readonly calculate: typeof calculate
  readonly predict: typeof predict
  readonly lossOf: typeof lossOf
  readonly train: typeof train
  readonly family: typeof family
}

/** One neuron in plain numbers: squared errors and gradients of the points from the given one on. */
function plain(weights: readonly number[], from = 0): { loss: number; grads: number[] } {
  const grads = weights.map(() => 0)
  let loss = 0
  for (const { x, target } of points.slice(from)) {
    const p = Math.tanh(x.reduce((total, number, i) => total + number * weights[i], weights[3]))
    loss += (p - target) ** 2
    const slope = 2 * (p - target) * (1 - p * p)
    for (const [i, number] of [...x, 1].entries()) grads[i] += slope * number
  }
  return { loss, grads }
}

function trained(steps: number, from = 0): number[] {
  let weights: readonly number[] = start
  for (let step = 0; step < steps; step++) {
    const { grads } = plain(weights, from)
    weights = weights.map((w, i) => w - 0.05 * grads[i])
  }
  return [...weights]
}

const NO_VALUE = '0 + a is no Value'

const firstError = (weights: readonly number[]): number => plain(weights).loss - plain(weights, 1).loss

export function check(learner: Learner, { g }: Source): readonly Pair[] {
  const a = 2 + g.random()
  const calculate = (...[left, sign, right]: Parameters<Learner['calculate']>): number =>
    learner.calculate(left, sign, right).data
  const made = (): Value => new learner.Value(a)
  return [
    {
      name: 'the loss at the start',
      blank: 'calculate',
      learner: () => {
        if (['number', 'string'].includes(typeof learner.calculate(0, '+', made()))) return NO_VALUE
        return learner.lossOf(start.map(number => new learner.Value(number))).data
      },
      expected: plain(start).loss,
      slips: [
        {
          family: 'a use forgotten',
          value: plain(start, 1).loss,
          message:
            'The error of the first point is missing. sum begins with 0 + first: what does calculate make of it?',
        },
        {
          family: 'wrong operand',
          value: NO_VALUE,
          message:
            'For a number plus a Value, calculate gives a number or a text, and no Value. Values are added by add: right.add(left).',
        },
        {
          family: 'a use forgotten',
          value: 0,
          message: 'Nothing but the 0 is left that sum starts with. A number on the left plus a value is both.',
        },
      ],
      learned: '7.7298, as on the pocket calculator',
    },
    {
      name: 'a number on the left',
      blank: 'calculate',
      learner: () => (['+', '-', '*'] as const).map(sign => calculate(3, sign, made())),
      expected: [3 + a, 3 - a, 3 * a],
      slips: [
        {
          family: 'wrong operand',
          value: [3 * a, 3 - a, 3 * a],
          message: 'One of the three signs does what another one should. Go through them for a = 5.',
        },
        {
          family: 'a use forgotten',
          value: [3, 3 - a, 3 * a],
          message: '3 + a is the number alone. Add `a` to it.',
        },
        {
          family: 'a use forgotten',
          value: [a, 3 - a, 3 * a],
          message: '3 + a is `a` alone. Add the number to it.',
        },
        {
          family: 'sign, factor',
          value: [3 + a, a - 3, 3 * a],
          message: '3 - a became a - 3. With the number on the left it is the value that is taken away.',
        },
        {
          family: 'wrong operand',
          value: [3 + a, 3 - a, 3 + a],
          message: 'Now 3 * a adds. That line was right before.',
        },
      ],
    },
    {
      name: 'a number on the right',
      blank: 'calculate',
      learner: () => [calculate(made(), '+', 3), calculate(made(), '-', 3), calculate(made(), '*', 3)],
      expected: [a + 3, a - 3, a * 3],
    },
    {
      name: 'the gradients of the weights',
      blank: 'calculate',
      learner: () => {
        const weights = start.map(number => new learner.Value(number))
        learner.backward(learner.lossOf(weights))
        return weights.map(w => w.grad)
      },
      expected: plain(start).grads,
      slips: [
        {
          family: 'a use forgotten',
          value: plain(start, 1).grads,
          message:
            'Three of the four points send something back, and the first does not. sum begins with 0 + first: is what calculate makes of it made from `first`, and how much does it move with it?',
        },
      ],
    },
    {
      name: 'squared error 1, after 100 steps',
      blank: 'calculate',
      learner: () => {
        const { x, target } = points[0]
        return (learner.predict(learner.train(100), x).data - target) ** 2
      },
      expected: firstError(trained(100)),
      within: 1e-6,
      slips: [
        {
          family: 'a use forgotten',
          value: firstError(trained(100, 1)),
          message: 'After 100 steps the first point is as wrong as before. Nothing of its error comes back to the weights.',
        },
      ],
      learned: 'it was 3.6809, and no loss said so',
    },
    familyPair(
      'family',
      learner.family,
      'a use forgotten',
      {
        'sign, factor':
          'The gradient is not right but for a factor. Only the first point is multiplied by 0, the other three count as they should.',
        'wrong operand':
          'In calculate a wrong method was called, but in the gradient no tensor stands for another. What is missing in the sum over the four points?',
        'overwritten, doubled, subtracted':
          'Nothing is overwritten: the other three points are added once each. What about the first?',
        index: 'No point was taken for another. One of them is not there at all.',
        order: 'The steps are done in the right order. Count what comes back from each point.',
      },
      'one of four uses sends nothing back, so the gradient is a sum with a part missing',
    ),
  ]
}

/** What the program reported, and what it did. */
export function picture(): string {
  const steps = Array.from({ length: 51 }, (_, i) => i)
  const series = (from: number, of: (weights: readonly number[]) => number, name: string) => ({
    x: steps,
    y: steps.map(step => of(trained(step, from))),
    name,
  })
  return [
    'With the mistake: the loss that was reported, and the true one, which no one saw.',
    '',
    chart(
      [
        series(1, weights => plain(weights, 1).loss, 'reported'),
        series(1, weights => plain(weights).loss, 'true'),
        series(0, weights => plain(weights).loss, 'mended'),
      ],
      { height: 12, x: { label: 'step' }, y: { label: 'loss' } },
    ),
  ].join('\n')
}
