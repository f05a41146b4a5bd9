// %% [markdown]
// # 10 · Train the network
//
// Now everything that you derived comes together: with your gradients, a network learns to invent names. No
// autograd helps. When all rows below are right,
//
//     npx ninja train
//
// calls your functions once a step, 200,000 times, and nothing but your functions. At the end it shows names
// that nobody has ever had. `npx ninja sample` invents more of them.
//
// This is one step of the training:
//
//     1.  draw 32 examples                                         Xb, Yb
//     2.  forward                                                  the loss
//     3.  backward, with your functions from below                 dC, dW1, db1, ...
//     4.  move each parameter a little, against its gradient       your function update
//
// ## Why every gradient must be right
//
// The loss doesn't tell you. With a wrong line it usually still falls, only not as far. After 50,000 steps
// of a network like this one, the loss on names that it had not seen was
//
//     all gradients right                                          2.1510
//     batchnorm with n instead of n - 1                            2.1510
//     batchnorm without the part through the variance              2.1518
//     the embedding's gradient overwritten, not added up           2.1551
//     the embedding never trained                                  2.1648
//
// Nobody finds a mistake in a list like that. So `train` begins with a check, and it checks again along the
// way.
//
// ## The forward pass
//
// This is the short one, with batchnorm as in exercise 09 and cross-entropy as in exercise 08. You have
// derived all of it before. Write it once more, or let `npx ninja take 10` fill in your own lines from the
// exercises that you've passed, where they fit.

// %%
import { crossEntropy, oneHot, type ScopeOf, softmax, type Tensor, tensor, zerosLike } from 'backprop-ninja'

// %% include inputs.ts
export * from './inputs.ts'
import { inputs, sizes } from './inputs.ts'

// %% The forward pass, short
export function forward({ n, Xb, Yb, C, W1, b1, bngain, bnbias, W2, b2 }: ReturnType<typeof inputs>) {
  // the embedding
  const emb = C.index(Xb)                                          // (n, block, n_embd)
  const embcat = emb.view(n, -1)                                   // (n, block * n_embd)
  // the first linear layer
  const hprebn = embcat.matmul(W1).add(b1)                         // (n, n_hidden)
  // batchnorm
  const bnmean = hprebn.mean(0, { keepdim: true })                 // (1, n_hidden)
  const bnvar = hprebn.var(0, { keepdim: true, unbiased: true })   // (1, n_hidden)
  const bnvar_inv = bnvar.add(1e-5).pow(-0.5)                      // (1, n_hidden)
  const bnraw = hprebn.sub(bnmean).mul(bnvar_inv)                  // (n, n_hidden)
  const hpreact = bngain.mul(bnraw).add(bnbias)                    // (n, n_hidden)
  // the non-linearity
  const h = hpreact.tanh()                                         // (n, n_hidden)
  // the second linear layer
  const logits = h.matmul(W2).add(b2)                              // (n, vocab)
  // cross-entropy
  const loss = crossEntropy(logits, Yb)                            // a single number
  return { emb, embcat, hprebn, bnmean, bnvar, bnvar_inv, bnraw, hpreact, h, logits, loss }
}
export type Scope = ScopeOf<typeof inputs, typeof forward>

// %% [markdown]
// ## Going backwards
//
// You need 13 gradients. Seven belong to the parameters, and the other six are stops on the way. In
// training, each function runs 200,000 times, so a short formula pays off.

// %% logits feeds loss = crossEntropy(logits, Yb)
// hint: Exercise 08. Each score raises the loss by its probability. The right character's score also lowers
//       it.
// hint: The probability of each character, minus 1 for the right one. And each example counts 1/n.
// hint: softmax(logits, 1), minus oneHot(...), then .div(...).
export function dlogits({ n, vocab, Yb, logits }: Scope): Tensor {
  // answer (n, vocab)
  return softmax(logits, 1).sub(oneHot(Yb, vocab)).div(n)
  // end answer
}

// %% h feeds logits = h.matmul(W2).add(b2)
// hint: Exercise 03. Let the shapes guide you.
// hint: dh[i][k] is the sum over j of dlogits[i][j] * W2[k][j].
// hint: dlogits.matmul(...): something of shape (vocab, n_hidden).
export function dh({ W2, dlogits }: Scope): Tensor {
  // answer (n, n_hidden)
  return dlogits.matmul(W2.T)
  // end answer
}

// %% W2 feeds logits = h.matmul(W2).add(b2)
// hint: Exercise 03. An element of W2 is used once for each example.
// hint: dW2[k][j] is the sum over i of h[i][k] * dlogits[i][j].
// hint: Something of shape (n_hidden, n), then .matmul(...).
export function dW2({ h, dlogits }: Scope): Tensor {
  // answer (n_hidden, vocab)
  return h.T.matmul(dlogits)
  // end answer
}

// %% b2 feeds logits = h.matmul(W2).add(b2)
// hint: Exercise 03. This list is added to each row.
// hint: Sum over what was copied.
// hint: dlogits.sum(...), which must leave the shape (vocab).
export function db2({ dlogits }: Scope): Tensor {
  // answer (vocab)
  return dlogits.sum(0)
  // end answer
}

// %% hpreact feeds h = hpreact.tanh()
// hint: Exercise 04. Element by element.
// hint: The slope of tanh is 1 minus the square of its output.
// hint: tensor(1).sub(...), then times the upstream gradient.
export function dhpreact({ h, dh }: Scope): Tensor {
  // answer (n, n_hidden)
  return tensor(1).sub(h.pow(2)).mul(dh)
  // end answer
}

// %% bngain feeds hpreact = bngain.mul(bnraw).add(bnbias)
// hint: Exercise 05. It's a product in which this tensor is one row for a whole table.
// hint: Multiply the other factor by the upstream gradient, then sum over what was copied.
// hint: bnraw.mul(...).sum(...), and keep the shape (1, n_hidden).
export function dbngain({ bnraw, dhpreact }: Scope): Tensor {
  // answer (1, n_hidden)
  return bnraw.mul(dhpreact).sum(0, { keepdim: true })
  // end answer
}

// %% bnbias feeds hpreact = bngain.mul(bnraw).add(bnbias)
// hint: Exercise 05. This row is added to a whole table.
// hint: Sum over what was copied.
// hint: dhpreact.sum(...), and keep the shape (1, n_hidden).
export function dbnbias({ dhpreact }: Scope): Tensor {
  // answer (1, n_hidden)
  return dhpreact.sum(0, { keepdim: true })
  // end answer
}

// %% hprebn feeds bnmean, bnvar and bnraw
// hint: Exercise 09. Each element acts in three ways: directly, through the mean of its column, and through
//       the variance of its column.
// hint: dhpreact times n, minus its sum down the column, minus bnraw times the sum of dhpreact * bnraw. One
//       factor in the last term comes from the n - 1 of the variance. Multiply all of it by bngain,
//       bnvar_inv and 1/n.
// hint: bngain.mul(bnvar_inv).div(n).mul(bracket). The two sums in the bracket are dbnbias and dbngain: you
//       already have them.
export function dhprebn({ n, bngain, bnvar_inv, bnraw, dhpreact, dbngain, dbnbias }: Scope): Tensor {
  // answer (n, n_hidden)
  const byVariance = bnraw.mul(dbngain).mul(n / (n - 1))
  return bngain.mul(bnvar_inv).div(n).mul(dhpreact.mul(n).sub(dbnbias).sub(byVariance))
  // end answer
}

// %% embcat feeds hprebn = embcat.matmul(W1).add(b1)
// hint: Exercise 06, and dh in exercise 03.
// hint: A product of two matrices: the gradient of the result, times the right factor transposed.
// hint: dhprebn.matmul(...): something of shape (n_hidden, block * n_embd).
export function dembcat({ W1, dhprebn }: Scope): Tensor {
  // answer (n, block * n_embd)
  return dhprebn.matmul(W1.T)
  // end answer
}

// %% W1 feeds hprebn = embcat.matmul(W1).add(b1)
// hint: Exercise 06, and dW2 in exercise 03.
// hint: A product of two matrices: the left factor transposed, times the gradient of the result.
// hint: Something of shape (block * n_embd, n), then .matmul(...).
export function dW1({ embcat, dhprebn }: Scope): Tensor {
  // answer (block * n_embd, n_hidden)
  return embcat.T.matmul(dhprebn)
  // end answer
}

// %% b1 feeds hprebn = embcat.matmul(W1).add(b1)
// hint: Exercise 06, and db2 in exercise 03.
// hint: Sum over what was copied.
// hint: dhprebn.sum(...), which must leave the shape (n_hidden).
export function db1({ dhprebn }: Scope): Tensor {
  // answer (n_hidden)
  return dhprebn.sum(0)
  // end answer
}

// %% emb feeds embcat = emb.view(n, -1)
// hint: Exercise 06. The same numbers in another arrangement.
// hint: Give dembcat the shape of emb.
// hint: dembcat.view(...)
export function demb({ emb, dembcat }: Scope): Tensor {
  // answer (n, block, n_embd)
  return dembcat.view(emb.shape)
  // end answer
}

// %% C feeds emb = C.index(Xb)
// hint: Exercise 06. Each vector of demb belongs to one row of C.
// hint: Start with zeros in the shape of C. A row that was picked several times collects from every place.
// hint: zerosLike(C), then the method that adds at indices. Xb says where. What do you add?
export function dC({ C, Xb, demb }: Scope): Tensor {
  // answer (vocab, n_embd)
  return zerosLike(C).indexAdd(Xb, demb)
  // end answer
}

// %% [markdown]
// ## The update
//
// `update` is called for each parameter, once a step: `p` is the parameter, `grad` is its gradient, and `lr`
// is the learning rate, a number such as 0.1. It returns the parameter's new value. In PyTorch you would
// write `p.data += -lr * p.grad`. Tensors never change here, so you return a new one.

// %% One step down
// hint: The gradient tells you in which direction the loss grows fastest. Where do you want to go?
// hint: Take a small step the other way: the old value, minus the learning rate times the gradient.
// hint: p.sub(...): the gradient, times a number.
export function update(p: Tensor, grad: Tensor, lr: number): Tensor {
  // answer
  return p.sub(grad.mul(lr))
  // end answer
  // wrong (sign, factor): return p.add(grad.mul(lr))
  //   > Your step goes up. The gradient points to where the loss grows: subtract it from `p`.
  // wrong (sign, factor): return p.sub(grad)
  //   > The learning rate is missing. Multiply the gradient by `lr` before you subtract it.
  // wrong (sign, factor): return p.sub(grad.div(lr))
  //   > You divided by the learning rate. Multiply by it: a smaller `lr` makes a smaller step.
  // wrong (sign, factor): return p.sub(grad.mul(0.1))
  //   > Your rate is always 0.1. Use the number `lr`: the rate changes during the training.
  // wrong (sign, factor): return p.sub(grad).mul(lr)
  //   > You multiplied the whole difference by `lr`. Multiply only the gradient by it.
  // wrong (a use forgotten): return p.sub(lr)
  //   > You subtracted the learning rate itself. Multiply it by the gradient first.
  // wrong (a use forgotten): return grad.mul(lr)
  //   > This is the size of the step alone. Return where it leads: subtract it from `p`.
  // wrong (a use forgotten): return grad.mul(-lr)
  //   > This is the step alone. Return where it leads: add it to `p`.
  // wrong (a use forgotten): return p
  //   > You returned `p` as it was. Tensors never change: `p.sub(…)` makes a new one, so return that.
  // wrong (-): return p.mul(1 - lr)
}

// %% check
import { type Check, chart, randomBatch, type Source } from 'backprop-ninja'

type Learner = Readonly<Record<string, unknown>> & { readonly update: typeof update }

export const check: Check<Learner> = (learner, { g }) => {
  const [p, grad] = [g.randn(3, 4), g.randn(3, 4)]
  return [
    { name: 'update(p, grad, 0.1)', blank: 'update', learner: () => learner.update(p, grad, 0.1) },
    {
      name: 'update(p, grad, 0.01)',
      blank: 'update',
      learner: () => learner.update(tensor([1, 2]), tensor([10, -30]), 0.01),
      expected: tensor([0.9, 2.3]),
    },
  ]
}

/** A short training, so that you see it learn. */
export function picture(learner: Learner, { g, names }: Source): string {
  const steps = 150
  const { Xb: _, Yb: __, ...start } = inputs(sizes.lecture, { g, names })
  const { n, vocab, ...first } = start
  let parameters: Record<string, Tensor> = first
  const losses: number[] = []
  for (let step = 0; step < steps; step++) {
    const batch = { n, vocab, ...parameters, ...randomBatch(names, g, n, sizes.lecture.block) }
    const scope: Record<string, unknown> = { ...batch, ...forward(batch as ReturnType<typeof inputs>) }
    losses.push((scope.loss as Tensor).item())
    for (const name of Object.keys(scope)) {
      const backward = learner[`d${name}`] as ((scope: object) => Tensor) | undefined
      if (backward !== undefined) lazily(scope, `d${name}`, () => backward(scope))
    }
    parameters = Object.fromEntries(
      Object.keys(first).map(name => [
        name,
        learner.update(parameters[name], scope[`d${name}`] as Tensor, 0.1),
      ]),
    )
  }
  const last = losses.map((_, i) => losses.slice(Math.max(0, i - 9), i + 1))
  const means = last.map(list => list.reduce((a, b) => a + b) / list.length)
  return [
    `The first ${steps} steps with your gradients:`,
    '',
    chart(
      { x: means.map((_, i) => i + 1), y: means },
      { height: 10, x: { label: 'step' }, y: { label: 'loss' } },
    ),
    '',
    'The real training takes 200,000 steps, with a larger network:  npx ninja train',
  ].join('\n')
}

function lazily(scope: object, name: string, make: () => Tensor): void {
  let made: Tensor | null = null
  Object.defineProperty(scope, name, { get: () => (made ??= make()) })
}

// %% recipe
import { batchAt, type Chunk, deckOf, drawFrom, type Inputs, type Recipe, type Tensors } from 'backprop-ninja'

/** Characters that the network sees before the one it guesses. */
const block = 3
/** Examples at once when the loss is measured: few enough for a processor's cache. */
const chunk = 512

/** (n, n_hidden) */
const hprebnOf = ({ C, W1, b1 }: Tensors, Xb: Tensor): Tensor =>
  C.index(Xb).view(Xb.shape[0], -1).matmul(W1).add(b1)

/** (n, vocab), with batchnorm's statistics fixed, so that an example does not depend on its batch. */
function logitsOf(parameters: Tensors, { mean, variance }: Tensors, Xb: Tensor): Tensor {
  const { bngain, bnbias, W2, b2 } = parameters
  const bnraw = hprebnOf(parameters, Xb).sub(mean).mul(variance.add(1e-5).pow(-0.5))
  return bngain.mul(bnraw).add(bnbias).tanh().matmul(W2).add(b2)
}

/** The lecture's, but for the length of its training. */
export const recipe: Recipe<'hidden' | 'embd' | 'decayAt'> = {
  options: {
    steps: { what: 'training steps', usual: 200_000, least: 1, most: 1e9 },
    // A batch of one has no variance.
    batch: { what: 'examples in each step', usual: 32, least: 2, most: 10_000 },
    hidden: { what: 'neurons of the hidden layer', usual: 200, least: 1, most: 5000 },
    embd: { what: 'numbers for each character', usual: 10, least: 1, most: 1000 },
    lr: { what: 'learning rate', usual: 0.1, least: 0, most: 1e30 },
    decayAt: {
      what: 'divide the rate by ten after this share of the steps',
      usual: 0.5,
      least: 0,
      most: 1,
      whole: false,
    },
  },
  sizes: ({ batch, hidden, embd }) => ({ n: batch, block, n_embd: embd, n_hidden: hidden }),
  largest: ({ batch, hidden }) => batch * hidden,
  parameters({ batch, hidden, embd }, source) {
    const drawn = inputs({ n: batch, block, n_embd: embd, n_hidden: hidden }, source)
    const { n: _, vocab: __, Xb: ___, Yb: ____, ...parameters } = drawn
    return parameters
  },
  batches({ batch: n }, names) {
    const deck = deckOf(batchAt(names, Array.from(names.text, (_, i) => i), block))
    const vocab = names.vocabulary.length
    return (_, g) => [{ batch: { n, vocab, ...drawFrom(deck, g, n) }, weight: 1 }]
  },
  rate: ({ steps, lr, decayAt }, step) => (step < decayAt * steps ? lr : lr / 10),
  examples: (_, names) =>
    Array.from({ length: Math.ceil(names.text.length / chunk) }, (_, i): Chunk => {
      const count = Math.min(chunk, names.text.length - i * chunk)
      const positions = Array.from({ length: count }, (_, row) => i * chunk + row)
      return { batch: { ...batchAt(names, positions, block) }, count }
    }),
  calibrate: {
    what: 'measuring batchnorm over all names',
    run({ parameters }, examples, inStep) {
      const columns = parameters.b1.shape[0]
      let n = 0
      const total = (term: (hprebn: Tensor) => Tensor): Float64Array => {
        const sums = new Float64Array(columns)
        n = 0
        for (const { batch, count } of examples) {
          const data = inStep(() => term(hprebnOf(parameters, batch.Xb as Tensor)).sum(0).data)
          for (let i = 0; i < columns; i++) sums[i] += data[i]
          n += count
        }
        return sums
      }
      const row = (numbers: Float64Array, by: number): Tensor => tensor([[...numbers.map(sum => sum / by)]])
      const sums = total(hprebn => hprebn)
      const mean = row(sums, n)
      const squares = total(hprebn => hprebn.sub(mean).pow(2))
      return { mean, variance: row(squares, n - 1) }
    },
  },
  evaluate: ({ parameters, calibrated }, { Xb, Yb }: Inputs) =>
    crossEntropy(logitsOf(parameters, calibrated, Xb as Tensor), Yb as Tensor),
  scores({ parameters, calibrated }, name) {
    const context = [...new Array<number>(block).fill(0), ...name].slice(-block)
    return logitsOf(parameters, calibrated, tensor([context]))
  },
  pictures: ({ values, gradient, vocabulary }) => [
    {
      file: 'dlogits',
      what: 'dlogits of the last batch',
      title: 'dlogits of the last batch: red pulls a score down, blue up',
      table: gradient('logits'),
      rows: 'examples',
      columns: vocabulary,
      framed: [...(values.Yb as Tensor).data],
    },
  ],
}
