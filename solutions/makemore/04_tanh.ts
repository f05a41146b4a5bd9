// %% [markdown]
// # 04 · Tanh
//
// Here is a slope that is easiest to write with the output of the line, not with its input.
//
//      1 |                   . - -----      h = tanh(hpreact), element by element
//        |                .
//      0 |              /                   steep in the middle, where h is near 0
//        |            .
//     -1 | ------ - .                       flat at both ends, where h is near 1 or -1
//
// The slope is largest where h is 0: there it is 1. It falls to 0 as h gets close to 1 or -1. There is a
// formula for it that only uses h. Look it up, or work it out yourself:
// tanh(x) = (e^x - e^-x) / (e^x + e^-x).
//
// A plain number has no methods. Python's `2 - x` is `tensor(2).sub(x)`: `tensor(2)` makes a tensor of it.
//
// python:

// %%
import { type Tensor, tensor } from 'backprop-ninja'

// %% include inputs.ts
export * from './inputs.ts'

// %% include forward.ts
export * from './forward.ts'
import type { Scope } from './forward.ts'

// %% [markdown]
// ## Going backwards
//
// `dh` is given.

// %% hpreact feeds h = hpreact.tanh()
// hint: Element by element: the slope of tanh, times the upstream gradient.
// hint: The slope of tanh(x) is 1 - tanh(x)^2. The forward pass has already computed tanh. Under which name?
// hint: `tensor(1).sub(...)`: what you subtract is the square of the output (not of the input). Then times
//       dh.
export function dhpreact({ hpreact, h, dh }: Scope): Tensor {
  // answer (n, n_hidden)
  return tensor(1).sub(h.pow(2)).mul(dh)
  // end answer
}
