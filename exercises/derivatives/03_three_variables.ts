// %% [markdown]
// # 03 · Three variables
//
// The loss of a network depends on many numbers at once. Here is a function of three:
//
//     f(a, b, c)  =  -a³ + sin(3b) - 1/c + b^2.5 - √a
//
// With several variables there is a slope for each of them: how much does f move when **this** one is nudged
// and the others stay where they are? Such a slope is called a partial derivative, written ∂f/∂a, and all of
// them together are the **gradient**.
//
// To find ∂f/∂a treat b and c as constants. A term without an a doesn't move when a is nudged: its slope is 0.
//
// | term | its slope | |
// |---|---|---|
// | x^n | n x^(n-1) | for every n: 2.5, and -1, which is 1/x, and 0.5, which is √x |
// | sin(x) | cos(x) | |
// | sin(3x) | 3 cos(3x) | a factor inside comes out as well |
// | -g | minus the slope of g | g stands for any term |
// | g + k | the slope of g | if k is a constant |
//
// In TypeScript: `x ** 2.5`, `Math.sin(x)`, `Math.cos(x)`, `Math.sqrt(x)`. One trap: `-a ** 3` is an error
// here; write `-(a ** 3)`.

// %%
import { TODO } from 'backprop-ninja'

// %% The function
export const f = (a: number, b: number, c: number): number =>
  -(a ** 3) + Math.sin(3 * b) - 1 / c + b ** 2.5 - a ** 0.5

// %% [markdown]
// ## Blanks 1 to 3: by the rules
//
// Each is handed a, b and c, whether it needs them or not.

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
// Rules are easy to get wrong. Nudging needs none, and works for any function: it is how you check what you
// derived. `numericGradient` is handed a function of a list of numbers, a list `at`, and a nudge. It gives a
// list as long as `at`: in place i the symmetric slope when only number i is nudged.
//
// | Python | TypeScript |
// |---|---|
// | `ys = xs.copy(); ys[i] = 5` | `xs.with(i, 5)`: a new list, xs stays |
// | `[g(x, i) for i, x in enumerate(xs)]` | `xs.map((x, i) => g(x, i))` |

// %% The gradient of any function, by nudging
export function numericGradient(
  func: (x: readonly number[]) => number,
  at: readonly number[],
  h: number,
): number[] {
  return TODO()
}
