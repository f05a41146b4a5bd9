// %% [markdown]
// # 01 · The log loss
//
// A small network reads three letters of a name and guesses the next one. How bad its guesses are is one
// number, the **loss**. To make the network better you must know how each number inside it moves the loss.
// Backpropagation finds that out, from the loss back to the start, one step at a time. Here you do the first
// two steps by hand.
//
// ## What to do
//
// Further down are two **blanks**: functions that say `return TODO()`. Put your answer in place of `TODO()`,
// for example `return probs.mul(2)`, and save the file. Then, in the terminal:
//
//     npx ninja check      is it right?
//     npx ninja hint       I am stuck
//     npx ninja            check again at every save, and lead on to the next exercise
//
// You need not read the code above the first blank: the lines of it that matter here are shown again there.
//
// ## What a shape is
//
// The numbers stand in **tensors**: here, tables. The **shape** of a tensor says how many rows and columns it
// has. `(n, vocab)` means n rows and vocab columns: a row for each of the n = 32 examples that are worked on
// at once, a column for each of the 27 characters (the full stop that ends a name, and a to z). `(n)` is a
// single list of n numbers. The shape of each value stands beside the line that makes it.
//
// ## What d means
//
// `dprobs` is the gradient of the loss with respect to `probs`. It has the same shape as `probs`, and each of
// its elements says how much the loss changes when the element of `probs` in the same place is nudged:
//
//     nudge one element of probs by a tiny t   -->   the loss changes by t * (that element of dprobs)
//
// A positive element means that the loss goes up, a negative one that it goes down, a zero that it does not
// care.

// %%
import { arange, type Tensor, zerosLike } from 'backprop-ninja'

// %% include inputs.ts
export * from './inputs.ts'

// %% include forward.ts
export * from './forward.ts'
import type { Scope } from './forward.ts'

// %% [markdown]
// ## The two steps
//
// The end of the forward pass (above, the last two lines before `return`):
//
//     const logprobs = probs.log()
//     const loss = logprobs.index(arange(n), Yb).mean().neg()
//
// As a picture, and under it the way back:
//
//     probs ------ log ------> logprobs ------ pick, mean, minus ------> loss
//
//     dprobs <-- blank 2 ----- dlogprobs <---------- blank 1 ----------- the loss itself: 1
//
// `probs` has in row i the probability that the network gives to each character in example i. `logprobs` has
// their logarithms. `Yb` is a list of the right answers: in example i, character number `Yb[i]` comes next.
//
// ## Blank 1: dlogprobs
//
// `logprobs.index(arange(n), Yb)` is Python's `logprobs[range(n), Yb]`: out of each row it picks one element,
// the one of the right character. With 3 examples, 4 characters and `Yb` = 2, 0, 3 the picked ones are A, B
// and C:
//
//               0   1   2   3
//     row 0     .   .   A   .
//     row 1     B   .   .   .           loss = -(A + B + C) / 3
//     row 2     .   .   .   C
//
// Nudge A: how does the loss move? Nudge a dot: how does the loss move then? A table of these answers, as
// large as `logprobs`, is `dlogprobs`. Two tools to make one:
//
// | TypeScript | what it gives |
// |---|---|
// | `zerosLike(x)` | zeros, in the shape of x |
// | `x.indexPut([arange(n), Yb], 0.5)` | x, but with 0.5 in each row at the right character |
//
// A tensor never changes: every method gives you a new one. `n` is a plain number, so `2 / n` is just a
// number too.
//
// How to read the line below: the function is handed what stands in the braces. `{ logprobs, n, Yb }: Scope`
// means "give me these by name"; add any other name from the forward pass if you need it. `: Tensor` says
// that a tensor must come out. The comment beside `TODO()` is the shape that it must have.

// %% loss = logprobs.index(arange(n), Yb).mean().neg()
// hint: Only the picked elements are part of the loss. So how much does the loss care about all the others?
// hint: The loss is minus the sum of the picked elements, over n. Nudge one of them by a tiny t, the others
//       stay: the loss moves by a fraction of t, the same fraction for each of them. Mind the direction.
// hint: Start from zerosLike(logprobs) and use .indexPut([arange(n), Yb], ...) as in the table above. The
//       number to put there is negative, and its size is what one element counts in a mean of n.
export function dlogprobs({ logprobs, n, Yb }: Scope): Tensor {
  // answer (n, vocab)
  return zerosLike(logprobs).indexPut([arange(n), Yb], -1 / n)
  // end answer
}

// %% [markdown]
// ## Blank 2: dprobs
//
// Each element of `probs` makes one element of `logprobs`, the one in the same place. That is a chain of two:
//
//     x  (in probs)  ---- log ---->  y  (in logprobs)  ---- ... ---->  loss
//
//     how much the loss changes with x  =  (how much y changes with x)  *  (how much the loss changes with y)
//
// The last factor is `dlogprobs`, which comes from above and is given to you by name. The other one is the
// slope of the logarithm at x, which is different for each x. This is the **chain rule**, and all exercises
// are made of it.
//
// Operators such as `*` do not work on tensors; methods do, element by element:
//
// | Python | TypeScript |
// |---|---|
// | `a + b`, `a - b`, `a * b`, `a / b` | `a.add(b)`, `a.sub(b)`, `a.mul(b)`, `a.div(b)` |
// | `-a`, `a ** 3` | `a.neg()`, `a.pow(3)` |

// %% logprobs = probs.log()
// hint: Chain rule: the slope of the logarithm at each element of probs, times what comes from above.
// hint: The slope of log(x) is 1/x. What comes from above is dlogprobs. Multiply the two element by element.
// hint: 1/x is x to the power of -1, and there is a method pow. Then .mul(...) with the gradient from above.
export function dprobs({ probs, dlogprobs }: Scope): Tensor {
  // answer (n, vocab)
  return probs.pow(-1).mul(dlogprobs)
  // end answer
}

// %% [markdown]
// ## How to read the verdict
//
// `npx ninja check` prints one row for each gradient. `exact` says whether yours equals the true one to the
// last bit, `approximate` whether it does up to rounding, `maxdiff` how far the worst element is off. Then
// the verdict:
//
// | verdict | what it means |
// |---|---|
// | exact, approximate | right |
// | blank | not filled in yet |
// | shape | rows and columns are not those of the tensor |
// | wrong | mend this line |
// | inherited | this line is right, but a gradient that it uses is not: mend that one |
// | coincidence | the right value by luck, but not what this line of the forward pass sends back |
