// %% [markdown]
// # 06 · What the numbers mean
//
// A gradient is a list of slopes, one for each number that you can change. It tells you three things:
//
// - **Sensitivity**: a large slope, whatever its sign, means that this number matters here. A slope near 0
//   means that it doesn't.
// - **Direction**: the sign tells you which way the loss grows. The gradient as a whole points to where it
//   grows fastest.
// - **Descent**: a small step the other way makes the loss smaller. Do that again and again, and you have
//   trained.
//
// The landscape of this exercise is a long valley. It's steep from side to side, and almost flat along its
// length:
//
//     loss(x, y)  =  (x² + 20 y²) / 2          its gradient:  [x, 20 y]          lowest at (0, 0)
// tex: \name{loss}(x, y) = \frac{x^2 + 20\,y^2}{2} \qquad \text{its gradient: } [x,\, 20\,y] \qquad
//   \text{lowest at } (0, 0)

// %% A valley
export type Point = readonly [x: number, y: number]
export const loss = ([x, y]: Point): number => (x ** 2 + 20 * y ** 2) / 2
export const gradient = ([x, y]: Point): Point => [x, 20 * y]

// %% [markdown]
// ## Blank 1: sensitivity
//
// You're given the gradient of a loss with respect to its inputs, as a list. Which input matters most?
// Return its index, counted from 0.
//
// | Python | TypeScript |
// |---|---|
// | `abs(x)` | `Math.abs(x)` |
// | `[abs(x) for x in xs]` | `xs.map(x => Math.abs(x))` |
// | `max(xs)`, `xs.index(x)` | `Math.max(...xs)`, `xs.indexOf(x)` |

// %% The place of the input that the loss is most sensitive to
// hint: A slope of -5 means more than a slope of 3: the sign says which way, the size says how much.
// hint: Make a list of the sizes of all slopes, and find the place of the largest.
// hint: `const sizes = slopes.map(...)`, then `sizes.indexOf(...)` of the largest.
export function mostSensitive(slopes: readonly number[]): number {
  // answer
  const sizes = slopes.map(slope => Math.abs(slope))
  return sizes.indexOf(Math.max(...sizes))
  // end answer
  // wrong (index): return slopes.indexOf(Math.max(...slopes))
  //   > This is the largest positive slope. A negative one can matter more: compare the sizes.
  // wrong (wrong operand): return Math.max(...slopes.map(slope => Math.abs(slope)))
  //   > This is the size of the slope. Return its place in the list.
  // wrong (wrong operand):
  //   const sizes = slopes.map(slope => Math.abs(slope))
  //   return slopes[sizes.indexOf(Math.max(...sizes))]
  //   > This is the slope itself. Return its place in the list.
  // wrong (index):
  //   const sizes = slopes.map(slope => Math.abs(slope))
  //   return sizes.indexOf(Math.min(...sizes))
  //   > This input matters least. Return the place of the one that matters most.
  // wrong (index): return slopes.indexOf(Math.min(...slopes))
  //   > This is the most negative slope. A positive one can matter more: compare the sizes.
  // wrong (index):
  //   const sizes = slopes.map(slope => Math.abs(slope))
  //   return slopes.indexOf(Math.max(...sizes))
  //   > Where the largest slope is negative, you get -1, which means "not in the list". You searched the slopes for
  //   > a size. Search the sizes.
  // wrong (index):
  //   const sizes = slopes.map(slope => Math.abs(slope))
  //   return sizes.indexOf(Math.max(sizes as unknown as number))
  //   > You get -1, which means "not in the list". Math.max takes numbers, not a list: write the three dots, as in
  //   > `Math.max(...sizes)`.
  // wrong (index):
  //   const sizes = slopes.map(slope => Math.abs(slope))
  //   return sizes.indexOf(Math.max(...sizes)) + 1
  //   > Your place is one too large. The first place in a list is 0.
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
  //   > Your answer is right, but you changed the list that you were given, and other code may read it. Make a new
  //   > one: `map` does.
  // wrong (stale or aliased):
  //   const sizes = slopes as number[]
  //   for (const i of sizes.keys()) sizes[i] = Math.abs(sizes[i])
  //   return sizes.indexOf(Math.max(...sizes))
  //   > Your answer is right, but you changed the list that you were given, and other code may read it. Make a new
  //   > one: `map` does.
}

// %% [markdown]
// ## Blank 2: direction
//
// Of all nudges of the same length, which one makes the loss grow most? The one along the gradient. Return it
// with a length of 1. The length of a list of numbers is the square root of the sum of their squares.
// `Math.hypot(...xs)` computes it.

// %% The nudge of length 1 that makes the loss grow most
// hint: It points the same way as the gradient. Only its length is different.
// hint: Divide each number of the gradient by the length of the gradient.
// hint: `slopes.map(slope => slope / ...)`
export function steepest(slopes: readonly number[]): number[] {
  // answer
  const length = Math.hypot(...slopes)
  return slopes.map(slope => slope / length)
  // end answer
  // wrong (wrong operand): return [...slopes]
  //   > This is the gradient itself. It points the right way, but its length must be 1.
  // wrong (sign, factor):
  //   const length = Math.hypot(...slopes)
  //   return slopes.map(slope => -slope / length)
  //   > This points the other way, to where the loss falls fastest. Return the direction in which it grows.
  // wrong (sign, factor):
  //   const length = Math.hypot(...slopes)
  //   return slopes.map(slope => Math.abs(slope) / length)
  //   > You lost the signs. Where a slope is negative, the loss grows when that number gets smaller.
  // wrong (wrong operand): return slopes.map(slope => slope / slopes.length)
  //   > `length` counts the numbers in the list. The length of the arrow is the square root of the sum of their
  //   > squares.
  // wrong (wrong operand):
  //   const sum = slopes.reduce((total, slope) => total + Math.abs(slope), 0)
  //   return slopes.map(slope => slope / sum)
  //   > You divided by the sum of the sizes. The length is the square root of the sum of the squares.
  // wrong (wrong operand):
  //   const sum = slopes.reduce((total, slope) => total + slope ** 2, 0)
  //   return slopes.map(slope => slope / sum)
  //   > You divided by the sum of the squares. The length is the square root of it.
  // wrong (wrong operand):
  //   const largest = Math.max(...slopes.map(slope => Math.abs(slope)))
  //   return slopes.map(slope => slope / largest)
  //   > You divided by the size of the largest slope. The length is the square root of the sum of the squares.
  // wrong (not finite):
  //   const length = Math.hypot(slopes as unknown as number)
  //   return slopes.map(slope => slope / length)
  //   > Your length is NaN. Math.hypot takes numbers, not a list: write the three dots, as in `Math.hypot(...slopes)`.
  // wrong (-):
  //   const length = Math.hypot(slopes[0], slopes[1], slopes[2] ?? 0, slopes[3] ?? 0)
  //   return slopes.map(slope => slope / length)
  // wrong (stale or aliased):
  //   const length = Math.hypot(...slopes)
  //   const xs = slopes as number[]
  //   for (const i of xs.keys()) xs[i] /= length
  //   return xs
  //   > Your numbers are right, but you changed the list that you were given, and other code may read it. Make a new
  //   > one: `map` does.
}

// %% [markdown]
// ## Blank 3: one step down
//
// Each number moves **against** its slope, by `rate` times the slope. The rate is called the learning rate.
// Return the new point as a list of two.

// %% The point after a step
// hint: You want the loss to fall, so go against the gradient.
// hint: x becomes x minus the rate times its slope. y does the same, with its own slope.
// hint: A list of two: `[x - rate * ..., ...]`
export function step([x, y]: Point, [dx, dy]: Point, rate: number): Point {
  // answer
  return [x - rate * dx, y - rate * dy]
  // end answer
  // wrong (sign, factor): return [x + rate * dx, y + rate * dy]
  //   > This step goes uphill, along the gradient. To make the loss fall, go against it.
  // wrong (wrong operand): return [-rate * dx, -rate * dy]
  //   > This is only the step. Return the point that it leads to.
  // wrong (wrong operand): return [x * (1 - rate), y * (1 - rate)]
  //   > You used the point itself instead of its gradient. x moves by the rate times dx.
  // wrong (wrong operand): return [x - rate * dy, y - rate * dx]
  //   > The slopes are swapped. x moves by its own slope, and so does y.
  // wrong (wrong operand): return [(x - rate) * dx, (y - rate) * dy]
  //   > You subtracted the rate first and then multiplied by the slope. Leave out the parentheses: `x - rate * dx`.
  // wrong (sign, factor): return [x - dx, y - dy]
  //   > The rate is missing. A step is the rate times the slope.
  // wrong (wrong operand): return [x - rate, y - rate]
  //   > You moved each number by the rate alone. Move it by the rate times its own slope.
  // wrong (-): return [x - rate * Math.abs(dx), y + rate * Math.abs(dy)]
}

// %% [markdown]
// ## Blank 4: the way down
//
// Begin at `start` and take `steps` steps, each with the gradient of the point where you **are**. Return the
// losses along the way: first the loss at the start, then the loss after each step. So the list has one more
// loss than you took steps.
//
// | Python | TypeScript |
// |---|---|
// | `for i in range(steps):` | `for (let i = 0; i < steps; i++) { … }` |
// | `ys += [x]` | `ys.push(x)` |

// %% The losses on the way down
// hint: You need a variable for the point where you are, and a list of the losses so far. In each round, find
//       the slopes here, take a step, and add the new loss.
// hint: Start with `let at = start` and `const losses = [loss(at)]`. In the loop, `at = step(...)` and
//       `losses.push(...)`.
// hint: The step is `step(at, gradient(at), rate)`: the gradient of the point where you are, not of the
//       start.
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
  //   > All your steps use the gradient of the start. The slopes change as you move, so compute them in each round.
  // wrong (stale or aliased): return Array.from({ length: steps + 1 }, () => loss(start))
  //   > Your loss is the same all the way. Keep the point that `step` returns, and take the loss of that.
  // wrong (stale or aliased):
  //   const losses = [loss(start)]
  //   for (let i = 0; i < steps; i++) losses.push(loss(step(start, gradient(start), rate)))
  //   return losses
  //   > Each step begins at the start. Keep the point that a step leads to, and begin the next step there.
  // wrong (order):
  //   let at = start
  //   const losses: number[] = []
  //   for (let i = 0; i < steps; i++) {
  //     at = step(at, gradient(at), rate)
  //     losses.push(loss(at))
  //   }
  //   return losses
  //   > The loss at the start is missing. It comes first, before any step.
  // wrong (order):
  //   let at = start
  //   const losses: number[] = []
  //   for (let i = 0; i < steps; i++) {
  //     losses.push(loss(at))
  //     at = step(at, gradient(at), rate)
  //   }
  //   return losses
  //   > The loss after the last step is missing. There is one more loss than there are steps.
  // wrong (order):
  //   let at = start
  //   const losses = [loss(at)]
  //   for (let i = 0; i < steps; i++) {
  //     losses.push(loss(at))
  //     at = step(at, gradient(at), rate)
  //   }
  //   return losses
  //   > The loss at the start is in your list twice, and the last one is missing. In the loop, step first and then
  //   > take the loss.
  // wrong (order):
  //   let at = start
  //   const losses = [loss(at)]
  //   for (let i = 0; i <= steps; i++) {
  //     at = step(at, gradient(at), rate)
  //     losses.push(loss(at))
  //   }
  //   return losses
  //   > You took one step too many. With `i < steps`, a loop that starts at 0 runs exactly `steps` times.
  // wrong (order):
  //   let at = start
  //   const losses = [loss(at)]
  //   for (let i = 0; i < 6; i++) {
  //     at = step(at, gradient(at), rate)
  //     losses.push(loss(at))
  //   }
  //   return losses
  //   > You always take 6 steps. Take as many as `steps` says.
  // wrong (order):
  //   let at = start
  //   for (let i = 0; i < steps; i++) at = step(at, gradient(at), rate)
  //   return [loss(start), loss(at)]
  //   > Only the first and the last loss are in your list. Add a loss in every round.
  // wrong (shape):
  //   let at = start
  //   const losses = [loss(at)]
  //   for (let i = 0; i < steps; i++) {
  //     at = step(at, gradient(at), rate)
  //     if (loss(at) > losses[losses.length - 1]) break
  //     losses.push(loss(at))
  //   }
  //   return losses
  //   > Your loop ends when the loss rises. Take all the steps, whatever the loss does: you want to see when the rate
  //   > is too large.
  // wrong (shape):
  //   let at = start
  //   const losses = [loss(at)]
  //   for (let i = 0; i < steps; i++) {
  //     at = step(at, gradient(at), rate)
  //     losses.push(loss(at))
  //     if (losses[i + 1] > losses[i]) break
  //   }
  //   return losses
  //   > Your loop ends when the loss rises. Take all the steps, whatever the loss does: you want to see when the rate
  //   > is too large.
  // wrong (-):
  //   let at = start
  //   const losses = [loss(at)]
  //   for (let i = 0; i < Math.min(steps, 6); i++) {
  //     at = step(at, gradient(at), rate)
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
  //   > Your losses are right, but you moved the start itself, and other code may read it. `step` returns a new point:
  //   > put that into `at`.
}

// %% [markdown]
// ## What you will see
//
// The check draws the way down for three learning rates. The small one is safe and slow. The larger one is
// fast. The one that is a little too large jumps across the valley from side to side, higher each time.
// When you see a loss that grows, or becomes NaN, this is usually the reason. How large is too large? The
// steepest direction sets the limit, and that limit makes progress slow in all other directions. Much of
// the art of training is about this. Batch normalization, which you'll meet in the makemore track, makes
// valleys rounder.
//
// Now you know everything that a network needs: slopes by the chain rule, and steps against them. Next, in
// the micrograd track, you'll write a program that finds the slopes by itself.

// %% check
import { type Check, chart } from 'backprop-ninja'

type Learner = Pick<typeof import('./06_descent.ts'), 'mostSensitive' | 'steepest' | 'step' | 'descend'>

export const check: Check<Learner> = (learner, { g }) => {
  const drawn = (): number => 0.5 + g.random()
  const slopes = [drawn(), -drawn() - 3, 0.1, drawn() + 1.2]
  const at: Point = [drawn() + 2, drawn() - 2]
  const d: Point = [drawn() + 1, -drawn() - 2]
  const rate = 0.04 + g.random() / 100
  const lists = [
    ['the first of five', [slopes[1], slopes[0], slopes[2], slopes[3], 0.2]],
    ['the last of five', [slopes[0], slopes[2], slopes[3], 0.2, slopes[1]]],
    ['a positive one of three', [-slopes[0], 4 + slopes[3], slopes[2]]],
    ['a 0 among five', [0, ...slopes.toReversed()]],
    ['one alone', [slopes[1]]],
  ] as const
  const steps = [
    ['drawn', at, d],
    ['all signs turned', [-at[0], -at[1]], [-d[0], -d[1]]],
  ] as const
  const tooLarge = 0.1 + rate / 4
  return [
    {
      name: 'mostSensitive([3, 0.1, -5, 1.1])',
      blank: 'mostSensitive',
      learner: () => learner.mostSensitive([3, 0.1, -5, 1.1]),
      expected: 2,
    },
    {
      name: 'steepest([3, -4])',
      blank: 'steepest',
      learner: () => learner.steepest([3, -4]),
      expected: [0.6, -0.8],
    },
    ...(['mostSensitive', 'steepest'] as const).flatMap(blank => [
      ...lists.map(([which, list]) => ({
        name: `${blank}, ${which}`,
        blank,
        learner: () => learner[blank]([...list]),
      })),
      afterwards(blank, [...slopes], list => learner[blank](list)),
    ]),
    {
      name: 'step([3, 1], [3, 20], 0.05)',
      blank: 'step',
      learner: () => learner.step([3, 1], [3, 20], 0.05),
      expected: [2.85, 0],
    },
    ...steps.map(([which, [x, y], [dx, dy]]) => ({
      name: `step, ${which}`,
      blank: 'step',
      learner: () => learner.step([x, y], [dx, dy], rate),
      at: { x, y, dx, dy, rate },
    })),
    {
      name: 'descend, 6 steps',
      blank: 'descend',
      learner: () => learner.descend([...at], rate, 6),
      // In each step both coordinates shrink, each by its own factor.
      expected: Array.from({ length: 7 }, (_, i) => loss([at[0] * (1 - rate) ** i, at[1] * (1 - 20 * rate) ** i])),
    },
    {
      name: 'descend, 9 steps at a rate that is too large',
      blank: 'descend',
      learner: () => learner.descend([...at], tooLarge, 9),
    },
    { name: 'descend, no step', blank: 'descend', learner: () => learner.descend([...at], rate, 0) },
    afterwards('descend', at, start => learner.descend(start, rate, 2)),
  ]
}

/** Whether a list that was given is as it was. */
const afterwards = <List extends readonly number[]>(blank: string, given: List, call: (list: List) => unknown) => ({
  name: `the list that ${blank} was given, after the call`,
  blank,
  learner: () => {
    const list = [...given] as unknown as List
    call(list)
    return list.join() === given.join() ? 'as it was' : 'changed'
  },
})

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
