// %% [markdown]
// # 06 · Softmax and the log loss
//
// A first use for your autograd. A network is to tell which of four things it sees. It gives a score for each, a **logit**:
//
//     0   3   -2   1
//
// and the right one is number 3, counted from 0: the last. How good is that? Make probabilities of the scores: raise e
// to each, which makes them positive, and divide by the sum, which makes them add up to 1. This is **softmax**.
//
//     e^0    e^3    e^-2   e^1            1.00  20.09   0.14   2.72     sum 23.94
//     each divided by the sum             0.042  0.839  0.006  0.114    sum 1
//
// The right one got a probability of 0.114. The loss is minus the logarithm of that, 2.175: 0 if the right one has
// probability 1, and the larger the less likely it was. In long: the negative log likelihood.
//
//     log(p)    0 |                    . . - - '
//                 |           . '                      minus this is the loss
//                 |      .
//                 |   .
//              -3 |  .
//                 +--------------------------------
//                  0        p                    1
//
// You write these two with Values, forwards only. There are steps in it that are used more than once, a sum, quotients and
// a logarithm; the way back is done already, by what you have built.

// %% include value.ts
export * from './value.ts'
import { Value } from './value.ts'

// %% include functions.ts
export * from './functions.ts'

// %% [markdown]
// ## Blanks 1 to 3
//
// `sum` will be of use for the softmax, and for much that comes after.
//
// | Python | TypeScript |
// |---|---|
// | `[x.exp() for x in xs]` | `xs.map(x => x.exp())` |
// | `total = Value(0)`, changed later | `let total = new Value(0)` |
// | `for x in xs: total = total + x` | `for (const x of xs) total = total.add(x)` |

// %% All of them, added up
// hint: Begin with a Value of 0, and add one after the other.
// hint: `add` returns a new Value and leaves the old one: let the name stand for the new one each time.
// hint: `let total = new Value(0)`, then `for (const x of xs) total = total.add(x)`, and return it.
export function sum(xs: readonly Value[]): Value {
  // answer
  let total = new Value(0)
  for (const x of xs) total = total.add(x)
  return total
  // end answer
  // wrong (a use forgotten):
  //   const total = new Value(0)
  //   for (const x of xs) total.add(x)
  //   return total
  // wrong (a use forgotten):
  //   const total = new Value(0)
  //   for (const x of xs) total.data += x.data
  //   return total
  // wrong (a use forgotten):
  //   let total = new Value(0)
  //   for (const x of xs) total = total.add(x.data)
  //   return total
  // wrong (wrong operand):
  //   let total = new Value(1)
  //   for (const x of xs) total = total.mul(x)
  //   return total
  // wrong (wrong operand):
  //   let total = new Value(1)
  //   for (const x of xs) total = total.add(x)
  //   return total
  // wrong (a use forgotten): return xs[xs.length - 1]
  // wrong (a use forgotten): return xs.slice(1).reduce((total, x) => total.add(x))
  // wrong (stale or aliased):
  //   for (const x of xs.slice(1)) xs[0].data += x.data
  //   return xs[0]
  // wrong (stale or aliased):
  //   let total = new Value(0)
  //   const list = xs as Value[]
  //   while (list.length > 0) total = total.add(list.shift()!)
  //   return total
  // wrong (-):
  //   let total = new Value(0)
  //   for (let i = 0; i < Math.min(5, xs.length); i++) total = total.add(xs[i])
  //   return total
}

// %% Scores to probabilities
// hint: First e to each of the scores. Then what is each of these divided by?
// hint: By the sum of them all, and you have a function for that. The sum is the same for each: compute it once.
// hint: `const exps = logits.map(...)`, `const total = sum(exps)`, and return `exps.map(...)`.
export function softmax(logits: readonly Value[]): Value[] {
  // answer
  const exps = logits.map(logit => logit.exp())
  const total = sum(exps)
  return exps.map(e => e.div(total))
  // end answer
  // wrong (a use forgotten): const exps = logits.map(logit => logit.exp()); const total = sum(exps); return exps.map(e => e.div(total.data))
  // wrong (a use forgotten): return logits.map(logit => logit.exp())
  // wrong (wrong operand): const total = sum(logits); return logits.map(logit => logit.div(total))
  // wrong (wrong operand): const total = sum(logits); return logits.map(logit => logit.exp().div(total))
  // wrong (wrong operand): const total = sum(logits).exp(); return logits.map(logit => logit.exp().div(total))
  // wrong (reduction): const exps = logits.map(logit => logit.exp()); const total = sum(exps); return exps.map(e => e.div(total).div(exps.length))
  // wrong (reduction): const exps = logits.map(logit => logit.exp()); const mean = sum(exps).div(exps.length); return exps.map(e => e.div(mean))
  // wrong (sign, factor): const exps = logits.map(logit => logit.neg().exp()); const total = sum(exps); return exps.map(e => e.div(total))
  // wrong (-): const exps = logits.map(logit => logit.exp()); const total = exps[0].add(exps[1]).add(exps[2]).add(exps[3]); return exps.map(e => e.div(total))
  // wrong (-): const exps = new Map(logits.map(logit => [logit.data, logit.exp()])); const total = sum([...exps.values()]); return logits.map(logit => exps.get(logit.data)!.div(total))
  // wrong (stale or aliased): const exps = logits as Value[]; for (const [i, logit] of logits.entries()) exps[i] = logit.exp(); const total = sum(exps); return exps.map(e => e.div(total))
}

// %% The loss
// hint: Only one of the probabilities counts. Which?
// hint: That of the right one, `probs[label]`. Minus its logarithm.
// hint: `return probs[label]`, then two methods.
export function negativeLogLikelihood(probs: readonly Value[], label: number): Value {
  // answer
  return probs[label].log().neg()
  // end answer
  // wrong (sign, factor): return probs[label].log()
  // wrong (a use forgotten): return probs[label].neg()
  // wrong (a use forgotten): return new Value(-Math.log(probs[label].data))
  // wrong (index): return probs[label - 1].log().neg()
  // wrong (index): return sum(probs.map(p => p.log())).neg()
  // wrong (index): return probs.reduce((best, p) => (p.data > best.data ? p : best)).log().neg()
  // wrong (reduction): return probs[label].log().neg().div(probs.length)
  // wrong (wrong operand): return probs[label].neg().add(1)
  // wrong (-): return probs[label || 1].log().neg()
  // wrong (-): return probs.at(label - 4)!.log().neg()
  // wrong (-): return (label > 0 ? probs[label] : probs[probs.length - 1]).log().neg()
  // wrong (-): const loss = probs[label].log().neg(); (probs as Value[]).length = 0; return loss
}

// %% [markdown]
// ## Look at the gradients
//
// When all is right the check prints, for each score, its probability and its gradient. Compare the two columns. What is
// the gradient of the right one, and what are the others? The track makemore derives this by hand.

// %% check
import type { Check, Pair, Slip } from 'backprop-ninja'

interface Learner {
  Value: typeof Value
  sum: typeof sum
  softmax: typeof softmax
  negativeLogLikelihood: typeof negativeLogLikelihood
}

const lecture = [0, 3, -2, 1]
const goal = [0.041772570515350445, 0.8390245074625319, 0.005653302662216329, -0.8864503806400986]

export const check: Check<Learner> = (learner, { g }) => {
  const make = (numbers: readonly number[]): Value[] => numbers.map(number => new learner.Value(number))
  const xs = [1.5 + g.random(), -0.5 - g.random(), 0.3 + g.random() / 4, 2.8 + g.random()]
  const k = 0.3 + g.random() / 4
  const softened = (of: readonly number[]): number[] => {
    const total = of.reduce((all, x) => all + Math.exp(x), 0)
    return of.map(x => Math.exp(x) / total)
  }
  const ps = softened(xs)
  const exps = xs.map(Math.exp)
  const plain = xs.reduce((a, b) => a + b)
  const product = xs.reduce((a, b) => a * b)
  const slip = (family: Slip['family'], value: Slip['value'], message: string): Slip => ({ family, value, message })
  /** How a mix of the probabilities moves with each score, by nudging. */
  const weights = [0.7, -0.4, 0.2, 1.1]
  const mixed = (of: readonly number[]): number => softened(of).reduce((all, p, i) => all + weights[i] * p, 0)
  const slopes = xs.map((x, i) => (mixed(xs.with(i, x + 1e-5)) - mixed(xs.with(i, x - 1e-5))) / 2e-5)
  /** What was handed over, after the call: how many are in the list, and whether they are the same. */
  const handed = (blank: string, call: (list: Value[]) => unknown): Pair => ({
    name: `the list that ${blank} was handed, after it`,
    blank,
    learner: () => {
      const list = make(ps)
      const before = [...list]
      call(list)
      return list.length === before.length && list.every((one, i) => one === before[i]) ? 'as it was' : 'changed'
    },
    expected: 'as it was',
    slips: [slip('stale or aliased', 'changed', 'The list that was handed over was changed, and it is not yours. Make a new one: `map` does.')],
  })
  const sumRow = (some: readonly number[]): Pair => {
    const all = some.reduce((a, b) => a + b, 0)
    return {
      name: `sum of ${some.length}: its data`,
      blank: 'sum',
      learner: () => learner.sum(make(some)).data,
      expected: all,
      slips: [
        slip('a use forgotten', 0, 'The sum is still 0. `add` returns a new Value and leaves the old one: `total = total.add(x)`.'),
        slip('a use forgotten', some[some.length - 1], 'This is the last one alone.'),
        slip('a use forgotten', all - some[0], 'The first one is missing.'),
        slip('wrong operand', all + 1, 'This is 1 too much. A sum starts with 0; a product would start with 1.'),
        ...(some.length === xs.length ? [slip('wrong operand', product, 'This is the product. Add them.')] : []),
      ],
    }
  }
  const softRow = (name: string, scores: readonly number[]): Pair => {
    const n = scores.length
    const right = softened(scores)
    const sum = scores.reduce((a, b) => a + b)
    return {
      name,
      blank: 'softmax',
      learner: () => learner.softmax(make(scores)).map(p => p.data),
      expected: right,
      slips: [
        slip('a use forgotten', scores.map(Math.exp), 'These are e to the scores. Divide each by their sum, so that they add up to 1.'),
        slip('wrong operand', scores.map(x => x / sum), 'The scores themselves are divided by their sum. First raise e to each: it makes them positive.'),
        slip('wrong operand', scores.map(x => Math.exp(x) / sum), 'You divided by the sum of the scores. It is the sum of what stands above: of e to each score.'),
        slip('wrong operand', scores.map(x => Math.exp(x - sum)), 'You divided by e to the sum. It is the sum of e to each score.'),
        slip('reduction', right.map(p => p / n), `These add up to 1/${n}. Divide by the sum, and by nothing else.`),
        slip('reduction', right.map(p => p * n), `These add up to ${n}: you divided by the mean. Divide by the sum.`),
        slip('sign, factor', softened(scores.map(x => -x)), 'The largest score has the smallest probability. Raise e to the score, not to minus the score.'),
      ],
    }
  }
  const isLoss = (name: string, label: number, ps: readonly number[]): Pair => {
    const p = ps[label]
    return {
      name,
      blank: 'negativeLogLikelihood',
      learner: () => {
        const probs = make(ps)
        const loss = learner.negativeLogLikelihood(probs, label)
        loss.mul(k).backward()
        return [loss.data, ...probs.map(one => one.grad)]
      },
      expected: [-Math.log(p), ...ps.map((one, i) => (i === label ? -k / one : 0))],
      slips: [
        slip('sign, factor', [Math.log(p), ...ps.map((one, i) => (i === label ? k / one : 0))], 'The minus is missing. The logarithm of a probability is negative, and a loss is the smaller the better.'),
        slip('a use forgotten', [-p, ...ps.map((_, i) => (i === label ? -k : 0))], 'The logarithm is missing: this is minus the probability.'),
        slip('a use forgotten', [-Math.log(p), ...ps.map(() => 0)], 'The number is right, but nothing comes back. Go on with the Values: `log` and `neg`, not `Math.log` of the data.'),
        slip('index', [-Math.log(ps[label - 1] ?? p), ...ps.map((one, i) => (i === label - 1 ? -k / one : 0))], 'This is the one before the right one. Labels count from 0, as lists do.'),
        slip('index', [-ps.reduce((all, one) => all + Math.log(one), 0), ...ps.map(one => -k / one)], 'All probabilities went in. Only that of the right one counts: `probs[label]`.'),
        slip('index', [-Math.log(Math.max(...ps)), ...ps.map(one => (one === Math.max(...ps) ? -k / one : 0))], 'This is the largest probability. It is the one at `label` that counts, likely or not.'),
        slip('reduction', [-Math.log(p) / ps.length, ...ps.map((one, i) => (i === label ? -k / one / ps.length : 0))], `It is divided by ${ps.length}. There is one example here: nothing to take a mean of.`),
        slip('wrong operand', [1 - p, ...ps.map((_, i) => (i === label ? -k : 0))], 'This is 1 - p. The loss is minus the logarithm of p.'),
      ],
    }
  }
  return [
    sumRow(xs),
    sumRow(xs.slice(0, 2)),
    sumRow(xs.slice(1, 2)),
    sumRow([...xs, ...ps, k]),
    handed('sum', list => learner.sum(list)),
    {
      name: 'sum, the first once more: gradients, then data',
      blank: 'sum',
      learner: () => {
        const values = make(xs)
        learner.sum([...values, values[0]]).mul(k).backward()
        return [...values.map(v => v.grad), ...values.map(v => v.data)]
      },
      expected: [2 * k, k, k, k, ...xs],
      slips: [
        slip('a use forgotten', [0, 0, 0, 0, ...xs], 'Nothing comes back: the sum forgets what it was made from. Add Values, not their data.'),
        slip('stale or aliased', [k, 0, 0, 0, 2 * plain, ...xs.slice(1)], 'You changed one of the Values that were handed to you. Begin with a new one.'),
      ],
    },
    softRow('softmax([0, 3, -2, 1])', lecture),
    softRow('softmax of five, two of them alike', [...xs, xs[1]]),
    softRow('softmax of two', xs.slice(2)),
    handed('softmax', list => learner.softmax(list)),
    {
      name: 'softmax, other scores: gradients of a mix',
      blank: 'softmax',
      learner: () => {
        const logits = make(xs)
        const probs = learner.softmax(logits)
        sum(probs.map((p, i) => p.mul(weights[i]))).backward()
        return logits.map(logit => logit.grad)
      },
      expected: slopes,
      within: 1e-7,
      slips: [
        slip('a use forgotten', ps.map((p, i) => p * weights[i]), 'What comes back through the sum below the line is missing. Each score is in that sum too: go on with the Value, not with its `data`.'),
        slip('a use forgotten', exps.map((e, i) => e * weights[i]), 'These are the gradients without a division. Divide by the sum of e to each score.'),
      ],
    },
    isLoss('negativeLogLikelihood(…, 3): loss, gradients', 3, ps),
    isLoss('negativeLogLikelihood(…, 1): loss, gradients', 1, ps),
    isLoss('negativeLogLikelihood(…, 0): loss, gradients', 0, ps),
    isLoss('negativeLogLikelihood(…, 2), of six: loss, gradients', 2, softened([...xs, k, -k])),
    handed('negativeLogLikelihood', list => learner.negativeLogLikelihood(list, 1)),
    {
      name: 'all three, label 3: gradients of the scores',
      blank: 'negativeLogLikelihood',
      learner: () => lectureNetwork(learner).logits.map(logit => logit.grad),
      expected: goal,
      within: 1e-12,
      learned: 'the gradient of a score is its probability, and of the right one its probability minus 1',
    },
  ]
}

function lectureNetwork({ Value, softmax, negativeLogLikelihood }: Learner) {
  const logits = lecture.map(number => new Value(number))
  const probs = softmax(logits)
  const loss = negativeLogLikelihood(probs, 3)
  loss.backward()
  return { logits, probs, loss }
}

/** Scores, probabilities and gradients, side by side. */
export function picture(learner: Learner): string {
  const { logits, probs, loss } = lectureNetwork(learner)
  const lines = logits.map((logit, i) => {
    const cells = [String(logit.data).padStart(6), probs[i].data.toFixed(6).padStart(14), logit.grad.toFixed(6).padStart(14)]
    return `  ${i}${cells.join('')}${i === 3 ? '   the right one' : ''}`
  })
  return [
    `   ${'score'.padStart(6)}${'probability'.padStart(14)}${'gradient'.padStart(14)}`,
    ...lines,
    '',
    `loss ${loss.data.toFixed(6)}. The gradients add up to 0: what one score wins, the others lose.`,
  ].join('\n')
}
