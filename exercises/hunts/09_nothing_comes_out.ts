// %% [markdown]
// # 09 · Nothing comes out
//
// ## The program
//
// The network from makemore has been trained. All gradients were right, and its loss is 2.11 on names that
// it has not seen. Now it should invent names, letter by letter. It reads the last three characters and
// gives each of the 27 characters a probability. Then one of them is drawn. The full stop ends the name.
//
// ## What was observed
//
// Somebody drew 20 names. All of them are empty. There was no error.
//
// To get the probabilities, the program uses the same lines as the training did. They had worked well for
// 200,000 steps.

// %%
import { type Family, softmax, tensor, type Tensor, TODO } from 'backprop-ninja'

// %% The trained network
export interface Net {
  readonly C: Tensor        // (27, n_embd)
  readonly W1: Tensor       // (3 * n_embd, n_hidden)
  readonly gain: Tensor     // (1, n_hidden)
  readonly bias: Tensor     // (1, n_hidden)
  readonly mean: Tensor     // (1, n_hidden), of x, averaged over all batches of the training
  readonly variance: Tensor // (1, n_hidden), of x, averaged over all batches of the training
  readonly W2: Tensor       // (n_hidden, 27)
}

// %% The probabilities of the 27 characters, (1, 27), after a context of three
export function probabilities(net: Net, context: readonly number[]): Tensor {
  const x = net.C.index(tensor(context)).view(1, -1).matmul(net.W1)
  const mean = x.mean(0, { keepdim: true })
  const variance = x.var(0, { keepdim: true, unbiased: true })
  const raw = x.sub(mean).mul(variance.add(1e-5).pow(-0.5))
  const h = net.gain.mul(raw).add(net.bias).tanh()
  return softmax(h.matmul(net.W2), 1)
}

// %% A name: draws characters until the full stop, number 0
/** `random` gives a number from 0 up to, but not including, 1. */
export function invent(net: Net, random: () => number): string {
  const letters = '.abcdefghijklmnopqrstuvwxyz'
  let context = [0, 0, 0]
  let name = ''
  while (name.length < 12) {
    const drawn = draw(probabilities(net, context).data, random())
    if (drawn === 0) break
    name += letters[drawn]
    context = [...context.slice(1), drawn]
  }
  return name
}

/** The first place where the probabilities so far add up to more than `at`; 0 if rounding leaves none. */
function draw(probs: ArrayLike<number>, at: number): number {
  let sum = 0
  for (let i = 0; i < probs.length; i++) {
    sum += probs[i]
    if (sum > at) return i
  }
  return 0
}

// %% [markdown]
// ## Why was there no error?
//
// And why were the names empty, not strange? Follow `draw` with what it was given.

// %% The family of the mistake
export function family(): Family {
  return TODO()
}
