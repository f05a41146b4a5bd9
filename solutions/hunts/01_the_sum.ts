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
// hint: Take small numbers and go through each line: what are 3 + a, 3 - a and 3 * a for a = 5?
// hint: `sum` starts with the number 0, as Python's own `sum` does. So its first step is 0 + first, and the
//       0 is on the left. Which line handles that?
// hint: Below the comment, two lines do the same thing for different signs. One of them must add.
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
  //   > The error of the first point is missing from the loss, and nothing comes back from that point. `sum` begins
  //   > with 0 + first: what does `calculate` make of that?
  // wrong (a use forgotten):
  //   const right = typeof b === 'number' ? new Value(b) : b
  //   const minus = new Value(-1)
  //   if (typeof a !== 'number') {
  //     if (sign === '+') return a.add(right)
  //     if (sign === '-') return a.add(right.mul(minus))
  //     return a.mul(right)
  //   }
  //   const left = new Value(a)
  //   if (sign === '+') return left
  //   if (sign === '-') return right.mul(minus).add(left)
  //   return right.mul(left)
  //   > Your 3 + a is the number alone. Add `a` to it.
  // wrong (a use forgotten):
  //   const right = typeof b === 'number' ? new Value(b) : b
  //   const minus = new Value(-1)
  //   if (typeof a !== 'number') {
  //     if (sign === '+') return a.add(right)
  //     if (sign === '-') return a.add(right.mul(minus))
  //     return a.mul(right)
  //   }
  //   const left = new Value(a)
  //   if (sign === '+') return right
  //   if (sign === '-') return right.mul(minus).add(left)
  //   return right.mul(left)
  //   > Your 3 + a is `a` alone. Add the number to it.
  // wrong (a use forgotten):
  //   const right = typeof b === 'number' ? new Value(b) : b
  //   const minus = new Value(-1)
  //   if (typeof a !== 'number') {
  //     if (sign === '+') return a.add(right)
  //     if (sign === '-') return a.add(right.mul(minus))
  //     return a.mul(right)
  //   }
  //   const left = new Value(a)
  //   if (sign === '+') return new Value(right.data + left.data)
  //   if (sign === '-') return right.mul(minus).add(left)
  //   return right.mul(left)
  //   > The number is right, but the new Value was made from nothing, so no gradient comes back through it. Use
  //   > `add`: it remembers both parts.
  // wrong (a use forgotten):
  //   const left = typeof a === 'number' ? new Value(a) : a
  //   const right = typeof b === 'number' ? new Value(b) : b
  //   if (sign === '+') return new Value(left.data + right.data)
  //   if (sign === '-') return left.add(right.mul(new Value(-1)))
  //   return left.mul(right)
  //   > The number is right, but the new Value was made from nothing, so no gradient comes back through it. Use
  //   > `add`: it remembers both parts.
  // wrong (wrong operand):
  //   const right = typeof b === 'number' ? new Value(b) : b
  //   const minus = new Value(-1)
  //   if (typeof a !== 'number') {
  //     if (sign === '+') return a.add(right)
  //     if (sign === '-') return a.add(right.mul(minus))
  //     return a.mul(right)
  //   }
  //   const left = new Value(a)
  //   if (sign === '+') return (right as never) + (left as never) as never
  //   if (sign === '-') return right.mul(minus).add(left)
  //   return right.mul(left)
  //   > `+` can't add two Values: it makes a text of them. Use their method: right.add(left).
  // wrong (sign, factor):
  //   const right = typeof b === 'number' ? new Value(b) : b
  //   const minus = new Value(-1)
  //   if (typeof a !== 'number') {
  //     if (sign === '+') return a.add(right)
  //     if (sign === '-') return a.add(right.mul(minus))
  //     return a.mul(right)
  //   }
  //   const left = new Value(a)
  //   if (sign === '+') return right.mul(minus).add(left)
  //   if (sign === '-') return right.mul(minus).add(left)
  //   return right.mul(left)
  //   > Your 3 + a is 3 - a. Leave out the minus.
  // wrong (sign, factor):
  //   const right = typeof b === 'number' ? new Value(b) : b
  //   const minus = new Value(-1)
  //   if (typeof a !== 'number') {
  //     if (sign === '+') return a.add(right)
  //     if (sign === '-') return a.add(right.mul(minus))
  //     return a.mul(right)
  //   }
  //   const left = new Value(a)
  //   if (sign === '+') return right.add(left)
  //   if (sign === '-') return left.mul(minus).add(right)
  //   return right.mul(left)
  //   > Your 3 - a is a - 3. When the number is on the left, you subtract the value from it.
  // wrong (sign, factor):
  //   const right = typeof b === 'number' ? new Value(b) : b
  //   const minus = new Value(-1)
  //   if (typeof a !== 'number') {
  //     if (sign === '+') return a.add(right)
  //     if (sign === '-') return a.add(right.mul(minus))
  //     return a.mul(right)
  //   }
  //   const left = new Value(a)
  //   if (sign === '+') return right.add(left)
  //   if (sign === '-') return right.add(left)
  //   return right.mul(left)
  //   > Your 3 - a is 3 + a. That line was right before: multiply by `minus` first.
  // wrong (wrong operand):
  //   const right = typeof b === 'number' ? new Value(b) : b
  //   const minus = new Value(-1)
  //   if (typeof a !== 'number') {
  //     if (sign === '+') return a.add(right)
  //     if (sign === '-') return a.add(right.mul(minus))
  //     return a.mul(right)
  //   }
  //   const left = new Value(a)
  //   if (sign === '+') return right.add(left)
  //   if (sign === '-') return right.mul(minus).add(left)
  //   return right.add(left)
  //   > Now 3 * a adds. That line was right before.
  // wrong (wrong operand):
  //   const right = typeof b === 'number' ? new Value(b) : b
  //   const minus = new Value(-1)
  //   if (typeof a !== 'number') {
  //     if (sign === '+') return a.add(right)
  //     if (sign === '-') return a.add(right.mul(minus))
  //     return a.mul(right)
  //   }
  //   const left = new Value(a)
  //   if (sign === '+') return right.mul(left)
  //   if (sign === '-') return right.mul(minus).add(left)
  //   return right.add(left)
  //   > Your 3 * a is 3 + a now, and your 3 + a is 3 * a. Only the line for `+` was wrong.
  // wrong (-):
  //   const left = typeof a === 'number' ? new Value(a) : a
  //   const right = typeof b === 'number' ? new Value(b) : b
  //   if (sign === '+') return a === 0 ? right : left.add(right)
  //   if (sign === '-') return left.add(right.mul(new Value(-1)))
  //   left.data *= right.data
  //   return left
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
// hint: The gradient of a weight is a sum over the four points. Write down its four parts.
// hint: What is 0 * first, and what is its slope with respect to first? So what does the first point send
//       back?
// hint: A weight has four uses, and one of them sends nothing back.
export function family(): Family {
  // answer
  return 'a use forgotten'
  // end answer
  // wrong (sign, factor): return 'sign, factor'
  //   > No factor makes this gradient right. Only what the first point sends back is multiplied by 0; the other
  //   > three points count as they should.
  // wrong (wrong operand): return 'wrong operand'
  //   > `calculate` does call the wrong method, but no number is mistaken for another. What is missing from the
  //   > gradient of a weight?
  // wrong (upstream missing): return 'upstream missing'
  //   > Each of the four points gets the same upstream gradient. What becomes of it on the way to the first?
  // wrong (overwritten, doubled, subtracted): return 'overwritten, doubled, subtracted'
  //   > Nothing is overwritten: the other three points are added once each. What about the first?
  // wrong (index): return 'index'
  //   > No point was mistaken for another. One of them is missing altogether.
  // wrong (order): return 'order'
  //   > The steps are in the right order. Count what comes back from each point.
}

// %% check
import { type Check, chart } from 'backprop-ninja'
import { familyPair } from './family.ts'

type Learner = Pick<
  typeof import('./01_the_sum.ts'),
  'Value' | 'backward' | 'calculate' | 'predict' | 'lossOf' | 'train' | 'family'
>

export const check: Check<Learner> = (learner, { g }) => {
  const { Value, calculate, lossOf } = learner
  const a = 2 + g.random()
  const signs = ['+', '-', '*'] as const
  const made = (): Value => new Value(a)
  return [
    {
      name: 'the loss at the start',
      blank: 'calculate',
      learner: () => lossOf(start.map(number => new Value(number))).data,
      learned: '7.7298, as on the pocket calculator',
    },
    {
      name: '3 + a, 3 - a, 3 * a, and a afterwards',
      blank: 'calculate',
      learner: () => {
        const x = made()
        return [...signs.map(sign => calculate(3, sign, x).data), x.data]
      },
      expected: [3 + a, 3 - a, 3 * a, a],
    },
    {
      name: 'a + 3, a - 3, a * 3, and a afterwards',
      blank: 'calculate',
      learner: () => {
        const x = made()
        return [...signs.map(sign => calculate(x, sign, 3).data), x.data]
      },
      expected: [a + 3, a - 3, a * 3, a],
    },
    {
      name: 'the gradients of the weights',
      blank: 'calculate',
      learner: () => {
        const weights = start.map(number => new Value(number))
        learner.backward(lossOf(weights))
        return weights.map(w => w.grad)
      },
    },
    {
      name: 'squared error 1, after 100 steps',
      blank: 'calculate',
      learner: () => {
        const { x, target } = points[0]
        return (learner.predict(learner.train(100), x).data - target) ** 2
      },
      within: 1e-6,
      learned: 'it was 3.6809, and no loss told you',
    },
    familyPair({
      blank: 'family',
      given: learner.family,
      secret: ['a use forgotten', 'wrong local derivative'],
      learned:
        'a use forgotten is what you see: one of four points sends nothing back; wrong local derivative is why: 0 * first has another slope than 0 + first',
    }),
  ]
}

/** What the program reported, and what it did. */
export function picture(): string {
  /** The squared errors of the points from the given one on. */
  const errors = (weights: readonly Value[], from: number): Value =>
    sum(
      points.slice(from).map(({ x, target }) => predict(weights, x).add(new Value(-target)).square()),
      new Value(0),
    )
  /** A training in which only these points count: of each step the loss over them, and over all. */
  const train = (from: number): { loss: number; true: number }[] => {
    const weights = start.map(number => new Value(number))
    return Array.from({ length: 51 }, () => {
      const loss = errors(weights, from)
      const losses = { loss: loss.data, true: errors(weights, 0).data }
      for (const w of weights) w.grad = 0
      backward(loss)
      for (const w of weights) w.data -= 0.05 * w.grad
      return losses
    })
  }
  const series = (name: string, y: readonly number[]) => ({ name, x: y.map((_, i) => i), y })
  const [before, after] = [train(1), train(0)]
  return [
    'With the mistake: the loss that was reported, and the true one, which nobody saw.',
    '',
    chart(
      [
        series('reported', before.map(step => step.loss)),
        series('true', before.map(step => step.true)),
        series('fixed', after.map(step => step.loss)),
      ],
      { height: 12, x: { label: 'step' }, y: { label: 'loss' } },
    ),
  ].join('\n')
}
