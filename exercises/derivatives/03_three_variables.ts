// %% [markdown]
// # 03 · Three variables
//
// The loss of a network depends on many numbers at once. Here is a function of three:
//
//     f(a, b, c)  =  -a³ + sin(3b) - 1/c + b^2.5 - √a
//
// A function of several variables has a slope for each of them: how much does f move when you nudge **this**
// one and leave the others where they are? Such a slope is called a partial derivative, and it's written
// ∂f/∂a. All of them together are the **gradient**.
//
// To find ∂f/∂a, treat b and c as constants. A term without an a doesn't move when you nudge a: its slope
// is 0.
//
// | term | its slope | |
// |---|---|---|
// | x^n | n x^(n-1) | for every n: for 2.5, for -1 (that's 1/x), and for 0.5 (that's √x) |
// | sin(x) | cos(x) | |
// | sin(3x) | 3 cos(3x) | the factor inside also becomes a factor in front |
// | -g | minus the slope of g | g is any term |
// | g + k | the slope of g | if k is a constant |
//
// In TypeScript: `x ** 2.5`, `Math.sin(x)`, `Math.cos(x)`, `Math.sqrt(x)`. There is one trap: `-a ** 3` is an
// error. Write `-(a ** 3)`.

// %%
import { TODO } from 'backprop-ninja'

// %% The function
export const f = (a: number, b: number, c: number): number =>
  -(a ** 3) + Math.sin(3 * b) - 1 / c + b ** 2.5 - a ** 0.5

// %% [markdown]
// ## Blanks 1 to 3: by the rules
//
// Each function is given a, b and c, whether it needs them or not.

// %% ∂f/∂a
export function slopeA(a: number, b: number, c: number): number {
  return TODO()
}

// %% ∂f/∂b
export function slopeB(a: number, b: number, c: number): number {
  return TODO()
}

// %% ∂f/∂c
export function slopeC(a: number, b: number, c: number): number {
  return TODO()
}

// %% [markdown]
// ## Blank 4: by nudging
//
// It's easy to make a mistake with the rules. Nudging needs no rules and works for any function, so you can
// use it to check what you derived. `numericGradient` takes a function of a list of numbers, a list `at`,
// and a nudge. It returns a list as long as `at`. In place i is the symmetric slope that you get when you
// nudge only number i.
//
// | Python | TypeScript |
// |---|---|
// | `ys = xs.copy(); ys[i] = 5` | `xs.with(i, 5)`: a new list, xs stays the same |
// | `[g(x, i) for i, x in enumerate(xs)]` | `xs.map((x, i) => g(x, i))` |

// %% The gradient of any function, by nudging
export function numericGradient(
  func: (x: readonly number[]) => number,
  at: readonly number[],
  h: number,
): number[] {
  return TODO()
}
