// %% [markdown]
// # 04 · Tanh
//
// New: a slope that is best written with the output of the line, not with its input.
//
//      1 |                   . - -----      h = tanh(hpreact), element by element
//        |                .
//      0 |              /                   steep in the middle, where h is near 0
//        |            .
//     -1 | ------ - .                       flat at both ends, where h is near 1 or -1
//
// The slope is 1 at most, where h is 0, and it goes down to 0 as h comes near 1 or -1. There is a formula for
// it in terms of h alone. Look it up or work it out: tanh(x) = (e^x - e^-x) / (e^x + e^-x).
//
// A plain number has no methods, so Python's `2 - x` is `tensor(2).sub(x)`; `tensor(2)` makes a tensor of one
// number.

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
// hint: Element by element: the slope of tanh, times what comes from above.
// hint: The slope of tanh(x) is 1 - tanh(x)^2. The forward pass has computed tanh already: which name has it?
// hint: tensor(1).sub(...): in it the square, by pow(2), of the output (not of the input). Then times dh.
export function dhpreact({ h, dh }: Scope): Tensor {
  // answer (n, n_hidden)
  return tensor(1).sub(h.pow(2)).mul(dh)
  // end answer
}
