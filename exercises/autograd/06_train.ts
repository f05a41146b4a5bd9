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
import { arange, type Generator, onesLike, tensor, type Tensor, TODO, zeros, zerosLike } from 'backprop-ninja'

// %% The network: each of its Values is made from a tensor, and from nothing else
export interface Net {
  C: Value // (vocab, n_embd)
  W1: Value // (3 * n_embd, n_hidden)
  b1: Value // (n_hidden)
  W2: Value // (n_hidden, vocab)
  b2: Value // (vocab)
}

// %% The loss of the network for a batch
export function lossOf(net: Net, X: Tensor, Y: Tensor): Value {
  return TODO()
}

// %% One round of training. Returns the loss before the step
export function trainOn(net: Net, X: Tensor, Y: Tensor, rate: number): number {
  return TODO()
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

// %% unbroadcast, as in exercise 01: nothing to do here
export function unbroadcast(gradient: Tensor, shape: readonly number[]): Tensor {
  let g = gradient
  while (g.shape.length > shape.length) g = g.sum(0)
  for (let d = 0; d < shape.length; d++) {
    if (shape[d] === 1) g = g.sum(d, { keepdim: true })
  }
  return g
}

// %% The Value that you have built: nothing to do here
export type Rule = (g: Tensor) => Tensor[]

/** How many Values there have been. */
let made = 0

export class Value {
  data: Tensor
  grad: Tensor
  readonly inputs: readonly Value[]
  readonly rule: Rule
  /** How many Values were made before this one. */
  readonly number = made++

  constructor(data: Tensor, inputs: readonly Value[] = [], rule: Rule = () => []) {
    this.data = data
    this.grad = zerosLike(data)
    this.inputs = inputs
    this.rule = rule
  }
  receive(gradient: Tensor): void {
    this.grad = this.grad.add(unbroadcast(gradient, this.data.shape))
  }
  add(other: Value): Value {
    return new Value(this.data.add(other.data), [this, other], g => [g, g])
  }
  mul(other: Value): Value {
    return new Value(this.data.mul(other.data), [this, other], g => [g.mul(other.data), g.mul(this.data)])
  }
  matmul(other: Value): Value {
    return new Value(this.data.matmul(other.data), [this, other], g => [
      g.matmul(other.data.T),
      this.data.T.matmul(g),
    ])
  }
  sum(dim?: number, keepdim = false): Value {
    return new Value(this.data.sum(dim, { keepdim }), [this], g => [
      (dim === undefined || keepdim ? g : g.unsqueeze(dim)).expandAs(this.data),
    ])
  }
  index(...places: Tensor[]): Value {
    return new Value(this.data.index(...places), [this], g => [zerosLike(this.data).indexAdd(places, g)])
  }
  view(...shape: number[]): Value {
    return new Value(this.data.view(...shape), [this], g => [g.viewAs(this.data)])
  }
  exp(): Value {
    const e = this.data.exp()
    return new Value(e, [this], g => [g.mul(e)])
  }
  log(): Value {
    return new Value(this.data.log(), [this], g => [g.div(this.data)])
  }
  tanh(): Value {
    const t = this.data.tanh()
    return new Value(t, [this], g => [g.mul(t.square().neg().add(1))])
  }

  // Made of the others, so they need no rules.
  times(factor: number): Value {
    return this.mul(new Value(tensor(factor)))
  }
  sub(other: Value): Value {
    return this.add(other.times(-1))
  }
}

// %% order and backward, as in exercise 03: nothing to do here
export function order(last: Value): Value[] {
  const found = new Set([last])
  for (const v of found) for (const input of v.inputs) found.add(input)
  return [...found].sort((a, b) => b.number - a.number)
}

export function backward(loss: Value): void {
  loss.grad = onesLike(loss.data)
  for (const v of order(loss)) {
    for (const [i, gradient] of v.rule(v.grad).entries()) v.inputs[i].receive(gradient)
  }
}

// %% The loss of exercise 05: nothing to do here
export function mean(x: Value): Value {
  return x.sum().times(1 / x.data.data.length)
}

export function logSoftmax(logits: Value): Value {
  const s = logits.sub(new Value(logits.data.max(1, { keepdim: true }).values))
  return s.sub(s.exp().sum(1, true).log())
}

export function crossEntropy(logits: Value, labels: Tensor): Value {
  const n = logits.data.shape[0]
  return mean(logSoftmax(logits).index(arange(n), labels)).times(-1)
}
