// %% [markdown]
// # 06 · What the numbers mean
//
// A gradient is a list of slopes, one for each number that you can change. Three things can be read off it:
//
// - **sensitivity**: a large slope, whatever its sign, means that this number matters here. One near 0: it
//   doesn't.
// - **direction**: the sign says which way the loss grows. The gradient as a whole points to where it grows
//   fastest.
// - **descent**: so a small step the other way makes the loss smaller. Do it again and again, and you have
//   trained.
//
// The landscape of this exercise is a long valley, steep from side to side, nearly flat along:
//
//     loss(x, y)  =  (x² + 20 y²) / 2          its gradient:  [x, 20 y]          lowest at (0, 0)

// %% A valley
export type Point = readonly [x: number, y: number]
export const loss = ([x, y]: Point): number => (x ** 2 + 20 * y ** 2) / 2
export const gradient = ([x, y]: Point): Point => [x, 20 * y]

// %% [markdown]
// ## Blank 1: sensitivity
//
// The gradient of a loss by its inputs is given as a list. Which input matters most? Give its place in the
// list, from 0.
//
// | Python | TypeScript |
// |---|---|
// | `abs(x)` | `Math.abs(x)` |
// | `[abs(x) for x in xs]` | `xs.map(x => Math.abs(x))` |
// | `max(xs)`, `xs.index(x)` | `Math.max(...xs)`, `xs.indexOf(x)` |

// %% The place of the input that the loss is most sensitive to
// hint: A slope of -5 means more than one of 3: the sign says which way, the size how much.
// hint: Take the sizes of all slopes, and find where the largest stands.
// hint: `const sizes = slopes.map(...)`, then `sizes.indexOf(...)` of the largest.
export function mostSensitive(slopes: readonly number[]): number {
  // answer
  const sizes = slopes.map(slope => Math.abs(slope))
  return sizes.indexOf(Math.max(...sizes))
  // end answer
  // wrong (index): return slopes.indexOf(Math.max(...slopes))
  // wrong (wrong operand): return Math.max(...slopes.map(slope => Math.abs(slope)))
  // wrong (index):
  //   const sizes = slopes.map(slope => Math.abs(slope))
  //   return sizes.indexOf(Math.min(...sizes))
}

// %% [markdown]
// ## Blank 2: direction
//
// Of all nudges of the same length, which makes the loss grow most? The one along the gradient. Give it with
// the length 1. The length of a list of numbers is the square root of the sum of their squares;
// `Math.hypot(...xs)` computes it.

// %% The nudge of length 1 that makes the loss grow most
// hint: It points where the gradient points. Only its length is to be another.
// hint: Divide each number of the gradient by the length of the gradient.
// hint: `slopes.map(slope => slope / ...)`
export function steepest(slopes: readonly number[]): number[] {
  // answer
  const length = Math.hypot(...slopes)
  return slopes.map(slope => slope / length)
  // end answer
  // wrong (wrong operand): return [...slopes]
  // wrong (sign, factor):
  //   const length = Math.hypot(...slopes)
  //   return slopes.map(slope => -slope / length)
  // wrong (wrong operand): return slopes.map(slope => slope / slopes.length)
  // wrong (wrong operand):
  //   const sum = slopes.reduce((total, slope) => total + Math.abs(slope), 0)
  //   return slopes.map(slope => slope / sum)
}

// %% [markdown]
// ## Blank 3: one step down
//
// Each number moves **against** its slope, by `rate` times the slope. The rate is called the learning rate. Give
// the new point as a list of two.

// %% The point after a step
// hint: The loss is to fall: go against the gradient.
// hint: x becomes x minus rate times its slope; y likewise, with its own.
// hint: A list of two: `[x - rate * ..., ...]`
export function step([x, y]: Point, [dx, dy]: Point, rate: number): Point {
  // answer
  return [x - rate * dx, y - rate * dy]
  // end answer
  // wrong (sign, factor): return [x + rate * dx, y + rate * dy]
  // wrong (wrong operand): return [-rate * dx, -rate * dy]
  // wrong (wrong operand): return [x * (1 - rate), y * (1 - rate)]
  // wrong (wrong operand): return [x - rate * dy, y - rate * dx]
}

// %% [markdown]
// ## Blank 4: the way down
//
// Begin at `start` and take as many steps as asked for, each with the gradient of where you **are**. Give
// the losses on the way: first that of the start, then one after each step. So there is one more than steps.
//
// | Python | TypeScript |
// |---|---|
// | `for i in range(steps):` | `for (let i = 0; i < steps; i++) { … }` |
// | `ys += [x]` | `ys.push(x)` |

// %% The losses on the way down
// hint: A variable for where you are, a list of the losses so far. In each round: the slopes here, a step,
//       the new loss.
// hint: `let at = start`, `const losses = [loss(at)]`; in the loop `at = step(...)` and `losses.push(...)`.
// hint: The step is `step(at, gradient(at), rate)`: the gradient of the place you are at, not of the start.
export function descend(start: Point, rate: number, steps: number): number[] {
  // answer
  let at = start
  const losses = [loss(at)]
  for (let i = 0; i < steps; i++) {
    at = step(at, gradient(at), rate)
    losses.push(loss(at))
  }
  return losses
  // end answer
  // wrong (stale or aliased):
  //   let at = start
  //   const slopes = gradient(start)
  //   const losses = [loss(at)]
  //   for (let i = 0; i < steps; i++) {
  //     at = step(at, slopes, rate)
  //     losses.push(loss(at))
  //   }
  //   return losses
  // wrong (stale or aliased): return Array.from({ length: steps + 1 }, () => loss(start))
  // wrong (order):
  //   let at = start
  //   const losses: number[] = []
  //   for (let i = 0; i < steps; i++) {
  //     at = step(at, gradient(at), rate)
  //     losses.push(loss(at))
  //   }
  //   return losses
}

// %% [markdown]
// ## What you will see
//
// The check draws the way down for three learning rates. A small one is safe and slow. A larger one is fast.
// One that is a little too large jumps over the valley from side to side, higher each time: that is what a
// loss that grows, or becomes NaN, usually means. How large is too large depends on the steepest direction,
// and it keeps all others slow. Much of the art of training is about this, and batch normalization, which
// you meet in the makemore track, makes valleys rounder.
//
// You now know all that a network needs: slopes by the chain rule, and steps against them. Next, in the
// track micrograd, you write a program that finds the slopes by itself.

// %% check
import { type Check, chart } from 'backprop-ninja'

interface Learner {
  mostSensitive: typeof mostSensitive
  steepest: typeof steepest
  step: typeof step
  descend: typeof descend
}

export const check: Check<Learner> = (learner, { g }) => {
  const drawn = (): number => 0.5 + g.random()
  const slopes = [drawn(), -drawn() - 3, 0.1, drawn() + 1.2]
  const length = Math.sqrt(slopes.reduce((sum, slope) => sum + slope * slope, 0))
  const total = slopes.reduce((sum, slope) => sum + Math.abs(slope), 0)
  const at: Point = [drawn() + 2, drawn() - 2]
  const d: Point = [drawn() + 1, -drawn() - 2]
  const rate = 0.04 + g.random() / 100
  // Each coordinate shrinks by the same part in each step: this valley is that simple.
  const losses = (steps: number): number[] =>
    Array.from({ length: steps + 1 }, (_, i) => loss([at[0] * (1 - rate) ** i, at[1] * (1 - 20 * rate) ** i]))
  const stale = (steps: number): number[] =>
    Array.from({ length: steps + 1 }, (_, i) => loss([at[0] * (1 - i * rate), at[1] * (1 - i * 20 * rate)]))
  return [
    {
      name: 'mostSensitive([3, 0.1, -5, 1.1])',
      blank: 'mostSensitive',
      learner: () => learner.mostSensitive([3, 0.1, -5, 1.1]),
      expected: 2,
      slips: sensitivitySlips([3, 0.1, -5, 1.1], 0, 1),
    },
    {
      name: 'mostSensitive, drawn',
      blank: 'mostSensitive',
      learner: () => learner.mostSensitive([...slopes, 0.2]),
      expected: 1,
      slips: sensitivitySlips([...slopes, 0.2], 3, 2),
    },
    {
      name: 'steepest([3, -4])',
      blank: 'steepest',
      learner: () => learner.steepest([3, -4]),
      expected: [0.6, -0.8],
      slips: directionSlips([3, -4], 7),
    },
    {
      name: 'steepest, drawn',
      blank: 'steepest',
      learner: () => learner.steepest(slopes),
      expected: slopes.map(slope => slope / length),
      slips: directionSlips(slopes, total),
    },
    {
      name: 'step',
      blank: 'step',
      learner: () => learner.step(at, d, rate),
      expected: [at[0] - rate * d[0], at[1] - rate * d[1]],
      slips: [
        {
          family: 'sign, factor',
          value: [at[0] + rate * d[0], at[1] + rate * d[1]],
          message: 'This step goes up: along the gradient. The loss falls against it.',
        },
        {
          family: 'wrong operand',
          value: [-rate * d[0], -rate * d[1]],
          message: 'This is the step alone. Where do you stand after it?',
        },
        {
          family: 'wrong operand',
          value: [at[0] - rate * d[1], at[1] - rate * d[0]],
          message: 'The slopes are exchanged. x moves by its own slope, and y by its own.',
        },
        {
          family: 'wrong operand',
          value: [at[0] * (1 - rate), at[1] * (1 - rate)],
          message: 'The point itself was used in place of its gradient.',
        },
        {
          family: 'sign, factor',
          value: [at[0] - d[0], at[1] - d[1]],
          message: 'The rate is missing. The step is `rate` times the slope.',
        },
        {
          family: 'wrong operand',
          value: [at[0] - rate, at[1] - rate],
          message: 'Each moved by the rate. It is the rate times its own slope.',
        },
      ],
    },
    {
      name: 'descend, 6 steps',
      blank: 'descend',
      learner: () => learner.descend(at, rate, 6),
      expected: losses(6),
      slips: [
        {
          family: 'stale or aliased',
          value: stale(6),
          message:
            'All steps use the gradient of the start. The slopes change as you move: take them anew in each step.',
        },
        {
          family: 'stale or aliased',
          value: losses(6).map(() => loss(at)),
          message: 'The loss is the same all the way: you never move. Keep what `step` returns.',
        },
        {
          family: 'order',
          value: losses(6).slice(1),
          message: 'The loss at the start is missing. It comes first, before any step.',
        },
        {
          family: 'order',
          value: losses(5),
          message: 'The loss after the last step is missing. There is one more loss than steps.',
        },
        {
          family: 'stale or aliased',
          value: [losses(0)[0], ...Array.from({ length: 6 }, () => losses(1)[1])],
          message: 'Every step begins at the start again. Keep the point that a step leads to for the next one.',
        },
        {
          family: 'order',
          value: [losses(6)[0], losses(6)[6]],
          message: 'Only the first loss and the last one are there. Put a loss into the list in every round.',
        },
      ],
    },
    {
      name: 'descend, no step',
      blank: 'descend',
      learner: () => learner.descend(at, rate, 0),
      expected: [loss(at)],
    },
  ]
}

function sensitivitySlips(slopes: readonly number[], largest: number, smallest: number) {
  return [
    {
      family: 'index',
      value: largest,
      message: 'This is the largest positive slope. A negative one can matter more: compare the sizes.',
    },
    {
      family: 'index',
      value: smallest,
      message: 'This input matters least. Asked for is the one that matters most.',
    },
    {
      family: 'wrong operand',
      value: Math.max(...slopes.map(Math.abs)),
      message: 'This is the size of the slope. Asked for is its place in the list.',
    },
    {
      family: 'index',
      value: -1,
      message: 'This says: not in the list. The size of a slope is looked for among the slopes; look among the sizes.',
    },
  ] as const
}

function directionSlips(slopes: readonly number[], total: number) {
  return [
    {
      family: 'wrong operand',
      value: [...slopes],
      message: 'This is the gradient itself. It points the right way; make it 1 long.',
    },
    {
      family: 'wrong operand',
      value: slopes.map(slope => slope / slopes.length),
      message:
        '`length` is how many numbers there are. The length of the arrow is the root of the sum of their squares.',
    },
    {
      family: 'wrong operand',
      value: slopes.map(slope => slope / total),
      message: 'You divided by the sum of the sizes. The length is the root of the sum of the squares.',
    },
    {
      family: 'sign, factor',
      value: slopes.map(slope => -slope / Math.hypot(...slopes)),
      message: 'This points down, where the loss falls fastest. Asked for is where it grows.',
    },
  ] as const
}

/** The way down at three rates, by the learner's functions. */
export function picture({ descend }: Learner): string {
  const curve = (rate: number, name: string) => {
    const y = descend([4, 1], rate, 30)
    return { name: `${rate} ${name}`, x: y.map((_, i) => i), y }
  }
  return chart([curve(0.01, 'too slow'), curve(0.09, 'good'), curve(0.103, 'too large')], {
    x: { label: 'step' },
    y: { log: true, label: 'loss, for three learning rates' },
  })
}
