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
import { type Family, softmax, type Tensor, tensor } from 'backprop-ninja'

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
// hint: How many rows does x have here? And in training?
// hint: The unbiased variance divides by n - 1. With one row, that's 0 / 0. The other variance, which
//       divides by n, would be 0: the row would be its own mean, and the context would be lost. So whose
//       mean and variance do you need?
// hint: One row can't tell you its mean and variance. Use net.mean and net.variance.
export function probabilities(net: Net, context: readonly number[]): Tensor {
  // answer (1, 27)
  const x = net.C.index(tensor(context)).view(1, -1).matmul(net.W1)
  const raw = x.sub(net.mean).mul(net.variance.add(1e-5).pow(-0.5))
  const h = net.gain.mul(raw).add(net.bias).tanh()
  return softmax(h.matmul(net.W2), 1)
  // end answer
  // given (not finite):
  //   const x = net.C.index(tensor(context)).view(1, -1).matmul(net.W1)
  //   const mean = x.mean(0, { keepdim: true })
  //   const variance = x.var(0, { keepdim: true, unbiased: true })
  //   const raw = x.sub(mean).mul(variance.add(1e-5).pow(-0.5))
  //   const h = net.gain.mul(raw).add(net.bias).tanh()
  //   return softmax(h.matmul(net.W2), 1)
  //   > All 27 probabilities are NaN. Where does the first NaN come from?
  // wrong (wrong operand):
  //   const x = net.C.index(tensor(context)).view(1, -1).matmul(net.W1)
  //   const mean = x.mean(0, { keepdim: true })
  //   const variance = x.var(0, { keepdim: true, unbiased: false })
  //   const raw = x.sub(mean).mul(variance.add(1e-5).pow(-0.5))
  //   const h = net.gain.mul(raw).add(net.bias).tanh()
  //   return softmax(h.matmul(net.W2), 1)
  //   > It no longer gives NaN, but now the probabilities are the same after every context. The row is its own mean
  //   > here, so nothing is left when you subtract it.
  // wrong (wrong operand):
  //   const x = net.C.index(tensor([context, context])).view(2, -1).matmul(net.W1)
  //   const mean = x.mean(0, { keepdim: true })
  //   const variance = x.var(0, { keepdim: true, unbiased: true })
  //   const raw = x.sub(mean).mul(variance.add(1e-5).pow(-0.5))
  //   const h = net.gain.mul(raw).add(net.bias).tanh()
  //   return softmax(h.matmul(net.W2), 1).slice(0, 0, 1)
  //   > It no longer gives NaN, but now the probabilities are the same after every context. The row is its own mean
  //   > here, so nothing is left when you subtract it.
  // wrong (wrong operand):
  //   const x = net.C.index(tensor(context)).view(1, -1).matmul(net.W1)
  //   const mean = x.mean(1, { keepdim: true })
  //   const variance = x.var(1, { keepdim: true, unbiased: true })
  //   const raw = x.sub(mean).mul(variance.add(1e-5).pow(-0.5))
  //   const h = net.gain.mul(raw).add(net.bias).tanh()
  //   return softmax(h.matmul(net.W2), 1)
  //   > Your mean and variance go over the hidden units of one row. The network was trained with a mean and a
  //   > variance for each unit, taken over many rows.
  // wrong (wrong operand):
  //   const x = net.C.index(tensor(context)).view(1, -1).matmul(net.W1)
  //   const mean = x.mean(0, { keepdim: true })
  //   const variance = x.var(0, { keepdim: true, unbiased: true })
  //   const raw = x.sub(net.mean).mul(variance.add(1e-5).pow(-0.5))
  //   const h = net.gain.mul(raw).add(net.bias).tanh()
  //   return softmax(h.matmul(net.W2), 1)
  //   > All 27 probabilities are NaN. Where does the first NaN come from?
  // wrong (wrong operand):
  //   const x = net.C.index(tensor(context)).view(1, -1).matmul(net.W1)
  //   const mean = x.mean(0, { keepdim: true })
  //   const variance = x.var(0, { keepdim: true, unbiased: true })
  //   const raw = x.sub(mean).mul(net.variance.add(1e-5).pow(-0.5))
  //   const h = net.gain.mul(raw).add(net.bias).tanh()
  //   return softmax(h.matmul(net.W2), 1)
  //   > It no longer gives NaN, but now the probabilities are the same after every context. The row is its own mean
  //   > here, so nothing is left when you subtract it.
  // wrong (sign, factor):
  //   const x = net.C.index(tensor(context)).view(1, -1).matmul(net.W1)
  //   const raw = x.sub(net.mean).mul(net.variance.add(1e-5).pow(0.5))
  //   const h = net.gain.mul(raw).add(net.bias).tanh()
  //   return softmax(h.matmul(net.W2), 1)
  //   > You multiply by the standard deviation. Divide by it: the exponent is -0.5.
  // wrong (sign, factor):
  //   const x = net.C.index(tensor(context)).view(1, -1).matmul(net.W1)
  //   const raw = x.sub(net.mean).div(net.variance.add(1e-5))
  //   const h = net.gain.mul(raw).add(net.bias).tanh()
  //   return softmax(h.matmul(net.W2), 1)
  //   > You divide by the variance. Divide by its square root.
  // wrong (sign, factor):
  //   const x = net.C.index(tensor(context)).view(1, -1).matmul(net.W1)
  //   const raw = x.sub(net.mean).mul(net.variance)
  //   const h = net.gain.mul(raw).add(net.bias).tanh()
  //   return softmax(h.matmul(net.W2), 1)
  //   > You multiply by the variance. Divide by its square root, as the training does.
  // wrong (a use forgotten):
  //   const x = net.C.index(tensor(context)).view(1, -1).matmul(net.W1)
  //   const raw = x.sub(net.mean)
  //   const h = net.gain.mul(raw).add(net.bias).tanh()
  //   return softmax(h.matmul(net.W2), 1)
  //   > The variance is not used. Divide by its square root.
  // wrong (a use forgotten):
  //   const x = net.C.index(tensor(context)).view(1, -1).matmul(net.W1)
  //   const raw = x.mul(net.variance.add(1e-5).pow(-0.5))
  //   const h = net.gain.mul(raw).add(net.bias).tanh()
  //   return softmax(h.matmul(net.W2), 1)
  //   > The mean is not subtracted.
  // wrong (a use forgotten):
  //   const x = net.C.index(tensor(context)).view(1, -1).matmul(net.W1)
  //   const h = net.gain.mul(x).add(net.bias).tanh()
  //   return softmax(h.matmul(net.W2), 1)
  //   > You left out the normalization. The network was trained with it: subtract net.mean and divide by the square
  //   > root of net.variance.
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
// hint: There are two good answers: what you see in the result, and why. What does `probabilities` return as it
//       is? Print it: console.log works in a check.
// hint: 27 times the same, and it isn't a number.
// hint: NaN is not finite.
export function family(): Family {
  // answer
  return 'not finite'
  // end answer
  // wrong (stale or aliased): return 'stale or aliased'
  //   > Nothing old is used: everything is computed from this one row. That's the trouble.
  // wrong (reduction): return 'reduction'
  //   > The mean goes over the right dimension. But there is only one row in it. What does that lead to?
  // wrong (index): return 'index'
  //   > The rows of C are the right ones. Look at what comes out in the end.
  // wrong (fused formulas): return 'fused formulas'
  //   > No formula is wrong. These lines were right for 32 rows.
}

// %% check
import type { Check } from 'backprop-ninja'
import { familyPair } from './family.ts'

type Learner = Pick<typeof import('./09_nothing_comes_out.ts'), 'probabilities' | 'invent' | 'family'>

/** The probabilities, number by number. */
function plain({ C, W1, gain, bias, mean, variance, W2 }: Net, context: readonly number[]): Tensor {
  const times = (row: readonly number[], W: Tensor): number[] =>
    Array.from({ length: W.shape[1] }, (_, j) => row.reduce((sum, x, i) => sum + x * W.at(i, j), 0))
  const x = times(
    context.flatMap(row => [0, 1].map(i => C.at(row, i))),
    W1,
  )
  const h = x.map((value, j) => {
    const raw = (value - mean.data[j]) / Math.sqrt(variance.data[j] + 1e-5)
    return Math.tanh(gain.data[j] * raw + bias.data[j])
  })
  const powers = times(h, W2).map(Math.exp)
  return tensor([powers.map(power => power / powers.reduce((a, b) => a + b))])
}

export const check: Check<Learner> = (learner, { g }) => {
  const hidden = 8
  const net: Net = {
    C: g.randn(27, 2),
    W1: g.randn(6, hidden),
    gain: g.randn(1, hidden).mul(0.2).add(1),
    bias: g.randn(1, hidden).mul(0.2),
    mean: g.randn(1, hidden),
    variance: g.uniform([1, hidden], 2, 9),
    W2: g.randn(hidden, 27),
  }
  const numbers = Array.from(g.uniform([300]).data)
  return [
    {
      name: 'probabilities after "..."',
      blank: 'probabilities',
      learner: () => learner.probabilities(net, [0, 0, 0]),
      learned: 'uses the mean and variance of many rows; the variance of one row is NaN',
    },
    {
      name: 'probabilities after ".em"',
      blank: 'probabilities',
      learner: () => learner.probabilities(net, [0, 5, 13]),
      expected: () => plain(net, [0, 5, 13]),
    },
    {
      name: 'five names',
      blank: 'probabilities',
      learner: () => {
        let at = 0
        return [1, 2, 3, 4, 5].map(() => learner.invent(net, () => numbers[at++]))
      },
      learned: 'gibberish, since these weights are random; but no longer empty',
    },
    familyPair({
      blank: 'family',
      given: learner.family,
      secret: ['not finite', 'wrong operand'],
      learned:
        'not finite is what you see: 0 / 0, and NaN from there on; wrong operand is why: the variance of one row for that of the training',
    }),
  ]
}
