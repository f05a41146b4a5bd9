// %% [markdown]
// # 05 · exp, log, tanh, relu
//
// Networks need functions of one number that aren't made of plus and times. Each needs a rule. Their slopes:
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
// A rule is handed `out` and `a`. Two of the slopes can be told from the output, `out.data`, which is there already: no
// need to compute exp or tanh again. (At x = 0 relu has a corner, and no slope. Take 0 there, as everybody does.)
//
// From here on the class is given: it is the one that you have built.

// %% include value.ts
export * from './value.ts'
import type { Value } from './value.ts'

// %% out = exp(a)
// hint: The chain rule: what comes from above, times the local slope. And add it.
// hint: The slope is exp(a.data), and that number is known: it is the output.
// hint: `a.grad += out.data * ...`
export function expBackward(out: Value, a: Value): void {
  // answer
  a.grad += out.data * out.grad
  // end answer
  // wrong (upstream missing): a.grad += out.data
  // wrong (overwritten, doubled, subtracted): a.grad = out.data * out.grad
  // wrong (local derivative missing): a.grad += out.grad
  // wrong (wrong operand): a.grad += a.data * out.grad
  // wrong (wrong local derivative): a.grad += a.data * Math.exp(a.data - 1) * out.grad
  // wrong (wrong operand): a.grad += Math.exp(out.data) * out.grad
  // wrong (-): if (out.grad > 0) a.grad += out.data * out.grad
  // wrong (stale or aliased): a.grad += out.data * out.grad; out.grad = 0
}

// %% out = log(a)
// hint: Here the output doesn't help. What is the slope of log at a?
// hint: One divided by a, times what comes from above.
// hint: `a.grad += out.grad / ...`
export function logBackward(out: Value, a: Value): void {
  // answer
  a.grad += out.grad / a.data
  // end answer
  // wrong (upstream missing): a.grad += 1 / a.data
  // wrong (overwritten, doubled, subtracted): a.grad = out.grad / a.data
  // wrong (local derivative missing): a.grad += out.grad
  // wrong (wrong operand): a.grad += out.grad / out.data
  // wrong (wrong local derivative): a.grad += a.data * out.grad
  // wrong (wrong local derivative): a.grad += out.data * out.grad
  // wrong (wrong local derivative): a.grad -= out.grad / a.data ** 2
  // wrong (-): a.grad += Math.abs(out.grad) / a.data
  // wrong (stale or aliased): a.grad += out.grad / a.data; out.grad = 0
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
  // wrong (overwritten, doubled, subtracted): a.grad = (1 - out.data ** 2) * out.grad
  // wrong (local derivative missing): a.grad += out.grad
  // wrong (wrong operand): a.grad += (1 - a.data ** 2) * out.grad
  // wrong (wrong local derivative): a.grad += (1 - out.data) * out.grad
  // wrong (wrong local derivative): a.grad += out.data * (1 - out.data) * out.grad
  // wrong (wrong local derivative): a.grad += 1 - out.data ** 2 * out.grad
  // wrong (wrong operand): a.grad += (1 - Math.tanh(out.data) ** 2) * out.grad
  // wrong (-): a.grad += (1 - out.data ** 2) * Math.abs(out.grad)
  // wrong (stale or aliased): a.grad += (1 - out.data ** 2) * out.grad; out.grad = 0
}

// %% out = relu(a)
// hint: Two cases: the result is a, or it is 0.
// hint: Where a is positive the slope is 1, and what comes from above goes on as it is. Elsewhere nothing goes on.
// hint: `if (a.data > 0) a.grad += ...`
export function reluBackward(out: Value, a: Value): void {
  // answer
  if (a.data > 0) a.grad += out.grad
  // end answer
  // wrong (local derivative missing): a.grad += out.grad
  // wrong (upstream missing): if (a.data > 0) a.grad += 1
  // wrong (overwritten, doubled, subtracted): a.grad = a.data > 0 ? out.grad : 0
  // wrong (wrong local derivative): a.grad += out.data * out.grad
  // wrong (sign, factor): if (a.data < 0) a.grad += out.grad
  // wrong (sign, factor): a.grad += a.data > 0 ? out.grad : -out.grad
  // wrong (wrong operand): if (out.grad > 0) a.grad += out.grad
  // wrong (wrong local derivative): if (a.data >= 0) a.grad += out.grad
  // wrong (wrong local derivative): a.grad += a.data > 0 ? out.grad : a.data === 0 ? out.grad / 2 : 0
  // wrong (-): if (a.data > 0) a.grad += out.grad; else a.data = 0
  // wrong (stale or aliased): if (a.data > 0) a.grad += out.grad; out.grad = 0
}

// %% [markdown]
// ## tanh without a rule
//
// How fine must the steps be that a program has rules for? That is up to you. tanh is also
//
//     tanh(x)  =  (e^(2x) - 1) / (e^(2x) + 1)
//
// Make it of `exp`, `sub`, `add`, `div` and `mul`. No rule of tanh has a part in it, and the gradient is the same. Each
// step then stands for itself, and that costs time; that is all the difference.

// %% tanh, made of smaller steps
// hint: e^(2x) occurs twice. Compute it once, and use it twice: your backward can do that.
// hint: `const e = x.mul(2).exp()` is e^(2x). What stands above the line, and what below?
// hint: `e.sub(1)`, divided by `e.add(1)`
export function tanhFromExp(x: Value): Value {
  // answer
  const e = x.mul(2).exp()
  return e.sub(1).div(e.add(1))
  // end answer
  // wrong (sign, factor): const e = x.exp(); return e.sub(1).div(e.add(1))
  // wrong (wrong operand): const e = x.mul(2).exp(); return e.add(1).div(e.sub(1))
  // wrong (sign, factor): const e = x.mul(-2).exp(); return e.sub(1).div(e.add(1))
  // wrong (wrong operand): const e = x.exp().mul(2); return e.sub(1).div(e.add(1))
  // wrong (a use forgotten): return new Value(Math.tanh(x.data))
  // wrong (a use forgotten): const e = x.mul(2).exp(); return e.sub(1).div(e.data + 1)
  // wrong (wrong operand): return x.tanh()
  // wrong (sign, factor): const e = (x.data < 0 ? x.neg() : x).mul(2).exp(); return e.sub(1).div(e.add(1))
  // wrong (-): const e = x.mul(2).exp(); return x.data === 0 ? new Value(0) : e.sub(1).div(e.add(1))
  // wrong (stale or aliased): const e = x.mul(2).exp(); const out = e.sub(1).div(e.add(1)); x.data *= 2; return out
}

// %% check
import type { Check, Pair, Slip } from 'backprop-ninja'

interface Learner {
  Value: typeof Value
  expBackward: typeof expBackward
  logBackward: typeof logBackward
  tanhBackward: typeof tanhBackward
  reluBackward: typeof reluBackward
  tanhFromExp: typeof tanhFromExp
}
type Local = readonly [family: Slip['family'], slope: (x: number, y: number, up: number) => number, message: string]

const WRONG = 'wrong local derivative'
/** Of each function: itself, its slope at x from x and its output y, and other things that are taken for that. */
const functions: Record<'exp' | 'log' | 'tanh', { of: (x: number) => number; slope: (x: number) => number; not: Local[] }> = {
  exp: {
    of: Math.exp,
    slope: Math.exp,
    not: [
      ['wrong operand', x => x, 'The slope used is `a.data`. It is exp of that: the output, `out.data`.'],
      [WRONG, x => x * Math.exp(x - 1), 'This is the rule for powers, x^n. In e^x it is the exponent that is nudged: the slope is e^x itself.'],
      ['wrong operand', (_, y) => Math.exp(y), 'exp was applied to the output. The output is exp(a) already.'],
    ],
  },
  log: {
    of: Math.log,
    slope: x => 1 / x,
    not: [
      ['wrong operand', (_, y) => 1 / y, 'You divided by `out.data`, the logarithm. The slope of log is one divided by the number that goes in.'],
      [WRONG, x => x, 'You multiplied by a. The larger a is, the flatter is its logarithm: divide.'],
      [WRONG, (_, y) => y, 'The slope used is the logarithm itself. That would be exp; the slope of log(x) is 1 / x.'],
      [WRONG, x => -1 / x ** 2, 'This is the slope of 1 / x. The slope of log(x) is 1 / x itself.'],
    ],
  },
  tanh: {
    of: Math.tanh,
    slope: x => 1 / Math.cosh(x) ** 2,
    not: [
      ['wrong operand', x => 1 - x ** 2, 'The square is that of `a.data`, what goes in. It is that of the output, `out.data`.'],
      [WRONG, (_, y) => 1 - y, 'The square is missing: 1 - out², where you have 1 - out.'],
      [WRONG, (_, y) => y * (1 - y), 'This is the slope of the sigmoid, out (1 - out). That of tanh is 1 - out².'],
      [WRONG, (_, y, up) => (1 - y ** 2 * up) / up, 'Only the square is multiplied with what comes from above. Put 1 - out² in parentheses.'],
      ['wrong operand', (_, y) => 1 - Math.tanh(y) ** 2, 'tanh was applied to the output. The output is tanh(a) already.'],
    ],
  },
}

export const check: Check<Learner> = (learner, { g }) => {
  const [x, up, had] = [1.5 + g.random() / 2, 0.3 + g.random() / 4, 2 + g.random()]
  const ruleRow = (name: keyof typeof functions, where: string, at: number, up: number): Pair => {
    const { of, slope, not } = functions[name]
    const right = slope(at) * up
    return {
      name: `${name}Backward at ${where}, on top of a gradient`,
      blank: `${name}Backward`,
      learner: () => {
        const [a, out] = [new learner.Value(at), new learner.Value(of(at))]
        a.grad = had
        out.grad = up
        learner[`${name}Backward`](out, a)
        return a.grad
      },
      expected: had + right,
      slips: [
        { family: 'overwritten, doubled, subtracted', value: right, message: 'What a had got before is gone. Another step may use it too: `+=`.' },
        { family: 'upstream missing', value: had + slope(at), message: 'This is the local slope alone. Times what comes from above, `out.grad`.' },
        { family: 'local derivative missing', value: had + up, message: `What comes from above is passed on as it is. How much does ${name}(a) move when a is nudged?` },
        ...not.map(([family, other, message]) => ({ family, value: had + other(at, of(at), up) * up, message })),
      ],
    }
  }
  /** What was above, and the number, after a rule: neither is its own. */
  const leaves = (name: keyof typeof functions | 'relu', at: number): Pair => ({
    name: `${name}Backward: out.grad and a.data, after it`,
    blank: `${name}Backward`,
    learner: () => {
      const a = new learner.Value(at)
      const out = new learner.Value(name === 'relu' ? Math.max(0, at) : functions[name].of(at))
      out.grad = up
      learner[`${name}Backward`](out, a)
      return [out.grad, a.data]
    },
    expected: [up, at],
    slips: [
      { family: 'stale or aliased', value: [0, at], message: 'You set `out.grad` to 0. It is the gradient of the result, and stays: it is passed on, not given away.' },
    ],
  })
  const relu = (at: number, above: number): number => {
    const [a, out] = [new learner.Value(at), new learner.Value(Math.max(0, at))]
    a.grad = had
    out.grad = above
    learner.reluBackward(out, a)
    return a.grad
  }
  /** The lecture's neuron; what came of it, and the gradients of x1, w1, x2, w2. */
  const neuron = (squash: (n: Value) => Value) => () => {
    const [x1, w1, x2, w2, b] = [2, -3, 0, 1, 6.8813735870195432].map(data => new learner.Value(data))
    const o = squash(x1.mul(w1).add(x2.mul(w2)).add(b))
    o.backward()
    return [o.data, x1.grad, w1.grad, x2.grad, w2.grad]
  }
  const lecture = [Math.SQRT1_2, -1.5, 1, 0.5, 0]
  const tanhOf = (x: number): number[] => {
    const a = new learner.Value(x)
    const out = learner.tanhFromExp(a)
    out.backward()
    return [out.data, a.grad, a.data]
  }
  const made = (t: number, slope: number, family: Slip['family'], message: string): Slip => ({ family, value: [t, slope], message })
  const madeRow = (name: string, x: number): Pair => {
    const [e2, e1] = [Math.exp(2 * x), Math.exp(x)]
    return {
      name,
      blank: 'tanhFromExp',
      learner: () => tanhOf(x).slice(0, 2),
      expected: [Math.tanh(x), 1 / Math.cosh(x) ** 2],
      slips: [
        made(Math.tanh(x / 2), 0.5 / Math.cosh(x / 2) ** 2, 'sign, factor', 'This is tanh of x/2. The exponent is 2x, both above and below.'),
        made(1 / Math.tanh(x), -1 / Math.sinh(x) ** 2, 'wrong operand', 'This is one divided by tanh. Minus 1 stands above, plus 1 below.'),
        made(-Math.tanh(x), -1 / Math.cosh(x) ** 2, 'sign, factor', 'The sign is turned over. The exponent is 2x, not -2x.'),
        made((2 * e1 - 1) / (2 * e1 + 1), (4 * e1) / (2 * e1 + 1) ** 2, 'wrong operand', 'This is 2 e^x in the place of e^(2x). Multiply before `exp`.'),
        made(Math.tanh(x), 0, 'a use forgotten', 'The number is right, but nothing comes back. Make it of steps that remember: `mul`, `exp`, `sub`, `add`, `div`.'),
        made(Math.tanh(x), (2 * e2) / (e2 + 1), 'a use forgotten', 'The gradient through the lower part is missing. Go on with the Value e, not with `e.data`.'),
        made(Math.tanh(x), (-2 * e2 * (e2 - 1)) / (e2 + 1) ** 2, 'a use forgotten', 'The gradient through the upper part is missing. Go on with the Value e, not with `e.data`.'),
      ],
    }
  }
  return [
    ruleRow('exp', 'a', x, up),
    ruleRow('exp', 'another a', -up, -x),
    leaves('exp', x),
    ruleRow('log', 'a', x, up),
    ruleRow('log', 'another a', up, -x),
    leaves('log', x),
    ruleRow('tanh', 'a', up, up),
    ruleRow('tanh', 'another a', -x / 2, -x),
    leaves('tanh', x),
    {
      name: 'tanh(2 * -3 + 0 * 1 + 6.88…): o, gradients',
      blank: 'tanhBackward',
      learner: neuron(n => n.tanh()),
      expected: lecture,
      within: 1e-9,
      learned: 'the neuron of the lecture: 0.7071, and -1.5, 1, 0.5, 0',
    },
    {
      name: 'reluBackward at a > 0, at a < 0, on top',
      blank: 'reluBackward',
      learner: () => [relu(x, up), relu(-x, up), relu(x, -up), relu(-x, -up)],
      expected: [had + up, had, had - up, had],
      slips: [
        { family: 'local derivative missing', value: [had + up, had + up, had - up, had - up], message: 'What comes from above is passed on even where a is negative. There the result is 0 and stays 0.' },
        { family: 'upstream missing', value: [had + 1, had, had + 1, had], message: 'This is the local slope alone. Times what comes from above, `out.grad`.' },
        { family: 'overwritten, doubled, subtracted', value: [up, 0, -up, 0], message: 'What a had got before is gone. Another step may use it too: `+=`, and where a is negative nothing.' },
        { family: 'overwritten, doubled, subtracted', value: [up, had, -up, had], message: 'What a had got before is gone. Another step may use it too: `+=`.' },
        { family: 'wrong local derivative', value: [had + x * up, had, had - x * up, had], message: 'The slope used is the output. Where a is positive, relu(a) is a: its slope is 1.' },
        { family: 'sign, factor', value: [had, had + up, had, had - up], message: 'This is the wrong way round: gradient goes on where a is positive.' },
        { family: 'sign, factor', value: [had + up, had - up, had - up, had + up], message: 'Where a is negative you pass on minus the gradient. That would be |a|; relu is flat there.' },
        { family: 'wrong operand', value: [had + up, had + up, had, had], message: 'You looked at the sign of the gradient. It depends on the number, `a.data`.' },
        { family: 'wrong local derivative', value: [had + x * up, had - x * up, had - x * up, had + x * up], message: 'The slope used is `a.data`. The slope of relu is 1 where a is positive, and 0 elsewhere.' },
        { family: 'overwritten, doubled, subtracted', value: [had + up, 0, had - up, 0], message: 'Where a is negative, what a had got before is gone. Nothing is to change there.' },
        { family: 'a use forgotten', value: [had, had, had, had], message: 'Nothing was passed on, even where a is positive. The number to look at is `a.data`; `a` is an object.' },
      ],
    },
    {
      name: 'reluBackward at a = 0, on top',
      blank: 'reluBackward',
      learner: () => [relu(0, up), relu(0, -up)],
      expected: [had, had],
      slips: [
        { family: 'wrong local derivative', value: [had + up, had - up], message: 'At 0 it is passed on. There relu has a corner, and the slope to take is 0: only where a is positive, `> 0`, something goes on.' },
        { family: 'wrong local derivative', value: [had + up / 2, had - up / 2], message: 'At 0 half of it is passed on. There relu has a corner, and the slope to take is 0.' },
      ],
    },
    leaves('relu', -x),
    madeRow('tanhFromExp(x): its data, x.grad', x),
    madeRow('tanhFromExp(x), x negative: its data, x.grad', -x / 2),
    {
      name: 'tanhFromExp(x) where x is 0: its data, x.grad, and x.data after that',
      blank: 'tanhFromExp',
      learner: () => tanhOf(0),
      expected: [0, 1, 0],
    },
    {
      name: 'tanhFromExp(x): x.data, after it',
      blank: 'tanhFromExp',
      learner: () => tanhOf(x)[2],
      expected: x,
      slips: [{ family: 'stale or aliased', value: 2 * x, message: 'You changed x itself. Others use it: leave it, and go on with a new Value, `x.mul(2)`.' }],
    },
    {
      name: 'the same neuron by tanhFromExp',
      blank: 'tanhFromExp',
      learner: neuron(learner.tanhFromExp),
      expected: lecture,
      within: 1e-9,
      learned: 'the same numbers, in seven steps in the place of one',
    },
    {
      name: 'the rules behind it',
      blank: 'tanhFromExp',
      learner: () => {
        const all = [learner.tanhFromExp(new learner.Value(x))]
        for (const { a, b } of all) for (const one of [a, b]) if (one !== null) all.push(one)
        return all.some(v => v.rule === learner.tanhBackward) ? 'with tanh' : 'without tanh'
      },
      expected: 'without tanh',
      slips: [{ family: 'wrong operand', value: 'with tanh', message: 'This is the step tanh again, with its rule. Make it of `exp` and what you have.' }],
    },
  ]
}
