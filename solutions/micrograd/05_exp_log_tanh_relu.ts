// %% [markdown]
// # 05 · exp, log, tanh, relu
//
// Networks need functions of one number that aren't made from plus and times. Each needs a rule. Their slopes:
//
//     exp(x)     its slope is exp(x) itself
//     log(x)     1 / x
//     tanh(x)    1 - tanh(x)²
//     relu(x)    x where x is positive, 0 elsewhere:
//
//                      /
//                     /         What is its slope on the right? On the left, where
//         __________ /          nudging x does nothing?
//                   0
//
// These rules take `out` and `a`. For two of them you can get the slope from the output, `out.data`, which is known
// already: no need to compute exp or tanh again. (At x = 0, relu has a corner and no slope. Use 0 there, as everybody
// does.)
//
// From here on you don't write the class again. It's given: it's the one that you built.

// %% include value.ts
export * from './value.ts'
import type { Value } from './value.ts'

// %% out = exp(a)
// hint: The chain rule: take the upstream gradient, times the local slope. And add it.
// hint: The slope is exp(a.data), and you know that number: it's the output.
// hint: `a.grad += out.data * ...`
export function expBackward(out: Value, a: Value): void {
  // answer
  a.grad += out.data * out.grad
  // end answer
  // wrong (upstream missing): a.grad += out.data
  //   > This is the local slope alone. Multiply it by the upstream gradient, `out.grad`.
  // wrong (overwritten, doubled, subtracted): a.grad = out.data * out.grad
  //   > You overwrite the gradient that a has already. Another step may use a too: `+=`.
  // wrong (local derivative missing): a.grad += out.grad
  //   > You pass the upstream gradient through unchanged. How much does exp(a) move when you nudge a?
  // wrong (wrong operand): a.grad += a.data * out.grad
  //   > You used `a.data` as the slope. The slope is exp of that: the output, `out.data`.
  // wrong (wrong local derivative): a.grad += a.data * Math.exp(a.data - 1) * out.grad
  //   > This is the rule for powers, x^n. In e^x you nudge the exponent: the slope is e^x itself.
  // wrong (wrong operand): a.grad += Math.exp(out.data) * out.grad
  //   > You applied exp to the output. The output is exp(a) already.
  // wrong (-): if (out.grad > 0) a.grad += out.data * out.grad
  // wrong (stale or aliased): a.grad += out.data * out.grad; out.grad = 0
  //   > You set `out.grad` to 0. Leave it: the result keeps its gradient when it passes it on.
}

// %% out = log(a)
// hint: Here the output doesn't help. What's the slope of log at a?
// hint: It's one divided by a. Multiply it by the upstream gradient.
// hint: `a.grad += out.grad / ...`
export function logBackward(out: Value, a: Value): void {
  // answer
  a.grad += out.grad / a.data
  // end answer
  // wrong (upstream missing): a.grad += 1 / a.data
  //   > This is the local slope alone. Multiply it by the upstream gradient, `out.grad`.
  // wrong (overwritten, doubled, subtracted): a.grad = out.grad / a.data
  //   > You overwrite the gradient that a has already. Another step may use a too: `+=`.
  // wrong (local derivative missing): a.grad += out.grad
  //   > You pass the upstream gradient through unchanged. How much does log(a) move when you nudge a?
  // wrong (wrong operand): a.grad += out.grad / out.data
  //   > You divided by `out.data`, the logarithm. Divide by the number that goes in, `a.data`.
  // wrong (wrong local derivative): a.grad += a.data * out.grad
  //   > You multiplied by a. The larger a is, the flatter the logarithm gets: divide.
  // wrong (wrong local derivative): a.grad += out.data * out.grad
  //   > You used the logarithm itself as the slope. For exp that would be right, but the slope of log(x) is 1 / x.
  // wrong (wrong local derivative): a.grad -= out.grad / a.data ** 2
  //   > This is the slope of 1 / x. The slope of log(x) is 1 / x itself.
  // wrong (-): a.grad += Math.abs(out.grad) / a.data
  // wrong (stale or aliased): a.grad += out.grad / a.data; out.grad = 0
  //   > You set `out.grad` to 0. Leave it: the result keeps its gradient when it passes it on.
}

// %% out = tanh(a)
// hint: The slope is 1 minus the square of the output.
// hint: The output is `out.data`. Put the difference in parentheses before you multiply it.
// hint: `a.grad += (1 - out.data ** 2) * ...`
export function tanhBackward(out: Value, a: Value): void {
  // answer
  a.grad += (1 - out.data ** 2) * out.grad
  // end answer
  // wrong (upstream missing): a.grad += 1 - out.data ** 2
  //   > This is the local slope alone. Multiply it by the upstream gradient, `out.grad`.
  // wrong (overwritten, doubled, subtracted): a.grad = (1 - out.data ** 2) * out.grad
  //   > You overwrite the gradient that a has already. Another step may use a too: `+=`.
  // wrong (local derivative missing): a.grad += out.grad
  //   > You pass the upstream gradient through unchanged. How much does tanh(a) move when you nudge a?
  // wrong (wrong operand): a.grad += (1 - a.data ** 2) * out.grad
  //   > You squared `a.data`, the number that goes in. Square the output, `out.data`.
  // wrong (wrong local derivative): a.grad += (1 - out.data) * out.grad
  //   > The square is missing: you have 1 - out instead of 1 - out².
  // wrong (wrong local derivative): a.grad += out.data * (1 - out.data) * out.grad
  //   > This is the slope of the sigmoid, out (1 - out). The slope of tanh is 1 - out².
  // wrong (wrong local derivative): a.grad += 1 - out.data ** 2 * out.grad
  //   > Only the square is multiplied by the upstream gradient. Put 1 - out² in parentheses.
  // wrong (wrong operand): a.grad += (1 - Math.tanh(out.data) ** 2) * out.grad
  //   > You applied tanh to the output. The output is tanh(a) already.
  // wrong (-): a.grad += (1 - out.data ** 2) * Math.abs(out.grad)
  // wrong (stale or aliased): a.grad += (1 - out.data ** 2) * out.grad; out.grad = 0
  //   > You set `out.grad` to 0. Leave it: the result keeps its gradient when it passes it on.
}

// %% out = relu(a)
// hint: There are two cases: the result is a, or it is 0.
// hint: Where a is positive the slope is 1, and the upstream gradient goes through unchanged. Elsewhere
//       nothing does.
// hint: `if (a.data > 0) a.grad += ...`
export function reluBackward(out: Value, a: Value): void {
  // answer
  if (a.data > 0) a.grad += out.grad
  // end answer
  // wrong (local derivative missing): a.grad += out.grad
  //   > You pass the gradient on even where a is negative. There the result is 0, and nudging a doesn't change it.
  // wrong (upstream missing): if (a.data > 0) a.grad += 1
  //   > This is the local slope alone. Multiply it by the upstream gradient, `out.grad`.
  // wrong (overwritten, doubled, subtracted): a.grad = a.data > 0 ? out.grad : 0
  //   > You overwrite the gradient that a has already. Another step may use a too: write `+=` where a is positive,
  //   > and do nothing elsewhere.
  // wrong (overwritten, doubled, subtracted): if (a.data > 0) a.grad = out.grad
  //   > You overwrite the gradient that a has already. Another step may use a too: `+=`.
  // wrong (overwritten, doubled, subtracted): if (a.data > 0) a.grad += out.grad; else a.grad = 0
  //   > Where a is negative, you overwrite the gradient that it has already. Do nothing there.
  // wrong (wrong local derivative): a.grad += out.data * out.grad
  //   > You used the output as the slope. Where a is positive, relu(a) is a: its slope is 1.
  // wrong (wrong local derivative): a.grad += a.data * out.grad
  //   > You used `a.data` as the slope. The slope of relu is 1 where a is positive, and 0 elsewhere.
  // wrong (sign, factor): if (a.data < 0) a.grad += out.grad
  //   > This is the wrong way round: pass the gradient on where a is positive.
  // wrong (sign, factor): a.grad += a.data > 0 ? out.grad : -out.grad
  //   > Where a is negative, you pass on minus the gradient. That would be right for |a|, but relu is flat there.
  // wrong (wrong operand): if (out.grad > 0) a.grad += out.grad
  //   > You looked at the sign of the gradient. Look at the number that goes in, `a.data`.
  // wrong (a use forgotten): if ((a as never) > 0) a.grad += out.grad
  //   > Nothing is passed on, even where a is positive. The number to look at is `a.data`: `a` itself is an object, and
  //   > `a > 0` is never true.
  // wrong (wrong local derivative): if (a.data >= 0) a.grad += out.grad
  //   > You pass the gradient on where a is 0. relu has a corner there, and everybody uses a slope of 0: write `> 0`.
  // wrong (wrong local derivative): a.grad += a.data > 0 ? out.grad : a.data === 0 ? out.grad / 2 : 0
  //   > You pass on half the gradient where a is 0. relu has a corner there, and everybody uses a slope of 0.
  // wrong (stale or aliased): if (a.data > 0) a.grad += out.grad; else a.data = 0
  //   > You changed the number of a. A rule writes gradients only.
  // wrong (stale or aliased): if (a.data > 0) a.grad += out.grad; out.grad = 0
  //   > You set `out.grad` to 0. Leave it: the result keeps its gradient when it passes it on.
}

// %% [markdown]
// ## tanh without a rule
//
// How small must a step be to get a rule of its own? That's up to you. You can also write tanh as
//
//     tanh(x)  =  (e^(2x) - 1) / (e^(2x) + 1)
// tex: \tanh(x) = \frac{e^{2x} - 1}{e^{2x} + 1}
//
// Make it from `exp`, `sub`, `add`, `div` and `mul`. It doesn't use the rule of tanh at all, and the gradient
// is the same. The only difference: there are more steps, and they take more time.

// %% tanh, made of smaller steps
// hint: e^(2x) occurs twice. Compute it once, and use it twice: your backward can handle that.
// hint: `const e = x.mul(2).exp()` is e^(2x). What's above the fraction line, and what's below it?
// hint: `e.sub(1)`, divided by `e.add(1)`
export function tanhFromExp(x: Value): Value {
  // answer
  const e = x.mul(2).exp()
  return e.sub(1).div(e.add(1))
  // end answer
  // wrong (sign, factor): const e = x.exp(); return e.sub(1).div(e.add(1))
  //   > This is tanh of x/2. The exponent is 2x, both above and below the line.
  // wrong (wrong operand): const e = x.mul(2).exp(); return e.add(1).div(e.sub(1))
  //   > This is one divided by tanh. The minus 1 is above the line, and the plus 1 below it.
  // wrong (sign, factor): const e = x.mul(-2).exp(); return e.sub(1).div(e.add(1))
  //   > The sign is wrong. The exponent is 2x, not -2x.
  // wrong (wrong operand): const e = x.exp().mul(2); return e.sub(1).div(e.add(1))
  //   > You used 2 e^x instead of e^(2x). Multiply before `exp`.
  // wrong (a use forgotten): return new Value(Math.tanh(x.data))
  //   > The number is right, but nothing comes back. Make it from steps that remember: `mul`, `exp`, `sub`, `add`,
  //   > `div`.
  // wrong (a use forgotten): const e = x.mul(2).exp(); return e.sub(1).div(e.data + 1)
  //   > The gradient through the part below the line is missing. Use the Value e there, not `e.data`.
  // wrong (a use forgotten): const e = x.mul(2).exp(); return new Value(e.data - 1).div(e.add(1))
  //   > The gradient through the part above the line is missing. Use the Value e there, not `e.data`.
  // wrong (wrong operand): return x.tanh()
  //   > This uses the step tanh again, with its rule. Make it from `exp` and the steps of the earlier exercises.
  // wrong (sign, factor): const e = (x.data < 0 ? x.neg() : x).mul(2).exp(); return e.sub(1).div(e.add(1))
  //   > For a negative x, your tanh has the wrong sign. The formula is the same for every x: use no case of its own.
  // wrong (a use forgotten): const e = x.mul(2).exp(); return x.data === 0 ? new Value(0) : e.sub(1).div(e.add(1))
  //   > Where x is 0, the number is right, but nothing comes back. The formula is the same for every x: use no case
  //   > of its own.
  // wrong (stale or aliased): const e = x.mul(2).exp(); const out = e.sub(1).div(e.add(1)); x.data *= 2; return out
  //   > You changed x itself. Other steps may need it: leave it as it is, and go on with a new Value, `x.mul(2)`.
}

// %% check
import type { Check, Pair } from 'backprop-ninja'

type Learner = typeof import('./05_exp_log_tanh_relu.ts')

const functions = { exp: Math.exp, log: Math.log, tanh: Math.tanh, relu: (x: number) => Math.max(0, x) }
type Name = keyof typeof functions

export const check: Check<Learner> = (learner, { g }) => {
  const [x, up, had] = [1.5 + g.random() / 2, 0.3 + g.random() / 4, 2 + g.random()]
  /** A rule called on top of a gradient; what it leaves. */
  const called = (name: Name, at: number, above: number) => {
    const [a, out] = [at, functions[name](at)].map(data => new learner.Value(data))
    a.grad = had
    out.grad = above
    learner[`${name}Backward`](out, a)
    return { grad: a.grad, left: [out.grad, a.data] }
  }
  const rule = (name: Name, where: string, at: readonly (readonly [number, number])[], expected: number[]): Pair => ({
    name: `${name}Backward at ${where}, on top of a gradient`,
    blank: `${name}Backward`,
    learner: () => at.map(([at, above]) => called(name, at, above).grad),
    expected,
  })
  const leaves = (name: Name, at: number): Pair => ({
    name: `${name}Backward: out.grad and a.data, after it`,
    blank: `${name}Backward`,
    learner: () => called(name, at, up).left,
  })
  /** The lecture's neuron: its result, and the gradients of x1, w1, x2, w2. */
  const neuron = (name: string, blank: string, learned: string, squash: (n: Value) => Value): Pair => ({
    name,
    blank,
    learner: () => {
      const [x1, w1, x2, w2, b] = [2, -3, 0, 1, 6.8813735870195432].map(data => new learner.Value(data))
      const o = squash(x1.mul(w1).add(x2.mul(w2)).add(b))
      o.backward()
      return [o.data, x1.grad, w1.grad, x2.grad, w2.grad]
    },
    expected: [Math.SQRT1_2, -1.5, 1, 0.5, 0],
    within: 1e-9,
    learned,
  })
  const made = (name: string, at: number): Pair => ({
    name,
    blank: 'tanhFromExp',
    learner: () => {
      const a = new learner.Value(at)
      const out = learner.tanhFromExp(a)
      out.backward()
      return [out.data, a.grad, a.data]
    },
    expected: [Math.tanh(at), 1 / Math.cosh(at) ** 2, at],
  })
  return [
    rule('exp', 'a', [[x, up]], [had + Math.exp(x + Math.log(up))]),
    rule('exp', 'another a', [[-up, -x]], [had - x / Math.exp(up)]),
    leaves('exp', x),
    rule('log', 'a', [[x, up]], [had + up * x ** -1]),
    rule('log', 'another a', [[up, -x]], [had - x * up ** -1]),
    leaves('log', x),
    rule('tanh', 'a', [[up, up]], [had + up / Math.cosh(up) ** 2]),
    rule('tanh', 'another a', [[-x / 2, -x]], [had - x / Math.cosh(x / 2) ** 2]),
    leaves('tanh', x),
    neuron(
      'tanh(2 * -3 + 0 * 1 + 6.88…): o, gradients',
      'tanhBackward',
      'the neuron of the lecture: 0.7071, and -1.5, 1, 0.5, 0',
      n => n.tanh(),
    ),
    rule(
      'relu',
      'a > 0, at a < 0',
      [x, -x].flatMap(at => [up, -up].map(above => [at, above] as const)),
      [had + up, had - up, had, had],
    ),
    rule('relu', 'a = 0', [[0, up], [0, -up]], [had, had]),
    leaves('relu', -x),
    made('tanhFromExp(x): its data, x.grad, and x.data after that', x),
    made('tanhFromExp(x), x negative: its data, x.grad, and x.data after that', -x / 2),
    made('tanhFromExp(x) where x is 0: its data, x.grad, and x.data after that', 0),
    neuron('the same neuron by tanhFromExp', 'tanhFromExp', 'the same numbers, in seven steps instead of one', n =>
      learner.tanhFromExp(n),
    ),
    {
      name: 'the rules behind it',
      blank: 'tanhFromExp',
      learner: () => {
        const all = [learner.tanhFromExp(new learner.Value(x))]
        for (const { a, b } of all) for (const one of [a, b]) if (one !== null) all.push(one)
        return all.some(v => v.rule === learner.tanhBackward) ? 'with tanh' : 'without tanh'
      },
    },
  ]
}
