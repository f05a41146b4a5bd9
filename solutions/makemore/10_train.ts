// %% [markdown]
// # 10 · Train the network
//
// Everything you have derived comes together: with your gradients a network learns to invent names. No
// autograd helps. When all rows below are right,
//
//     npx ninja train
//
// calls your functions once a step, 200,000 times, and nothing but your functions. At the end it shows names
// that nobody has ever had. `npx ninja sample` invents more of them.
//
// One step of the training:
//
//     1.  draw 32 examples                                         Xb, Yb
//     2.  forward                                                  the loss
//     3.  backward, with your functions from below                 dC, dW1, db1, ...
//     4.  move each parameter a little, against its gradient       your function update
//
// ## Why every gradient must be right
//
// The loss does not tell. With a wrong line it mostly still falls, only less far. After 50,000 steps of a
// network like this one, the loss on names that it has not seen was
//
//     all gradients right                                          2.1510
//     batchnorm with n in the place of n - 1                       2.1510
//     batchnorm without the part through the variance              2.1518
//     the embedding's gradient overwritten, not added up           2.1551
//     the embedding never trained                                  2.1648
//
// Nobody finds a mistake in such a list. That is why `train` begins with a check, and checks again on the way.
//
// ## The forward pass
//
// It is the short one: batchnorm as in exercise 09, cross-entropy as in exercise 08. You have derived all of
// it before. Write it once more, or fetch your lines from there.

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
// Here are 13 gradients. Seven are those of the parameters; the other six are stops on the way. In training
// each function runs 200,000 times, so a short formula pays.

// %% logits feeds loss = crossEntropy(logits, Yb)
// hint: Exercise 08. Each score pulls the loss by its probability; the right character's score pulls the
//       other way besides.
// hint: The probability of each character, minus 1 for the right one, and each example counts one n-th.
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
// hint: Exercise 03. A list that is added to each row.
// hint: What was copied is summed.
// hint: dlogits.sum(...), so that (vocab) is left.
export function db2({ dlogits }: Scope): Tensor {
  // answer (vocab)
  return dlogits.sum(0)
  // end answer
}

// %% hpreact feeds h = hpreact.tanh()
// hint: Exercise 04. Element by element.
// hint: The slope of tanh is 1 minus the square of its output.
// hint: tensor(1).sub(...), then times what comes from above.
export function dhpreact({ h, dh }: Scope): Tensor {
  // answer (n, n_hidden)
  return tensor(1).sub(h.pow(2)).mul(dh)
  // end answer
}

// %% bngain feeds hpreact = bngain.mul(bnraw).add(bnbias)
// hint: Exercise 05. A product, in which this tensor is one row for a whole table.
// hint: The other factor times what comes from above, then a sum over what was copied.
// hint: bnraw.mul(...).sum(...), with the shape kept at (1, n_hidden).
export function dbngain({ bnraw, dhpreact }: Scope): Tensor {
  // answer (1, n_hidden)
  return bnraw.mul(dhpreact).sum(0, { keepdim: true })
  // end answer
}

// %% bnbias feeds hpreact = bngain.mul(bnraw).add(bnbias)
// hint: Exercise 05. A row that is added to a whole table.
// hint: What was copied is summed.
// hint: dhpreact.sum(...), with the shape kept at (1, n_hidden).
export function dbnbias({ dhpreact }: Scope): Tensor {
  // answer (1, n_hidden)
  return dhpreact.sum(0, { keepdim: true })
  // end answer
}

// %% hprebn feeds bnmean, bnvar and bnraw
// hint: Exercise 09. Each element acts in three ways: by itself, through the mean of its column, and through
//       the variance of its column.
// hint: dhpreact times n, minus its sum down the column, minus bnraw times the sum of dhpreact * bnraw; one
//       factor of the last term comes from the n - 1 of the variance. All of it times bngain, bnvar_inv and
//       1/n.
// hint: bngain.mul(bnvar_inv).div(n).mul(bracket). Two of the three sums in the bracket are dbnbias and
//       dbngain: you have them already.
export function dhprebn({ n, bngain, bnvar_inv, bnraw, dhpreact, dbngain, dbnbias }: Scope): Tensor {
  // answer (n, n_hidden)
  const byVariance = bnraw.mul(dbngain).mul(n / (n - 1))
  return bngain.mul(bnvar_inv).div(n).mul(dhpreact.mul(n).sub(dbnbias).sub(byVariance))
  // end answer
}

// %% embcat feeds hprebn = embcat.matmul(W1).add(b1)
// hint: Exercise 06, and dh in exercise 03.
// hint: A product of two matrices: the gradient of the result, times the right factor turned over.
// hint: dhprebn.matmul(...): something of shape (n_hidden, block * n_embd).
export function dembcat({ W1, dhprebn }: Scope): Tensor {
  // answer (n, block * n_embd)
  return dhprebn.matmul(W1.T)
  // end answer
}

// %% W1 feeds hprebn = embcat.matmul(W1).add(b1)
// hint: Exercise 06, and dW2 in exercise 03.
// hint: A product of two matrices: the left factor turned over, times the gradient of the result.
// hint: Something of shape (block * n_embd, n), then .matmul(...).
export function dW1({ embcat, dhprebn }: Scope): Tensor {
  // answer (block * n_embd, n_hidden)
  return embcat.T.matmul(dhprebn)
  // end answer
}

// %% b1 feeds hprebn = embcat.matmul(W1).add(b1)
// hint: Exercise 06, and db2 in exercise 03.
// hint: What was copied is summed.
// hint: dhprebn.sum(...), so that (n_hidden) is left.
export function db1({ dhprebn }: Scope): Tensor {
  // answer (n_hidden)
  return dhprebn.sum(0)
  // end answer
}

// %% emb feeds embcat = emb.view(n, -1)
// hint: Exercise 06. The same numbers, arranged otherwise.
// hint: Bring dembcat into the shape that emb has.
// hint: dembcat.view(...)
export function demb({ emb, dembcat }: Scope): Tensor {
  // answer (n, block, n_embd)
  return dembcat.view(emb.shape)
  // end answer
}

// %% C feeds emb = C.index(Xb)
// hint: Exercise 06. Each vector of demb belongs to one row of C.
// hint: Zeros in the shape of C; a row that was picked several times collects from all of them.
// hint: zerosLike(C), then the method that adds at indices: Xb says where, and what is added?
export function dC({ C, Xb, demb }: Scope): Tensor {
  // answer (vocab, n_embd)
  return zerosLike(C).indexAdd(Xb, demb)
  // end answer
}

// %% [markdown]
// ## The update
//
// `update` is called for each parameter once a step: `p` is the parameter, `grad` its gradient, `lr` the
// learning rate, a number such as 0.1. It returns what the parameter is from then on. In PyTorch this is
// `p.data += -lr * p.grad`; tensors here never change, so a new one is returned.

// %% One step down
// hint: The gradient says in which direction the loss grows fastest. Where do you want to go?
// hint: A small step the other way: the new value is the old one, minus the learning rate times the gradient.
// hint: p.sub(...): the gradient, times a number.
export function update(p: Tensor, grad: Tensor, lr: number): Tensor {
  // answer
  return p.sub(grad.mul(lr))
  // end answer
  // wrong (sign, factor): return p.add(grad.mul(lr))
  // wrong (sign, factor): return p.sub(grad)
  // wrong (sign, factor): return p.sub(grad.div(lr))
  // wrong (a use forgotten): return grad.mul(lr)
  // wrong (a use forgotten): return grad.mul(-lr)
  // wrong (sign, factor): return p.sub(grad.mul(0.1))
  // wrong (-): return p
  // wrong (-): return p.mul(1 - lr)
}

// %% check
import { chart, type Pair, randomBatch, type Source } from 'backprop-ninja'

interface Learner extends Readonly<Record<string, unknown>> {
  readonly update: typeof update
}

export function check(learner: Learner, { g }: Source): readonly Pair[] {
  const table = { p: g.randn(3, 4), grad: g.randn(3, 4), lr: 0.1, name: 'update(p, grad, 0.1)' }
  const list = { p: g.randn(5), grad: g.randn(5), lr: 0.01, name: 'update(p, grad, 0.01)' }
  return [table, list].map(({ p, grad, lr, name }) => ({
    name,
    blank: 'update',
    learner: () => learner.update(p, grad, lr),
    expected: p.sub(grad.mul(lr)),
    slips: [
      {
        family: 'sign, factor',
        value: p.add(grad.mul(lr)),
        message: 'The step goes up. The gradient points where the loss grows: take it away from `p`.',
      },
      {
        family: 'sign, factor',
        value: p.sub(grad),
        message: 'The learning rate is missing. Multiply the gradient by `lr` before you take it away.',
      },
      {
        family: 'sign, factor',
        value: p.sub(grad.div(lr)),
        message: 'The gradient is divided by the learning rate. Multiply: a smaller `lr` is a smaller step.',
      },
      {
        family: 'sign, factor',
        value: p.sub(grad.mul(lr === 0.1 ? 0.01 : 0.1)),
        message: 'The step is not `lr` times the gradient. The rate changes on the way: use the number `lr`.',
      },
      {
        family: 'a use forgotten',
        value: grad.mul(-lr),
        message: 'This is the step alone. Return where it leads: add it to `p`.',
      },
      {
        family: 'a use forgotten',
        value: grad.mul(lr),
        message: 'This is the size of the step alone. Return where it leads: take it away from `p`.',
      },
    ],
  }))
}

/** A short training, to see that it learns. */
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
    'The real training is 200,000 steps and a larger network:  npx ninja train',
  ].join('\n')
}

function lazily(scope: object, name: string, make: () => Tensor): void {
  let made: Tensor | null = null
  Object.defineProperty(scope, name, { get: () => (made ??= make()) })
}
