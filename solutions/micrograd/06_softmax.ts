// %% [markdown]
// # 06 · Softmax and the log loss
//
// Here is a first use for your autograd. A network has to tell which of four things it sees. It gives each a score, a
// **logit**:
//
//     0   3   -2   1
//
// The right one is number 3, counted from 0: the last. How good are these scores? Turn them into probabilities:
// raise e to each score, which makes them all positive, and divide by the sum, which makes them add up to 1.
// This is **softmax**.
//
//     e^0    e^3    e^-2   e^1            1.00  20.09   0.14   2.72     sum 23.94
//     each divided by the sum             0.042  0.839  0.006  0.114    sum 1
//
// The right one got a probability of 0.114. The loss is minus the logarithm of that, 2.175. It would be 0 for a
// probability of 1, and it grows as the probability gets smaller. Its full name is the negative log likelihood.
//
//     log(p)    0 |                    . . - - '
//                 |           . '                      the loss is -log(p)
//                 |      .
//                 |   .
//              -3 |  .
//                 +--------------------------------
//                  0        p                    1
//
// Write softmax and the loss with Values. You only need the forward pass: your backward pass handles the
// rest, also where a Value is used more than once.

// %% include value.ts
export * from './value.ts'
import { Value } from './value.ts'

// %% include functions.ts
export * from './functions.ts'

// %% [markdown]
// ## Blanks 1 to 3
//
// You'll need `sum` for the softmax, and for much that comes later.
//
// | Python | TypeScript |
// |---|---|
// | `[x.exp() for x in xs]` | `xs.map(x => x.exp())` |
// | `total = Value(0)`, changed later | `let total = new Value(0)` |
// | `for x in xs: total = total + x` | `for (const x of xs) total = total.add(x)` |

// %% The sum of a list of Values
// hint: Start with a Value of 0, and add one after the other.
// hint: `add` returns a new Value and leaves the old one alone, so set your variable to the new one each time.
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
  //   > Your sum is still 0. `add` returns a new Value and leaves the old one alone: `total = total.add(x)`.
  // wrong (a use forgotten):
  //   const total = new Value(0)
  //   for (const x of xs) total.data += x.data
  //   return total
  //   > The number is right, but nothing comes back: the sum doesn't remember what it was made from. Add the Values,
  //   > not their data: `total = total.add(x)`.
  // wrong (a use forgotten):
  //   let total = new Value(0)
  //   for (const x of xs) total = total.add(x.data)
  //   return total
  //   > The number is right, but nothing comes back: the sum doesn't remember what it was made from. Add the Values,
  //   > not their data: `total = total.add(x)`.
  // wrong (wrong operand):
  //   let total = new Value(1)
  //   for (const x of xs) total = total.mul(x)
  //   return total
  //   > This is the product. Add them.
  // wrong (wrong operand):
  //   let total = new Value(1)
  //   for (const x of xs) total = total.add(x)
  //   return total
  //   > This is 1 too much. A sum starts with 0; it's a product that starts with 1.
  // wrong (a use forgotten): return xs[xs.length - 1]
  //   > This is the last one alone. Add each to what you have so far: `total = total.add(x)`.
  // wrong (a use forgotten):
  //   let total = new Value(0)
  //   for (const x of xs) {
  //     total = total.add(x)
  //     return total
  //   }
  //   return total
  //   > This is the first one alone. Is your `return` inside the loop? Put it after the loop.
  // wrong (a use forgotten): return xs.slice(1).reduce((total, x) => total.add(x))
  //   > You leave out the first one.
  // wrong (a use forgotten):
  //   let total = new Value(0)
  //   for (let i = 1; i < xs.length; i++) total = total.add(xs[i])
  //   return total
  //   > You leave out the first one. Lists start at 0.
  // wrong (overwritten, doubled, subtracted):
  //   let total = xs[0]
  //   for (const x of xs) total = total.add(x)
  //   return total
  //   > You count the first one twice. Start with a Value of 0.
  // wrong (stale or aliased):
  //   for (const x of xs.slice(1)) xs[0].data += x.data
  //   return xs[0]
  //   > You changed the first Value in the list. Other steps may need it: start with a new one, `new Value(0)`.
  // wrong (stale or aliased):
  //   let total = new Value(0)
  //   const list = xs as Value[]
  //   while (list.length > 0) total = total.add(list.shift()!)
  //   return total
  //   > You changed the list `xs` itself, and other code may need it. Go through it with `for … of`, which leaves it
  //   > as it is.
  // wrong (-):
  //   let total = new Value(0)
  //   for (let i = 0; i < Math.min(5, xs.length); i++) total = total.add(xs[i])
  //   return total
}

// %% Scores to probabilities
// hint: First raise e to each of the scores. Then what do you divide each of these by?
// hint: By the sum of them all, and you have a function for that. The sum is the same for each: compute it once.
// hint: `const exps = logits.map(...)`, `const total = sum(exps)`, and return `exps.map(...)`.
export function softmax(logits: readonly Value[]): Value[] {
  // answer
  const exps = logits.map(logit => logit.exp())
  const total = sum(exps)
  return exps.map(e => e.div(total))
  // end answer
  // wrong (a use forgotten): const exps = logits.map(logit => logit.exp()); const total = sum(exps); return exps.map(e => e.div(total.data))
  //   > The numbers are right, but a part of the gradient is missing. Each score is in the sum too: divide by the Value
  //   > itself, not by its `data`.
  // wrong (a use forgotten):
  //   const exps = logits.map(logit => Math.exp(logit.data))
  //   const total = exps.reduce((a, b) => a + b)
  //   return exps.map(e => new Value(e / total))
  //   > The numbers are right, but nothing comes back. Use the methods of the Values, `exp` and `div`, not their data.
  // wrong (a use forgotten): return logits.map(logit => logit.exp())
  //   > This is e to the power of each score. Now divide each by their sum, so that they add up to 1.
  // wrong (wrong operand): const total = sum(logits); return logits.map(logit => logit.div(total))
  //   > You divided the scores themselves by their sum. First raise e to each of them: that makes them positive.
  // wrong (wrong operand): const total = sum(logits); return logits.map(logit => logit.exp().div(total))
  //   > You divided by the sum of the scores. Divide by the sum of what's above the line: of e to each score.
  // wrong (wrong operand): const total = sum(logits).exp(); return logits.map(logit => logit.exp().div(total))
  //   > You divided by e to the power of the sum. Divide by the sum of e to each score.
  // wrong (order): const total = sum(logits); return logits.map(logit => logit.div(total).exp())
  //   > You divided too early. First raise e to each score, then divide each by the sum of these.
  // wrong (wrong operand): const exps = logits.map(logit => logit.exp()); return exps.map(e => e.div(exps.length))
  //   > You divided by how many there are. Divide by the sum of them all.
  // wrong (reduction): const exps = logits.map(logit => logit.exp()); const total = sum(exps); return exps.map(e => e.div(total).div(exps.length))
  //   > You divided by the sum, and then by how many there are. Divide by the sum alone, so that they add up to 1.
  // wrong (reduction): const exps = logits.map(logit => logit.exp()); const mean = sum(exps).div(exps.length); return exps.map(e => e.div(mean))
  //   > You divided by the mean. Divide by the sum, so that they add up to 1.
  // wrong (sign, factor): const exps = logits.map(logit => logit.neg().exp()); const total = sum(exps); return exps.map(e => e.div(total))
  //   > Your largest score has the smallest probability. Raise e to the score, not to minus the score.
  // wrong (-): const exps = logits.map(logit => logit.exp()); const total = exps[0].add(exps[1]).add(exps[2]).add(exps[3]); return exps.map(e => e.div(total))
  // wrong (-): const exps = new Map(logits.map(logit => [logit.data, logit.exp()])); const total = sum([...exps.values()]); return logits.map(logit => exps.get(logit.data)!.div(total))
  // wrong (stale or aliased): const exps = logits as Value[]; for (const [i, logit] of logits.entries()) exps[i] = logit.exp(); const total = sum(exps); return exps.map(e => e.div(total))
  //   > You changed the list `logits` itself, and other code may need it. Make a new list: `logits.map(…)`.
}

// %% The loss
// hint: Only one of the probabilities counts. Which?
// hint: The probability of the right one, `probs[label]`. Take minus its logarithm.
// hint: `return probs[label]`, then two methods.
export function negativeLogLikelihood(probs: readonly Value[], label: number): Value {
  // answer
  return probs[label].log().neg()
  // end answer
  // wrong (sign, factor): return probs[label].log()
  //   > The minus is missing. The logarithm of a probability is negative, and a loss must get smaller as things get
  //   > better.
  // wrong (a use forgotten): return probs[label].neg()
  //   > The logarithm is missing: this is minus the probability.
  // wrong (not finite): return probs[label].neg().log()
  //   > You took the logarithm of a negative number, which is NaN. First the logarithm, then the minus.
  // wrong (a use forgotten): return new Value(-Math.log(probs[label].data))
  //   > The number is right, but nothing comes back. Use the methods of the Value, `log` and `neg`, not `Math.log` of
  //   > its data.
  // wrong (index): return probs[label - 1].log().neg()
  //   > This is the one before the right one. Labels count from 0, as lists do: `probs[label]`.
  // wrong (index): return probs[3].log().neg()
  //   > This is always number 3. The right one is number `label`, which isn't always 3: `probs[label]`.
  // wrong (index): return probs[probs.length - 1].log().neg()
  //   > This is always the last one. The right one is number `label`: `probs[label]`.
  // wrong (index): return sum(probs.map(p => p.log())).neg()
  //   > You used all the probabilities. Only that of the right one counts: `probs[label]`.
  // wrong (index): return probs.reduce((best, p) => (p.data > best.data ? p : best)).log().neg()
  //   > This is the largest probability. The one at `label` counts, likely or not.
  // wrong (reduction): return probs[label].log().neg().div(probs.length)
  //   > You divided by how many probabilities there are. There's only one example here, so don't take a mean.
  // wrong (wrong operand): return probs[label].neg().add(1)
  //   > This is 1 - p. The loss is minus the logarithm of p.
  // wrong (-): return probs[label || 1].log().neg()
  // wrong (-): return probs.at(label - 4)!.log().neg()
  // wrong (-): return (label > 0 ? probs[label] : probs[probs.length - 1]).log().neg()
  // wrong (stale or aliased): const loss = probs[label].log().neg(); (probs as Value[]).length = 0; return loss
  //   > You changed the list `probs` itself, and other code may need it. You only have to read from it.
}

// %% [markdown]
// ## Look at the gradients
//
// When everything is right, the check prints the probability and the gradient of each score. Compare the two
// columns. What's the gradient of the right score, and what are those of the others? In the track makemore
// you'll derive this by hand.

// %% check
import type { Check, Pair } from 'backprop-ninja'

type Learner = Pick<typeof import('./06_softmax.ts'), 'Value' | 'sum' | 'softmax' | 'negativeLogLikelihood'>

const lecture = [0, 3, -2, 1]
/** The gradients of the lecture's scores, by PyTorch: their probabilities, and of the last its probability minus 1. */
const goal = [0.041772570515350445, 0.8390245074625319, 0.005653302662216329, -0.8864503806400986]

export const check: Check<Learner> = (learner, { g }) => {
  const make = (numbers: readonly number[]): Value[] => numbers.map(number => new learner.Value(number))
  const dataOf = (values: readonly Value[]): number[] => values.map(v => v.data)
  const gradsOf = (values: readonly Value[]): number[] => values.map(v => v.grad)
  const xs = [1.5 + g.random(), -0.5 - g.random(), 0.3 + g.random() / 4, 2.8 + g.random()]
  const k = 0.3 + g.random() / 4
  const softened = (of: readonly number[]): number[] => {
    const total = of.reduce((all, x) => all + Math.exp(x), 0)
    return of.map(x => Math.exp(x) / total)
  }
  const ps = softened(xs)
  /** How a mix of the probabilities moves with each score, by nudging. */
  const weights = [0.7, -0.4, 0.2, 1.1]
  const mixed = (of: readonly number[]): number => softened(of).reduce((all, p, i) => all + weights[i] * p, 0)
  const slopes = xs.map((x, i) => (mixed(xs.with(i, x + 1e-5)) - mixed(xs.with(i, x - 1e-5))) / 2e-5)
  const unchanged = (blank: string, call: (list: Value[]) => unknown): Pair => ({
    name: `the list that ${blank} was given, after it`,
    blank,
    learner: () => {
      const list = make(ps)
      const before = [...list]
      call(list)
      return list.length === before.length && list.every((one, i) => one === before[i]) ? 'as it was' : 'changed'
    },
  })
  const summed = [xs, xs.slice(0, 2), xs.slice(1, 2), [...xs, ...ps, k]]
  const softmax = (name: string, scores: readonly number[], expected?: readonly number[]): Pair => ({
    name: `softmax ${name}`,
    blank: 'softmax',
    learner: () => dataOf(learner.softmax(make(scores))),
    ...(expected && { expected }),
  })
  const losses = [
    ['3', 3, ps],
    ['1', 1, ps.toReversed()],
    ['0', 0, ps],
    ['2), of six', 2, softened([...xs, k, -k])],
  ] as const
  return [
    ...summed.map(some => ({
      name: `sum of ${some.length}: its data`,
      blank: 'sum',
      learner: () => learner.sum(make(some)).data,
    })),
    unchanged('sum', list => learner.sum(list)),
    {
      name: 'sum, the first once more: gradients, then data',
      blank: 'sum',
      learner: () => {
        const values = make(xs)
        learner.sum([...values, values[0]]).mul(k).backward()
        return [...gradsOf(values), ...dataOf(values)]
      },
      expected: [2 * k, k, k, k, ...xs],
    },
    softmax('([0, 3, -2, 1])', lecture, goal.with(3, goal[3] + 1)),
    softmax('of five, two of them alike', [...xs, xs[1]]),
    softmax('of two', xs.slice(2)),
    unchanged('softmax', list => learner.softmax(list)),
    {
      name: 'softmax, other scores: gradients of a mix',
      blank: 'softmax',
      learner: () => {
        const logits = make(xs)
        const parts = learner.softmax(logits).map((p, i) => p.mul(weights[i]))
        parts.reduce((a, b) => a.add(b)).backward()
        return gradsOf(logits)
      },
      expected: slopes,
      within: 1e-7,
    },
    ...losses.map(([name, label, ps]) => ({
      name: `negativeLogLikelihood(…, ${name}${name.length > 1 ? '' : ')'}: loss, gradients`,
      blank: 'negativeLogLikelihood',
      learner: () => {
        const probs = make(ps)
        const loss = learner.negativeLogLikelihood(probs, label)
        loss.mul(k).backward()
        return [loss.data, ...gradsOf(probs)]
      },
    })),
    unchanged('negativeLogLikelihood', list => learner.negativeLogLikelihood(list, 1)),
    {
      name: 'all three, label 3: gradients of the scores',
      blank: 'negativeLogLikelihood',
      learner: () => gradsOf(lectureNetwork(learner).logits),
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
    `loss ${loss.data.toFixed(6)}. The gradients add up to 0: what one score gains, the others lose.`,
  ].join('\n')
}
