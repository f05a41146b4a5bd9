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

// %%
import { TODO } from 'backprop-ninja'

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
export function mostSensitive(slopes: readonly number[]): number {
  return TODO()
}

// %% [markdown]
// ## Blank 2: direction
//
// Of all nudges of the same length, which one makes the loss grow most? The one along the gradient. Return it
// with a length of 1. The length of a list of numbers is the square root of the sum of their squares.
// `Math.hypot(...xs)` computes it.

// %% The nudge of length 1 that makes the loss grow most
export function steepest(slopes: readonly number[]): number[] {
  return TODO()
}

// %% [markdown]
// ## Blank 3: one step down
//
// Each number moves **against** its slope, by `rate` times the slope. The rate is called the learning rate.
// Return the new point as a list of two.

// %% The point after a step
export function step([x, y]: Point, [dx, dy]: Point, rate: number): Point {
  return TODO()
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
export function descend(start: Point, rate: number, steps: number): number[] {
  return TODO()
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
