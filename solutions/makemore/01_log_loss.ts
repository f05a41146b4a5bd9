// %% [markdown]
// # 01 · The log loss
//
// A small network reads three letters of a name and guesses the next one. A single number, the **loss**,
// measures how bad its guesses are. To improve the network, you need to know how every number inside it
// affects the loss. Backpropagation works that out. It starts at the loss and moves backward one step at a
// time. In this exercise you take the first two steps by hand.
//
// ## What to do
//
// Further down are two **blanks**: functions that say `return TODO()`. Replace `TODO()` with your answer,
// for example `return probs.mul(2)`, and save the file. Then, in the terminal:
//
// python:
// Further down are two **blanks**: lines that say `= None`. Replace `None` with your answer, for example
// `dprobs = probs * 2`, and save the notebook. Then, in the terminal:
//
//     npx ninja check      is it right?
//     npx ninja hint       I'm stuck
//     npx ninja            check again at every save, and lead on to the next exercise
//
// You don't need to read the code above the first blank. The lines that matter are shown again further down.
//
// python:
// These commands are for a folder that `ninja init --python` made. Elsewhere, add the notebook's name:
// `npx ninja check homework.ipynb`, and `npx ninja watch homework.ipynb` to check at every save.
// You don't need to read the code above the first blank. The lines that matter are shown again further down.
//
// ## What a shape is
//
// The numbers are in **tensors**: here, that means tables. The **shape** of a tensor says how many rows and
// columns it has. `(n, vocab)` means n rows and vocab columns: one row for each of the n = 32 examples that
// the network works on at once, and one column for each of the 27 characters (a to z, and the full stop that
// ends a name). `(n)` is a single list of n numbers. The comment next to a line is the shape of its value.
//
// ## What d means
//
// `dprobs` is the gradient of the loss with respect to `probs`. It has the same shape as `probs`. Each of
// its elements says how much the loss changes when you nudge the element of `probs` in the same place:
//
//     nudge one element of probs by a tiny t   -->   the loss changes by t * (that element of dprobs)
//
// If the element is positive, the loss goes up. If it is negative, the loss goes down. If it is zero, the
// loss stays the same.

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
// This is the end of the forward pass (above, the last two lines before `return`):
//
// python:
// This is the end of the forward pass:
//
//     const logprobs = probs.log()
//     const loss = logprobs.index(arange(n), Yb).mean().neg()
//
// Here it is as a picture, with the backward pass below it:
//
//     probs ------ log ------> logprobs ------ pick, mean, minus ------> loss
//
//     dprobs <-- blank 2 ----- dlogprobs <---------- blank 1 ----------- the loss itself: 1
//
// Row i of `probs` holds the probability that the network gives to each character in example i. `logprobs`
// holds the logarithms. `Yb` is the list of right answers: in example i, character number `Yb[i]` comes
// next.
//
// ## Blank 1: dlogprobs
//
// `logprobs.index(arange(n), Yb)` is Python's `logprobs[range(n), Yb]`. From each row it picks one element,
// the one of the right character. With 3 examples, 4 characters and `Yb` = 2, 0, 3, it picks A, B and C:
//
// python:
// From each row, `logprobs[range(n), Yb]` picks one element, the one of the right character. With 3 examples,
// 4 characters and `Yb` = 2, 0, 3, it picks A, B and C:
//
//               0   1   2   3
//     row 0     .   .   A   .
//     row 1     B   .   .   .           loss = -(A + B + C) / 3
//     row 2     .   .   .   C
//
// Nudge A. How does the loss move? Nudge a dot. How does the loss move now? Put the answers in a table as
// large as `logprobs`, and you have `dlogprobs`. Two tools to make one:
//
// | TypeScript | what it gives |
// |---|---|
// | `zerosLike(x)` | zeros, in the shape of x |
// | `x.indexPut([arange(n), Yb], 0.5)` | x, but with 0.5 in each row at the right character |
//
// python:
// | Python | what it gives |
// |---|---|
// | `x = torch.zeros_like(y)` | zeros, in the shape of y |
// | `x[range(n), Yb] = 0.5` | puts 0.5 into each row of x, at the right character |
//
// A tensor never changes: every method gives you a new one. `n` is a plain number, so `2 / n` is just a
// number too.
//
// python:
// `n` is a plain number, so `2 / n` is just a number too.
//
// How to read the line below: the function is given what's in the braces. `{ logprobs, n, Yb }: Scope` means
// "give me these by name". If you need another name from the forward pass, add it. `: Tensor` says that the
// function returns a tensor. The comment next to `TODO()` is the shape that the tensor must have.
//
// python:
// The comment next to `None` is the shape that your tensor must have.

// %% loss = logprobs.index(arange(n), Yb).mean().neg()
// hint: Only the picked elements are part of the loss. So how much does the loss care about all the others?
// hint: The loss is minus the sum of the picked elements, divided by n. Nudge one of them by a tiny t, and
//       the loss moves by a fraction of t. The fraction is the same for each of them. Watch the direction.
// hint: Start with `zerosLike(logprobs)`. Then put a number into each row at the right character, as shown
//       above. The number is negative. Its size is how much one element counts in a mean of n.
export function dlogprobs({ logprobs, n, Yb }: Scope): Tensor {
  // answer (n, vocab)
  return zerosLike(logprobs).indexPut([arange(n), Yb], -1 / n)
  // end answer
}

// %% [markdown]
// ## Blank 2: dprobs
//
// Each element of `probs` makes one element of `logprobs`, the one in the same place. It's a chain of two:
//
//     x  (in probs)  ---- log ---->  y  (in logprobs)  ---- ... ---->  loss
//
//     how much the loss changes with x  =  (how much y changes with x)  *  (how much the loss changes with y)
// tex: \begin{aligned} &\text{how much the loss changes with } x \\
//   &\quad = (\text{how much } y \text{ changes with } x) \\
//   &\quad \cdot (\text{how much the loss changes with } y) \end{aligned}
//
// The last factor, `dlogprobs`, is the **upstream gradient**. You get it by name. The other factor is the
// slope of the logarithm at x, which is different for each x. This is the **chain rule**, and every exercise
// is built on it.
//
// Operators such as `*` don't work on tensors. Use methods instead; they work element by element:
//
// python:
// The operators work element by element: `a + b`, `a - b`, `a * b`, `a / b`, `-a`, `a ** 3`.
//
// | Python | TypeScript |
// |---|---|
// | `a + b`, `a - b`, `a * b`, `a / b` | `a.add(b)`, `a.sub(b)`, `a.mul(b)`, `a.div(b)` |
// | `-a`, `a ** 3` | `a.neg()`, `a.pow(3)` |
//
// `npx ninja help tensor` shows all methods, and so does tensor.md in the folder help. To see what an
// expression gives, type `npx ninja try 'probs.pow(2).shape'`.
//
// python:

// %% logprobs = probs.log()
// hint: Chain rule: the slope of the logarithm at each element of probs, times the upstream gradient.
// hint: The slope of log(x) is 1/x. The upstream gradient is dlogprobs. Multiply the two element by element.
// hint: 1/x is x to the power of -1: `probs.pow(...)`. Then multiply by the upstream gradient.
export function dprobs({ probs, dlogprobs }: Scope): Tensor {
  // answer (n, vocab)
  return probs.pow(-1).mul(dlogprobs)
  // end answer
}

// %% [markdown]
// ## How to read the verdict
//
// `npx ninja check` prints one row for each gradient. `exact` says whether yours equals the true one to the
// last bit. `approximate` says whether it does so up to rounding. `maxdiff` is how far off the worst element
// is. Then comes the verdict:
//
// | verdict | what it means |
// |---|---|
// | exact, approximate | right |
// | blank | not filled in yet |
// | shape | the rows and columns don't match those of the tensor |
// | wrong | fix this line |
// | inherited | this line is right, but it uses a gradient that isn't: fix that one |
// | coincidence | the right value by luck, but not what this line of the forward pass sends back |
