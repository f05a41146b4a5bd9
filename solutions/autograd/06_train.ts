// %% [markdown]
// # 06 · Your autograd trains a network
//
// Now everything comes together. A network reads three letters of a name and guesses the next one:
//
//     X (n, 3)                 the numbers of three letters, n times; 0 is the full stop that ends a name
//       C.index                each letter becomes the row of C with its number: (n, 3, n_embd)
//       view                   the three rows of an example, one after the other: (n, 3 * n_embd)
//       @ W1 + b1, tanh        a layer: (n, n_hidden)
//       @ W2 + b2              one score for each letter of the alphabet: (n, vocab)
//       crossEntropy           the loss: how bad the guesses are, if Y (n) has the right letters
//
// `C`, `W1`, `b1`, `W2` and `b2` are the parameters, five Values. You write the forward pass, and one round of
// training. Nobody writes a backward pass: that's what your autograd is for.
//
// ## One round
//
// In PyTorch, one round of training is four lines. Yours does the same:
//
//     optimizer.zero_grad()        every gradient starts from zero
//     loss = model(X, Y)           forward
//     loss.backward()              backward
//     optimizer.step()             each parameter moves against its gradient
//
// The first line is easily forgotten, and there's no error without it. But `receive` **adds**, and the
// parameters are the same Values in every round. So what one round left in `grad` would count in all later ones.
//
// | tool | what it gives |
// |---|---|
// | `Object.values(net)` | the list [C, W1, b1, W2, b2] |
// | `zerosLike(p.data)` | a tensor of zeros |
// | `X.shape[0]` | n; `v.view(n, -1)`: n rows, as wide as it takes |
// | `loss.data.item()` | the number in a tensor that has only one |

// %%
import { type Generator, type Tensor, zeros, zerosLike } from 'backprop-ninja'

// %% The network: each of its Values is made from a tensor, and from nothing else
export interface Net {
  C: Value // (vocab, n_embd)
  W1: Value // (3 * n_embd, n_hidden)
  b1: Value // (n_hidden)
  W2: Value // (n_hidden, vocab)
  b2: Value // (vocab)
}

// %% The loss of the network for a batch
// hint: Five lines of the text, five steps. Each has a method or a function of yours.
// hint: First the rows of C, side by side: net.C.index(X).view(n, -1). Then the layer with tanh, then the layer without,
//       then crossEntropy with Y.
// hint: const h = net.C.index(X).view(X.shape[0], -1).matmul(...).add(...).tanh(), then
//       crossEntropy(h.matmul(...).add(...), Y).
export function lossOf(net: Net, X: Tensor, Y: Tensor): Value {
  // answer
  const h = net.C.index(X).view(X.shape[0], -1).matmul(net.W1).add(net.b1).tanh()
  return crossEntropy(h.matmul(net.W2).add(net.b2), Y)
  // end answer
  // wrong (a use forgotten): const h = net.C.index(X).view(X.shape[0], -1).matmul(net.W1).add(net.b1).tanh(); return crossEntropy(h.matmul(net.W2).add(net.b2))
  //   > crossEntropy needs the right letters too: `crossEntropy(…, Y)`.
  // wrong (reduction): const h = net.C.index(X).sum(1).matmul(net.W1).add(net.b1).tanh(); return crossEntropy(h.matmul(net.W2).add(net.b2), Y)
  //   > You added up the rows of the letters. Each letter has weights of its own in W1: put the rows side by side,
  //   > view(n, -1).
  // wrong (a use forgotten): const h = net.C.index(X).view(X.shape[0], -1).matmul(net.W1).tanh(); return crossEntropy(h.matmul(net.W2).add(net.b2), Y)
  //   > The bias b1 is missing in the first layer.
  // wrong (a use forgotten): const h = net.C.index(X).view(X.shape[0], -1).matmul(net.W1).add(net.b1).tanh(); return crossEntropy(h.matmul(net.W2), Y)
  //   > The bias b2 is missing in the second layer.
  // wrong (a use forgotten): const h = net.C.index(X).view(X.shape[0], -1).matmul(net.W1).add(net.b1); return crossEntropy(h.matmul(net.W2).add(net.b2), Y)
  //   > tanh is missing. Without it, two layers are no more than one.
  // wrong (order): const h = net.C.index(X).view(X.shape[0], -1).matmul(net.W1).tanh().add(net.b1); return crossEntropy(h.matmul(net.W2).add(net.b2), Y)
  //   > You took tanh before you added b1. The layer is W1, then b1, then tanh.
  // wrong (wrong operand): const h = net.C.index(X).view(X.shape[0], -1).matmul(net.W1).add(net.b1).tanh(); return crossEntropy(h.matmul(net.W2).add(net.b2).tanh(), Y)
  //   > The scores went through tanh too. They may be any numbers: tanh is for the first layer only.
  // wrong (shape): const h = net.C.index(X).matmul(net.W1).add(net.b1).tanh(); return crossEntropy(h.matmul(net.W2).add(net.b2), Y)
  //   > Each example still has three rows. Put them side by side before W1: view(n, -1).
  // wrong (shape): const h = net.C.index(X).view(-1, net.W1.data.shape[0]).matmul(net.W1).add(net.b1).tanh(); return h.matmul(net.W2).add(net.b2).times(-1)
  //   > These are scores, one for each letter. A loss is one number: crossEntropy makes it.
  // wrong (a use forgotten): const h = new Value(net.C.data.index(X)).view(X.shape[0], -1).matmul(net.W1).add(net.b1).tanh(); return crossEntropy(h.matmul(net.W2).add(net.b2), Y)
  //   > The loss is right, but C gets no gradient. Use the Value, `net.C.index(X)`, not its data.
  // wrong (a use forgotten): const h = new Value(net.C.data.index(X).view(X.shape[0], -1).matmul(net.W1.data).add(net.b1.data).tanh()); return crossEntropy(h.matmul(net.W2).add(net.b2), Y)
  //   > The loss is right, but nothing comes back to the first layer. Use the Values in every step, not their data.
}

// %% One round of training. Returns the loss before the step
// hint: Four things, in the order of the text. The parameters are Object.values(net).
// hint: For each parameter p, set p.grad to zeros. Then make the loss, and go backward from it. Then each p.data becomes
//       p.data minus rate times p.grad.
// hint: In the last loop: p.data = p.data.sub(p.grad.mul(...)). Return loss.data.item().
export function trainOn(net: Net, X: Tensor, Y: Tensor, rate: number): number {
  // answer
  const all = Object.values(net) as Value[]
  for (const p of all) p.grad = zerosLike(p.data)
  const loss = lossOf(net, X, Y)
  backward(loss)
  for (const p of all) p.data = p.data.sub(p.grad.mul(rate))
  return loss.data.item()
  // end answer
  // wrong (shape): const all = Object.values(net); for (const p of all) p.grad = 0; const loss = lossOf(net, X, Y); backward(loss); for (const p of all) p.data = p.data.sub(p.grad.mul(rate)); return loss.data.item()
  //   > A gradient is a tensor, so set it to zeros of its shape: `zerosLike(p.data)`, not 0.
  // wrong (wrong operand): const all = Object.values(net); for (const p of all) p.grad = zerosLike(p.data); const loss = lossOf(net, X, Y); loss.backward(); for (const p of all) p.data = p.data.sub(p.grad.mul(rate)); return loss.data.item()
  //   > Your backward is a function, not a method: `backward(loss)`.
  // wrong (shape): const all = Object.values(net); for (const p of all) p.grad = zerosLike(p.data); const loss = lossOf(net, X, Y); backward(loss); for (const p of all) p.data = p.data.sub(p.grad.mul(rate)); return loss
  //   > You return the Value. Return the number in its tensor: `loss.data.item()`.
  // wrong (stale or aliased): const all = Object.values(net) as Value[]; const loss = lossOf(net, X, Y); backward(loss); for (const p of all) p.data = p.data.sub(p.grad.mul(rate)); return loss.data.item()
  //   > Your first round is right, but then the gradients of old rounds are still there, and the new ones are added to
  //   > them. Set every p.grad to zeros before you go backward.
  // wrong (order): const all = Object.values(net) as Value[]; const loss = lossOf(net, X, Y); backward(loss); for (const p of all) p.grad = zerosLike(p.data); for (const p of all) p.data = p.data.sub(p.grad.mul(rate)); return loss.data.item()
  //   > Nothing moved, and the gradients are zero after your round. Call backward(loss) before the step, and set the
  //   > gradients to zero before backward, not after it.
  // wrong (order): const all = Object.values(net) as Value[]; for (const p of all) p.grad = zerosLike(p.data); const loss = lossOf(net, X, Y); for (const p of all) p.data = p.data.sub(p.grad.mul(rate)); backward(loss); return loss.data.item()
  //   > Nothing moved, although there are gradients after your round. Make the step after backward, and store it:
  //   > `p.data = p.data.sub(…)`, because `sub` alone changes nothing.
  // wrong (a use forgotten): const all = Object.values(net) as Value[]; for (const p of all) p.grad = zerosLike(p.data); const loss = lossOf(net, X, Y); for (const p of all) p.data = p.data.sub(p.grad.mul(rate)); return loss.data.item()
  //   > Nothing moved, and the gradients are zero after your round. Call backward(loss) before the step, and set the
  //   > gradients to zero before backward, not after it.
  // wrong (a use forgotten): const all = Object.values(net) as Value[]; for (const p of all) p.grad = zerosLike(p.data); const loss = lossOf(net, X, Y); backward(loss); for (const p of all) p.data.sub(p.grad.mul(rate)); return loss.data.item()
  //   > Nothing moved, although there are gradients after your round. Make the step after backward, and store it:
  //   > `p.data = p.data.sub(…)`, because `sub` alone changes nothing.
  // wrong (sign, factor): const all = Object.values(net) as Value[]; for (const p of all) p.grad = zerosLike(p.data); const loss = lossOf(net, X, Y); backward(loss); for (const p of all) p.data = p.data.add(p.grad.mul(rate)); return loss.data.item()
  //   > Your step goes uphill. A gradient points to where the loss grows: subtract.
  // wrong (sign, factor): const all = Object.values(net) as Value[]; for (const p of all) p.grad = zerosLike(p.data); const loss = lossOf(net, X, Y); backward(loss); for (const p of all) p.data = p.data.sub(p.grad); return loss.data.item()
  //   > The rate is missing in your step.
  // wrong (wrong operand): const all = Object.values(net) as Value[]; for (const p of all) p.grad = zerosLike(p.data); const loss = lossOf(net, X, Y); backward(loss); for (const p of all) p.data = p.grad.mul(-rate); return loss.data.item()
  //   > You stored the step alone, and the parameter itself is gone. Subtract the step from p.data.
  // wrong (a use forgotten): for (const p of Object.values(net) as Value[]) p.grad = zerosLike(p.data); const loss = lossOf(net, X, Y); backward(loss); for (const p of [net.W1, net.b1, net.W2, net.b2]) p.data = p.data.sub(p.grad.mul(rate)); return loss.data.item()
  //   > C didn't move. The table of the letters is a parameter like the others: Object.values(net) has all five.
  // wrong (order): const all = Object.values(net) as Value[]; for (const p of all) p.grad = zerosLike(p.data); backward(lossOf(net, X, Y)); for (const p of all) p.data = p.data.sub(p.grad.mul(rate)); return lossOf(net, X, Y).data.item()
  //   > You return the loss after the step. Return the one that you went backward from.
}

// %% [markdown]
// ## What this is
//
// With a few hundred operations instead of nine, kernels for graphics cards, and rules that reuse memory, this is
// PyTorch's autograd: nodes that remember, a rule for each operation, one pass from the newest to the oldest, and
// gradients that add up. From now on, when you read `loss.backward()`, you know each line of it.
//
// Why go on by hand, then? Because whoever writes a rule must know how: every new layer, every fast kernel and every
// wrong number in a training begins there. In makemore you find the gradients of a network like this one yourself.
//
// Below are the network's first numbers, and what you have from the exercises before. You needn't read on.

// %% Random numbers to start with
export function newNet(vocab: number, block: number, n_embd: number, n_hidden: number, g: Generator): Net {
  return {
    C: new Value(g.randn(vocab, n_embd)),
    W1: new Value(g.randn(block * n_embd, n_hidden).mul(1 / Math.sqrt(block * n_embd))),
    b1: new Value(zeros(n_hidden)),
    W2: new Value(g.randn(n_hidden, vocab).mul(0.1)),
    b2: new Value(zeros(vocab)),
  }
}

// %% include unbroadcast.ts
export * from './unbroadcast.ts'

// %% include value.ts
export * from './value.ts'
import { Value } from './value.ts'

// %% include sweep.ts
export * from './sweep.ts'
import { backward } from './sweep.ts'

// %% include functions.ts
export * from './functions.ts'
import { crossEntropy } from './functions.ts'

// %% check
import { type Check, type CheckSource, chart, generator, oneHot, type Pair, randomBatch } from 'backprop-ninja'

type Learner = Pick<typeof import('./06_train.ts'), 'Value' | 'backward' | 'lossOf' | 'trainOn' | 'newNet'>
type Parameters = Readonly<Record<keyof Net, Tensor>>

const named = ['C', 'W1', 'b1', 'W2', 'b2'] as const
const [ROUNDS, RATE] = [100, 0.5]

/** The loss, and the gradients by hand: what makemore teaches. */
function byHand({ C, W1, b1, W2, b2 }: Parameters, X: Tensor, Y: Tensor) {
  const [n, vocab] = [X.shape[0], C.shape[0]]
  const emb = C.index(X)
  const flat = emb.view(n, -1)
  const h = flat.matmul(W1).add(b1).tanh()
  const logits = h.matmul(W2).add(b2)
  const loss = logits.logsumexp(1).sub(logits.mul(oneHot(Y, vocab)).sum(1)).mean().item()
  const dlogits = logits.softmax(1).sub(oneHot(Y, vocab)).div(n)
  const dpre = dlogits.matmul(W2.T).mul(h.mul(h).neg().add(1))
  const places = oneHot(X.view(-1), vocab).T
  const dC = places.matmul(dpre.matmul(W1.T).view(-1, C.shape[1]))
  return { loss, gradients: { C: dC, W1: flat.T.matmul(dpre), b1: dpre.sum(0), W2: h.T.matmul(dlogits), b2: dlogits.sum(0) } }
}

/** Rounds by hand, on the same batch; the losses and the parameters at the end. */
function roundsByHand(start: Parameters, X: Tensor, Y: Tensor, rate: number, rounds: number) {
  let now = start
  const losses: number[] = []
  for (let round = 0; round < rounds; round++) {
    const { loss, gradients } = byHand(now, X, Y)
    losses.push(loss)
    const move = (name: keyof Net): [keyof Net, Tensor] => [name, now[name].sub(gradients[name].mul(rate))]
    now = Object.fromEntries(named.map(move)) as Parameters
  }
  return { losses, end: named.map(name => now[name]) }
}

export const check: Check<Learner> = (learner, { g, names }) => {
  const made = (data: Parameters): Net => {
    const values = named.map((name): [keyof Net, Value] => [name, new learner.Value(data[name].clone())])
    return Object.fromEntries(values) as unknown as Net
  }
  const draw = (n: number, block: number, n_embd: number, n_hidden: number) => {
    const vocab = names.vocabulary.length
    const { Xb, Yb } = randomBatch(names, g, n, block)
    const data: Parameters = {
      C: g.randn(vocab, n_embd),
      W1: g.randn(block * n_embd, n_hidden).mul(0.4),
      b1: g.randn(n_hidden).mul(0.1),
      W2: g.randn(n_hidden, vocab).mul(0.3),
      b2: g.randn(vocab).mul(0.1),
    }
    return { data, X: Xb, Y: Yb }
  }
  const sizes = { 'n 6, 3 letters': draw(6, 3, 2, 5), 'n 1, 4 letters': draw(1, 4, 3, 7) }
  const ofLoss = Object.entries(sizes).flatMap(([name, { data, X, Y }]): Pair[] => [
    {
      name: `lossOf, ${name}: its data`,
      blank: 'lossOf',
      learner: () => learner.lossOf(made(data), X.clone(), Y.clone()).data,
      expected: () => X.sum().mul(0).add(byHand(data, X, Y).loss),
    },
    {
      name: `lossOf, ${name}: the gradients of C, W1, b1, W2, b2`,
      blank: 'lossOf',
      learner: () => {
        const net = made(data)
        learner.backward(learner.lossOf(net, X.clone(), Y.clone()))
        return named.map(name => net[name].grad)
      },
      expected: () => named.map(name => byHand(data, X, Y).gradients[name]),
      learned: 'the same as by hand, and no line of it was written for this network',
    },
  ])
  const { data, X, Y } = sizes['n 6, 3 letters']
  const rate = 0.2 + 0.3 * g.random()
  const rounds = (net: Net, many: number) =>
    Array.from({ length: many }, () => learner.trainOn(net, X.clone(), Y.clone(), rate))
  const ofTraining = [1, 5].flatMap((many): Pair[] => [
    {
      name: `trainOn, ${many === 1 ? 'one round' : `${many} rounds`}: the losses`,
      blank: 'trainOn',
      learner: () => rounds(made(data), many),
      expected: () => roundsByHand(data, X, Y, rate, many).losses,
    },
    {
      name: `trainOn, ${many === 1 ? 'one round' : `${many} rounds`}: C, W1, b1, W2, b2 after it`,
      blank: 'trainOn',
      learner: () => {
        const net = made(data)
        rounds(net, many)
        return named.map(name => net[name].data)
      },
      expected: () => roundsByHand(data, X, Y, rate, many).end,
    },
  ])
  return [
    ...ofLoss,
    ...ofTraining,
    {
      name: 'trainOn: C has moved, or at least has a gradient',
      blank: 'trainOn',
      learner: () => {
        const net = made(data)
        learner.trainOn(net, X.clone(), Y.clone(), rate)
        return [net.C.grad, net.C.data.sub(data.C)].some(one => one.abs().sum().item() > 0)
      },
      expected: true,
    },
  ]
}

/** The loss of 100 rounds, each on 32 examples, from the same start every time. */
export function picture(learner: Learner, { names }: CheckSource): string {
  const g = generator(6)
  const net = learner.newNet(names.vocabulary.length, 3, 4, 32, g)
  const losses = Array.from({ length: ROUNDS }, () => {
    const { Xb, Yb } = randomBatch(names, g, 32, 3)
    return learner.trainOn(net, Xb, Yb, RATE)
  })
  const average = (list: readonly number[]) => (list.reduce((a, b) => a + b, 0) / list.length).toFixed(2)
  return [
    `${ROUNDS} rounds of 32 examples, trained by your autograd:`,
    '',
    chart({ x: losses.map((_, i) => i), y: losses }, { x: { label: 'round' }, y: { label: 'loss' }, height: 12 }),
    '',
    `the first 20 rounds: ${average(losses.slice(0, 20))} on average, the last 20: ${average(losses.slice(-20))}`,
  ].join('\n')
}
