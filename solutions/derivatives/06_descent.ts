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
  // wrong (index): return slopes.indexOf(Math.min(...slopes))
  // wrong (-):
  //   const sizes = slopes.slice(0, -1).map(slope => Math.abs(slope))
  //   return sizes.indexOf(Math.max(...sizes))
  // wrong (-):
  //   const sizes = slopes.slice(1).map(slope => Math.abs(slope))
  //   return 1 + sizes.indexOf(Math.max(...sizes))
  // wrong (stale or aliased):
  //   const before = [...slopes]
  //   const [largest] = (slopes as number[]).sort((a, b) => Math.abs(b) - Math.abs(a))
  //   return before.indexOf(largest)
  // wrong (stale or aliased):
  //   const sizes = slopes as number[]
  //   for (const i of sizes.keys()) sizes[i] = Math.abs(sizes[i])
  //   return sizes.indexOf(Math.max(...sizes))
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
  // wrong (-):
  //   const length = Math.hypot(slopes[0], slopes[1], slopes[2] ?? 0, slopes[3] ?? 0)
  //   return slopes.map(slope => slope / length)
  // wrong (stale or aliased):
  //   const length = Math.hypot(...slopes)
  //   const xs = slopes as number[]
  //   for (const i of xs.keys()) xs[i] /= length
  //   return xs
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
  // wrong (-): return [x - rate * Math.abs(dx), y + rate * Math.abs(dy)]
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
  // wrong (order):
  //   let at = start
  //   const losses = [loss(at)]
  //   for (let i = 0; i < Math.min(steps, 6); i++) {
  //     at = step(at, gradient(at), rate)
  //     losses.push(loss(at))
  //   }
  //   return losses
  // wrong (-):
  //   let at = start
  //   const losses = [loss(at)]
  //   for (let i = 0; i < steps; i++) {
  //     at = step(at, gradient(at), rate)
  //     if (loss(at) > losses[losses.length - 1]) break
  //     losses.push(loss(at))
  //   }
  //   return losses
  // wrong (stale or aliased):
  //   const at = start as unknown as number[]
  //   const losses = [loss(start)]
  //   for (let i = 0; i < steps; i++) {
  //     const [x, y] = step(start, gradient(start), rate)
  //     at[0] = x
  //     at[1] = y
  //     losses.push(loss(start))
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
  const at: Point = [drawn() + 2, drawn() - 2]
  const d: Point = [drawn() + 1, -drawn() - 2]
  const rate = 0.04 + g.random() / 100
  // Each coordinate shrinks by the same part in each step: this valley is that simple.
  const losses = (steps: number, rate: number): number[] =>
    Array.from({ length: steps + 1 }, (_, i) => loss([at[0] * (1 - rate) ** i, at[1] * (1 - 20 * rate) ** i]))
  const stale = (steps: number, rate: number): number[] =>
    Array.from({ length: steps + 1 }, (_, i) => loss([at[0] * (1 - i * rate), at[1] * (1 - i * 20 * rate)]))
  const sensitiveRow = (name: string, slopes: readonly number[], expected: number) =>
    ({
      name,
      blank: 'mostSensitive',
      learner: () => learner.mostSensitive([...slopes]),
      expected,
      slips: sensitivitySlips(slopes),
    }) as const
  const directionRow = (name: string, slopes: readonly number[], expected: readonly number[]) =>
    ({
      name,
      blank: 'steepest',
      learner: () => learner.steepest([...slopes]),
      expected,
      slips: directionSlips(slopes),
    }) as const
  /** The slopes that were handed over, after the call. */
  const handedRow = (blank: 'mostSensitive' | 'steepest') =>
    ({
      name: `the list that ${blank} was handed, after it`,
      blank,
      learner: () => {
        const list = [...slopes]
        learner[blank](list)
        return list.join() === slopes.join() ? 'as it was' : 'changed'
      },
      expected: 'as it was',
      slips: [
        {
          family: 'stale or aliased',
          value: 'changed',
          message: 'The list that was handed over was changed, and it is not yours. Make a new one: `map` does.',
        },
      ],
    }) as const
  const stepRow = (name: string, at: Point, d: Point) =>
    ({
      name,
      blank: 'step',
      learner: () => learner.step([...at], [...d], rate),
      expected: [at[0] - rate * d[0], at[1] - rate * d[1]],
      at: { x: at[0], y: at[1], dx: d[0], dy: d[1], rate },
      slips: stepSlips(at, d, rate),
    }) as const
  const descendRow = (name: string, rate: number, steps: number) =>
    ({
      name,
      blank: 'descend',
      learner: () => learner.descend([...at], rate, steps),
      expected: losses(steps, rate),
      slips: [
        {
          family: 'stale or aliased',
          value: stale(steps, rate),
          message:
            'All steps use the gradient of the start. The slopes change as you move: take them anew in each step.',
        },
        {
          family: 'stale or aliased',
          value: losses(steps, rate).map(() => loss(at)),
          message: 'The loss is the same all the way: you never move. Keep what `step` returns.',
        },
        {
          family: 'order',
          value: losses(steps, rate).slice(1),
          message: 'The loss at the start is missing. It comes first, before any step.',
        },
        {
          family: 'order',
          value: losses(steps - 1, rate),
          message: 'The loss after the last step is missing. There is one more loss than steps.',
        },
        {
          family: 'order',
          value: losses(6, rate),
          message: 'These are six steps, whatever was asked for. Take as many as `steps` says.',
        },
        {
          family: 'stale or aliased',
          value: [loss(at), ...Array.from({ length: steps }, () => losses(1, rate)[1])],
          message: 'Every step begins at the start again. Keep the point that a step leads to for the next one.',
        },
        {
          family: 'order',
          value: [loss(at), losses(steps, rate)[steps]],
          message: 'Only the first loss and the last one are there. Put a loss into the list in every round.',
        },
      ],
    }) as const
  const all = [...slopes, 0.2]
  return [
    sensitiveRow('mostSensitive([3, 0.1, -5, 1.1])', [3, 0.1, -5, 1.1], 2),
    sensitiveRow('mostSensitive, the first of five', [all[1], all[0], ...all.slice(2)], 0),
    sensitiveRow('mostSensitive, the last of five', [all[0], ...all.slice(2), all[1]], 4),
    sensitiveRow('mostSensitive, a positive one of three', [-slopes[0], 4 + slopes[3], slopes[2]], 1),
    sensitiveRow('mostSensitive, one alone', [slopes[1]], 0),
    handedRow('mostSensitive'),
    directionRow('steepest([3, -4])', [3, -4], [0.6, -0.8]),
    directionRow(
      'steepest, drawn',
      slopes,
      slopes.map(slope => slope / length),
    ),
    directionRow(
      'steepest, five with a 0 among them',
      [0, ...slopes.toReversed()],
      [0, ...slopes.toReversed().map(slope => slope / length)],
    ),
    {
      name: 'steepest, one alone',
      blank: 'steepest',
      learner: () => learner.steepest([slopes[1]]),
      expected: [-1],
    },
    handedRow('steepest'),
    stepRow('step', at, d),
    stepRow('step, all signs turned', [-at[0], -at[1]], [-d[0], -d[1]]),
    descendRow('descend, 6 steps', rate, 6),
    descendRow('descend, 9 steps at a rate that is too large', 0.1 + rate / 4, 9),
    {
      name: 'descend, no step',
      blank: 'descend',
      learner: () => learner.descend([...at], rate, 0),
      expected: [loss(at)],
    },
    {
      name: 'the start that descend was handed, after it',
      blank: 'descend',
      learner: () => {
        const start: Point = [...at]
        learner.descend(start, rate, 2)
        return [...start]
      },
      expected: [...at],
      slips: [
        {
          family: 'stale or aliased',
          value: [at[0] * (1 - rate) ** 2, at[1] * (1 - 20 * rate) ** 2],
          message: 'The start itself was moved, and it is not yours. `step` gives a new point: let `at` stand for that.',
        },
      ],
    },
  ]
}

function stepSlips(at: Point, d: Point, rate: number) {
  return [
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
  ] as const
}

function sensitivitySlips(slopes: readonly number[]) {
  const sizes = slopes.map(Math.abs)
  return [
    {
      family: 'index',
      value: slopes.indexOf(Math.max(...slopes)),
      message: 'This is the largest positive slope. A negative one can matter more: compare the sizes.',
    },
    {
      family: 'index',
      value: sizes.indexOf(Math.min(...sizes)),
      message: 'This input matters least. Asked for is the one that matters most.',
    },
    {
      family: 'wrong operand',
      value: Math.max(...sizes),
      message: 'This is the size of the slope. Asked for is its place in the list.',
    },
    {
      family: 'index',
      value: slopes.indexOf(Math.min(...slopes)),
      message: 'This is the most negative slope. A positive one can matter more: compare the sizes.',
    },
    {
      family: 'index',
      value: -1,
      message: 'This says: not in the list. The size of a slope is looked for among the slopes; look among the sizes.',
    },
  ] as const
}

function directionSlips(slopes: readonly number[]) {
  const total = slopes.reduce((sum, slope) => sum + Math.abs(slope), 0)
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
