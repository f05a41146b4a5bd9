// %% [markdown]
// # 09 · Nothing comes out
//
// ## The program
//
// The network of makemore has been trained. All gradients were right, the loss is 2.11 on names that it has
// not seen. Now it is to invent names, letter by letter: it reads the last three characters, gives a
// probability to each of the 27, and one of them is drawn. The full stop ends the name.
//
// During training, batchnorm takes the mean and the variance of the batch. It also keeps the running ones:
// `net.mean` and `net.variance` are those of all batches, on average.
//
// ## What was observed
//
// 20 names were drawn. All of them are empty. There was no error.
//
// For the first probabilities the program used the lines of the training: they had worked well for 200,000
// steps.

// %%
import { type Family, softmax, type Tensor, tensor } from 'backprop-ninja'

// %% The trained network
export interface Net {
  readonly C: Tensor        // (27, n_embd)
  readonly W1: Tensor       // (3 * n_embd, n_hidden)
  readonly gain: Tensor     // (1, n_hidden)
  readonly bias: Tensor     // (1, n_hidden)
  readonly mean: Tensor     // (1, n_hidden), the running mean of x
  readonly variance: Tensor // (1, n_hidden), the running variance of x
  readonly W2: Tensor       // (n_hidden, 27)
}

// %% The probabilities of the 27 characters, (1, 27), after a context of three
// hint: How many rows does x have here? And in training?
// hint: The unbiased variance divides by n - 1. With one row that is 0 / 0. And the other variance, over n,
//       would be 0: each row would be its own mean, and the context would be lost. So whose mean and
//       variance should it be?
// hint: The statistics of one row say nothing. Use net.mean and net.variance.
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
  // wrong (wrong operand):
  //   const x = net.C.index(tensor(context)).view(1, -1).matmul(net.W1)
  //   const mean = x.mean(0, { keepdim: true })
  //   const variance = x.var(0, { keepdim: true, unbiased: false })
  //   const raw = x.sub(mean).mul(variance.add(1e-5).pow(-0.5))
  //   const h = net.gain.mul(raw).add(net.bias).tanh()
  //   return softmax(h.matmul(net.W2), 1)
  // wrong (wrong operand):
  //   const x = net.C.index(tensor([context, context])).view(2, -1).matmul(net.W1)
  //   const mean = x.mean(0, { keepdim: true })
  //   const variance = x.var(0, { keepdim: true, unbiased: true })
  //   const raw = x.sub(mean).mul(variance.add(1e-5).pow(-0.5))
  //   const h = net.gain.mul(raw).add(net.bias).tanh()
  //   return softmax(h.matmul(net.W2), 1).slice(0, 0, 1)
  // wrong (wrong operand):
  //   const x = net.C.index(tensor(context)).view(1, -1).matmul(net.W1)
  //   const mean = x.mean(1, { keepdim: true })
  //   const variance = x.var(1, { keepdim: true, unbiased: true })
  //   const raw = x.sub(mean).mul(variance.add(1e-5).pow(-0.5))
  //   const h = net.gain.mul(raw).add(net.bias).tanh()
  //   return softmax(h.matmul(net.W2), 1)
  // wrong (-):
  //   const x = net.C.index(tensor(context)).view(1, -1).matmul(net.W1)
  //   const h = net.gain.mul(x).add(net.bias).tanh()
  //   return softmax(h.matmul(net.W2), 1)
  // wrong (-):
  //   const x = net.C.index(tensor(context)).view(1, -1).matmul(net.W1)
  //   const raw = x.sub(net.mean).mul(net.variance)
  //   const h = net.gain.mul(raw).add(net.bias).tanh()
  //   return softmax(h.matmul(net.W2), 1)
}

// %% A name: characters are drawn until the full stop, number 0
/** `random` gives a number from 0 up to 1. */
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

/** The first place up to which the probabilities add up to more than `at`; 0 if rounding leaves none. */
function draw(probs: ArrayLike<number>, at: number): number {
  let sum = 0
  for (let i = 0; i < probs.length; i++) {
    sum += probs[i]
    if (sum > at) return i
  }
  return 0
}

// %% [markdown]
// ## Why there was no error
//
// NaN is neither larger nor smaller than anything: `sum > at` is false for each of the 27 places. What is
// left is the last line of `draw`, which was meant for rounding, and 0 is the full stop.

// %% The family of the mistake
// hint: What does `probabilities` give, as it is? Print it: console.log works in a check.
// hint: 27 times the same, and it is no number.
// hint: NaN is not finite.
export function family(): Family {
  // answer
  return 'not finite'
  // end answer
  // wrong (stale or aliased): return 'stale or aliased'
  // wrong (reduction): return 'reduction'
  // wrong (index): return 'index'
}

// %% check
import type { Pair, Source } from 'backprop-ninja'
import { familyPair } from './family.ts'

interface Learner {
  readonly probabilities: typeof probabilities
  readonly invent: typeof invent
  readonly family: typeof family
}

/** The probabilities in plain numbers; `statistics`: what batchnorm takes off, and divides by. */
function plain(
  net: Net,
  context: readonly number[],
  statistics: (x: readonly number[]) => { mean: ArrayLike<number>; variance: ArrayLike<number> },
): number[][] {
  const input = context.flatMap(row => Array.from({ length: net.C.shape[1] }, (_, i) => net.C.at(row, i)))
  const times = (row: readonly number[], W: Tensor): number[] =>
    Array.from({ length: W.shape[1] }, (_, j) => row.reduce((sum, x, i) => sum + x * W.at(i, j), 0))
  const x = times(input, net.W1)
  const { mean, variance } = statistics(x)
  const h = x.map((value, j) => {
    const raw = (value - mean[j]) / Math.sqrt(variance[j] + 1e-5)
    return Math.tanh(net.gain.data[j] * raw + net.bias.data[j])
  })
  const powers = times(h, net.W2).map(Math.exp)
  const sum = powers.reduce((a, b) => a + b, 0)
  return [powers.map(power => power / sum)]
}

export function check(learner: Learner, { g }: Source): readonly Pair[] {
  const [embd, hidden] = [2, 8]
  const net: Net = {
    C: g.randn(27, embd),
    W1: g.randn(3 * embd, hidden),
    gain: g.randn(1, hidden).mul(0.2).add(1),
    bias: g.randn(1, hidden).mul(0.2),
    mean: g.randn(1, hidden),
    variance: g.uniform([1, hidden], 2, 9),
    W2: g.randn(hidden, 27),
  }
  const numbers = Array.from(g.uniform([300]).data)
  const running = () => ({ mean: net.mean.data, variance: net.variance.data })
  const own = (x: readonly number[]) => ({ mean: x, variance: x.map(() => 0) })
  const across = (x: readonly number[]) => {
    const mean = x.reduce((a, b) => a + b, 0) / x.length
    const variance = x.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (x.length - 1)
    return { mean: x.map(() => mean), variance: x.map(() => variance) }
  }
  const invented = (one: typeof invent): string[] => {
    let at = 0
    const random = () => numbers[at++]
    return Array.from({ length: 5 }, () => one(net, random))
  }
  const after = (name: string, context: readonly number[]): Pair => ({
    name: `probabilities after "${name}"`,
    blank: 'probabilities',
    learner: () => learner.probabilities(net, context),
    expected: () => tensor(plain(net, context, running)),
    slips: [
      {
        family: 'wrong operand',
        value: () => tensor(plain(net, context, own)),
        message:
          'No NaN any more, but now it is the same after every context. A row that is its own mean leaves nothing when the mean is taken off.',
      },
      {
        family: 'wrong operand',
        value: () => tensor(plain(net, context, across)),
        message:
          'Mean and variance are taken over the hidden units of one row. The network was trained with those of each unit, over many rows.',
      },
    ],
    ...(name === '...' ? { learned: 'with statistics of many rows; the variance of one row is NaN' } : {}),
  })
  return [
    after('...', [0, 0, 0]),
    after('.em', [0, 5, 13]),
    {
      name: 'five names',
      blank: 'probabilities',
      learner: () => invented(learner.invent),
      expected: () => invented(invent),
      slips: [
        {
          family: 'not finite',
          value: ['', '', '', '', ''],
          message: 'All names are empty. The probabilities are NaN: where does the first NaN come from?',
        },
      ],
      learned: 'gibberish, since these weights are random; but no longer empty',
    },
    familyPair(
      'family',
      learner.family,
      'not finite',
      {
        'stale or aliased':
          'Nothing old is used: everything is computed from this one row. That is the trouble.',
        reduction: 'The mean goes over the right dimension. Only there is one row in it. What comes of that?',
        index: 'The rows of C are the right ones. Look at what comes out in the end.',
        'wrong operand':
          'Of the tensors, yes: statistics of the row for those of all. But what do you see in the result, before you know why?',
        'fused formulas': 'No formula is wrong. It was right for 32 rows.',
      },
      '0 / 0 at one place, and everything after it is NaN',
    ),
  ]
}
