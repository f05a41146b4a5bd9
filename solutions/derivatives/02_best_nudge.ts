// %% [markdown]
// # 02 · The best nudge
//
// The derivative is what the slope goes to as the nudge goes to 0. So the smaller the nudge, the better? On
// paper, yes. In a computer, no. Here you measure it and see the curve.
//
// The function is sin(3x), at x = 1. Its derivative there is 3 cos(3) = -2.969977…, by the rules from
// school: the derivative of sin is cos, and the 3 inside comes out as a factor.

// %% The function, and its derivative by the rules
export const wave = (x: number): number => Math.sin(3 * x)
export const dwave = (x: number): number => 3 * Math.cos(3 * x)

// %% [markdown]
// ## Blank 1: the symmetric slope
//
// `oneSided` below is the slope of exercise 01: from x to x + h. It leans to one side: where the curve
// bends, the slope grows on the way from x to x + h, and what you get is rather the slope in the middle, at
// x + h/2.
//
// Take a step to **both** sides instead: from x - h to x + h. Then x itself is the middle.
//
//                                         .  *
//                            .  *    <- at x + h
//               . *   <- at x
//      *   <- at x - h

// %% From x to x + h
export function oneSided(f: (x: number) => number, x: number, h: number): number {
  return (f(x + h) - f(x)) / h
}

// %% From x - h to x + h
// hint: Rise over run again. Where does the step begin now, and where does it end?
// hint: The rise is f(x + h) - f(x - h). And how long is the run?
// hint: `(f(x + h) - f(x - h)) / (...)`: from x - h to x + h it is more than h.
export function symmetric(f: (x: number) => number, x: number, h: number): number {
  // answer
  return (f(x + h) - f(x - h)) / (2 * h)
  // end answer
  // wrong (sign, factor): return (f(x + h) - f(x - h)) / h
  // wrong (sign, factor): return ((f(x + h) - f(x - h)) / 2) * h
  // wrong (sign, factor): return (f(x - h) - f(x + h)) / (2 * h)
  // wrong (wrong operand): return (f(x + h) - f(x)) / h
  // wrong (wrong operand): return (f(x + h) + f(x - h)) / (2 * h)
  // wrong (-): return (f(Math.abs(x) + h) - f(Math.abs(x) - h)) / (2 * h)
}

// %% [markdown]
// ## Blank 2: how wrong is it?
//
// A slope of 10.01 instead of 10 is a good guess; 0.02 instead of 0.01 is a bad one, though both are 0.01 off.
// What counts is how far off a number is **as a part of what it should be**: the relative error. It is 0 or
// positive. `Math.abs(a)` is |a|.

// %% How far off, as a part of the truth
// hint: First how far off it is, whichever way. Then: what part of the truth is that?
// hint: The distance between the two is |got - truth|. It is divided by how large the truth is.
// hint: `Math.abs(got - truth)` divided by the size of the truth. The truth may be negative: an error never is.
export function relativeError(got: number, truth: number): number {
  // answer
  return Math.abs(got - truth) / Math.abs(truth)
  // end answer
  // wrong (reduction): return Math.abs(got - truth)
  // wrong (sign, factor): return Math.abs(got - truth) / truth
  // wrong (sign, factor): return (got - truth) / truth
  // wrong (wrong operand): return Math.abs(got - truth) / Math.abs(got)
  // wrong (wrong operand): return Math.abs(got - truth) / Math.max(Math.abs(got), Math.abs(truth))
  // wrong (reduction): return Math.abs(got - truth) / Math.max(1, Math.abs(truth))
  // wrong (-): return Math.abs(got - truth) / (Math.abs(truth) + 1e-12)
  // wrong (-): return Math.abs(Math.abs(got) - truth) / Math.abs(truth)
  // wrong (-): return (truth < 0 ? got - truth : truth - got) / Math.abs(truth)
}

// %% [markdown]
// ## Blank 3: which nudge is best?
//
// `nudges` are 1, 0.1, 0.01, … down to 1e-16. `bestNudge` is handed a way to find a slope (`oneSided` or
// `symmetric`), a function, a place and the true derivative, and gives the nudge with the smallest relative
// error. A loop or list methods, as you like:
//
// | Python | TypeScript |
// |---|---|
// | `for h in nudges:` | `for (const h of nudges) { … }` |
// | `best = 1.0`, changed later | `let best = 1` |
// | `[error(h) for h in nudges]` | `nudges.map(h => error(h))` |
// | `min(errors)`, `errors.index(e)` | `Math.min(...errors)`, `errors.indexOf(e)` |

// %% 1, 0.1, 0.01, …
export const nudges = Array.from({ length: 17 }, (_, k) => Number(`1e-${k}`))
export type SlopeOf = (f: (x: number) => number, x: number, h: number) => number

// %% The nudge with the smallest error
// hint: Try each nudge, find its relative error, and remember which nudge had the smallest so far.
// hint: For a nudge h the slope is `slopeOf(f, x, h)`, and `relativeError` says how wrong that is.
// hint: `const errors = nudges.map(h => relativeError(slopeOf(f, x, h), truth))`. Find where in it the smallest
//       stands; in the same place of `nudges` is the answer.
export function bestNudge(slopeOf: SlopeOf, f: (x: number) => number, x: number, truth: number): number {
  // answer
  const errors = nudges.map(h => relativeError(slopeOf(f, x, h), truth))
  return nudges[errors.indexOf(Math.min(...errors))]
  // end answer
  // wrong (index):
  //   const errors = nudges.map(h => relativeError(slopeOf(f, x, h), truth))
  //   return nudges[errors.indexOf(Math.max(...errors))]
  // wrong (index): return nudges[nudges.length - 1]
  // wrong (wrong operand):
  //   const errors = nudges.map(h => relativeError(slopeOf(f, x, h), truth))
  //   return Math.min(...errors)
  // wrong (wrong operand):
  //   const errors = nudges.map(h => relativeError(symmetric(f, x, h), truth))
  //   return nudges[errors.indexOf(Math.min(...errors))]
  // wrong (wrong operand):
  //   const errors = nudges.map(h => relativeError(slopeOf(wave, x, h), truth))
  //   return nudges[errors.indexOf(Math.min(...errors))]
  // wrong (wrong operand):
  //   const errors = nudges.map(h => relativeError(slopeOf(f, 1, h), truth))
  //   return nudges[errors.indexOf(Math.min(...errors))]
  // wrong (-):
  //   const errors = nudges.map(h => relativeError(slopeOf(f, x, h), dwave(x)))
  //   return nudges[errors.indexOf(Math.min(...errors))]
  // wrong (index):
  //   const errors = nudges.map(h => relativeError(slopeOf(f, x, h), truth))
  //   return nudges[errors.findIndex((error, i) => errors[i + 1] > error)]
  // wrong (-):
  //   let best = 0.1
  //   for (const h of nudges.slice(1)) if (relativeError(slopeOf(f, x, h), truth) < relativeError(slopeOf(f, x, best), truth)) best = h
  //   return best
  // wrong (-):
  //   const errors = nudges.slice(0, -1).map(h => relativeError(slopeOf(f, x, h), truth))
  //   return nudges[errors.indexOf(Math.min(...errors))]
  // wrong (stale or aliased):
  //   return nudges.sort((a, b) => relativeError(slopeOf(f, x, a), truth) - relativeError(slopeOf(f, x, b), truth))[0]
}

// %% [markdown]
// ## What you will see
//
// When all is right, the check draws the error for each nudge, with your functions. Read it from right to
// left, from large nudges to small ones. First the error falls: the one-sided slope gets 10 times better for
// a nudge 10 times smaller, the symmetric one 100 times. That is calculus. Then it turns, and rises again.
// That is the computer.
//
// It keeps about 16 digits of a number. With h = 1e-12 the values f(x + h) and f(x) agree in the first 12 of
// them; the subtraction takes these away, and 4 are left. Dividing by h doesn't bring the others back. With
// h = 1e-16, x + h **is** x, and the slope comes out as 0.
//
// With numbers of 7 digits (float32, which neural networks are mostly made of) the turn comes much sooner:
// that is the third curve. This is why networks aren't trained by nudging, nor checked by it in float32. The
// other reason: a network has many thousands of inputs, and each would need a nudge, a run of the whole
// network. Backpropagation finds all slopes in one go, and exactly. It is what you will build.

// %% check
import { type Check, chart } from 'backprop-ninja'

interface Learner {
  nudges: typeof nudges
  symmetric: typeof symmetric
  relativeError: typeof relativeError
  bestNudge: typeof bestNudge
}

const OTHER =
  'This is the best nudge for another function, or at another place. Use the f and the x that are handed to `bestNudge`.'

export const check: Check<Learner> = (learner, { g }) => {
  const [x, h, got, truth] = [1 + g.random(), 0.1 + g.random() / 5, 2 + g.random(), -3 - g.random()].map(x =>
    Number(x.toFixed(2)),
  )
  const [up, down] = [wave(x + h), wave(x - h)]
  const grid = (slopeOf: SlopeOf, f: (x: number) => number, x: number, truth: number) => {
    const errors = nudges.map(h => Math.abs(slopeOf(f, x, h) - truth) / Math.abs(truth))
    return {
      best: nudges[errors.indexOf(Math.min(...errors))],
      worst: nudges[errors.indexOf(Math.max(...errors))],
      least: Math.min(...errors),
    }
  }
  const both: SlopeOf = (f, x, h) => (f(x + h) - f(x - h)) / (2 * h)
  const nudgeSlips = (slopeOf: SlopeOf) => {
    const { best, worst, least } = grid(slopeOf, wave, 1, dwave(1))
    const other = grid(slopeOf === oneSided ? both : oneSided, wave, 1, dwave(1)).best
    return [
      {
        family: 'wrong operand',
        value: least,
        message: 'This is the smallest error. Asked for is the nudge that has it.',
      },
      {
        family: 'index',
        value: 1,
        message: 'This is the first nudge. A `return` inside the loop ends it in the first round.',
      },
      {
        family: 'index',
        value: worst,
        message: 'The error of this nudge is large. Look for the nudge whose error is smallest.',
      },
      {
        family: 'index',
        value: 1e-16,
        message:
          'This nudge is among the smallest, but its error is not. Compute the error for each of them.',
      },
      {
        family: 'index',
        value: nudges.indexOf(best),
        message: 'This is the place in the list. Asked for is the nudge that stands there.',
      },
      {
        family: 'wrong operand',
        value: other,
        message:
          'This is the best nudge of the other kind of slope. Use the `slopeOf` that is handed to you.',
      },
    ] as const
  }
  const errorRow = (name: string, got: number, truth: number) =>
    ({
      name,
      blank: 'relativeError',
      learner: () => learner.relativeError(got, truth),
      expected: Math.abs(got - truth) / Math.abs(truth),
      at: { got, truth },
      slips: errorSlips(got, truth),
    }) as const
  // Slopes that are drawn: above and below the truth, the error going up and down, and the best where it is asked for.
  const level = 2 + g.random()
  const off = nudges.map((_, i) => (i % 2 === 0 ? 1 : -1) * (0.1 + g.random()))
  const drawnRow = (name: string, place: number, sign: number) => {
    const size = (i: number): number => (i === place ? 0.01 : 1) * off[i]
    const slopeOf: SlopeOf = (f, x, h) => f(x) * (1 + size(Math.round(-Math.log10(h))))
    const best = nudges[place]
    const errors = nudges.map((_, i) => Math.abs(size(i)))
    const lowest = (slopes: readonly number[]): number => nudges[slopes.indexOf(Math.min(...slopes))]
    return {
      name: `bestNudge, drawn slopes, ${name}`,
      blank: 'bestNudge',
      learner: () => learner.bestNudge(slopeOf, x => sign * level * x, 3, sign * level * 3),
      expected: best,
      slips: [
        {
          family: 'wrong operand',
          value: Math.abs(size(place)),
          message: 'This is the smallest error. Asked for is the nudge that has it.',
        },
        {
          family: 'index',
          value: place,
          message: 'This is the place in the list. Asked for is the nudge that stands there.',
        },
        {
          family: 'index',
          value: nudges[errors.indexOf(Math.max(...errors))],
          message: 'The error of this nudge is large. Look for the nudge whose error is smallest.',
        },
        {
          family: 'index',
          value: nudges[errors.findIndex((error, i) => errors[i + 1] > error)],
          message:
            'This is the first nudge whose error is smaller than the next one. A smaller one may follow: try them all.',
        },
        {
          family: 'sign, factor',
          value: lowest(nudges.map((_, i) => sign * size(i))),
          message: 'This slope is the lowest. Asked for is the one that is nearest to the truth.',
        },
        {
          family: 'wrong operand',
          value: lowest(nudges.map((_, i) => Math.abs(sign * level * (1 + size(i)) - sign * level * 3))),
          message: OTHER,
        },
        {
          family: 'wrong operand',
          value: lowest(nudges.map((_, i) => Math.abs(wave(3) * (1 + size(i)) - sign * level * 3))),
          message: OTHER,
        },
      ],
    } as const
  }
  return [
    {
      name: 'symmetric(wave, x, h)',
      blank: 'symmetric',
      learner: () => learner.symmetric(wave, x, h),
      expected: (up - down) / (2 * h),
      at: { x, h },
      slips: [
        {
          family: 'sign, factor',
          value: (up - down) / h,
          message: 'This is twice the slope. From x - h to x + h it is a distance of 2h.',
        },
        {
          family: 'sign, factor',
          value: ((up - down) / 2) * h,
          message: '`/ 2 * h` divides by 2 and then multiplies by h. Put 2 * h in parentheses.',
        },
        {
          family: 'wrong operand',
          value: (up - wave(x)) / h,
          message: 'This is the one-sided slope. Take the step from x - h to x + h.',
        },
        {
          family: 'wrong operand',
          value: (up + down) / (2 * h),
          message: 'The two values were added. A rise is the one minus the other.',
        },
        {
          family: 'wrong operand',
          value: up - down / (2 * h),
          message: 'Only f(x - h) was divided. `/` comes before `-`: put the difference in parentheses.',
        },
        {
          family: 'wrong operand',
          value: (wave(x) - wave(x - h)) / h,
          message: 'This is the slope from x - h to x, one-sided too. The step ends at x + h.',
        },
        {
          family: 'wrong operand',
          value: (wave(x + h / 2) - wave(x - h / 2)) / h,
          message: 'The step is half as long as asked for. It goes from x - h to x + h.',
        },
        {
          family: 'wrong operand',
          value: (up - down) / (2 * x),
          message: 'You divided by 2x. From x - h to x + h it is a distance of 2h.',
        },
      ],
    },
    {
      name: 'symmetric(x => x², x, h)',
      blank: 'symmetric',
      learner: () => learner.symmetric(x => x * x, x, h),
      expected: 2 * x,
      at: { x, h },
      learned: 'of a parabola the symmetric slope is the derivative, whatever the nudge',
      slips: [
        {
          family: 'wrong operand',
          value: 2 * x + h,
          message: 'This is the one-sided slope. Take the step from x - h to x + h.',
        },
        {
          family: 'wrong operand',
          value: (x * x + h * h) / h,
          message: 'The two values were added. A rise is the one minus the other.',
        },
        {
          family: 'sign, factor',
          value: 2 * x * h * h,
          message: '`/ 2 * h` divides by 2 and then multiplies by h. Put 2 * h in parentheses.',
        },
        {
          family: 'wrong operand',
          value: (up - down) / (2 * h),
          message: 'This is the slope of sin(3x). The function to use is the one that is handed over, f.',
        },
      ],
    },
    {
      name: 'symmetric(x => x³ + x², x, h), x negative',
      blank: 'symmetric',
      learner: () => learner.symmetric(x => x ** 3 + x ** 2, -x, h),
      expected: 3 * x ** 2 + h ** 2 - 2 * x,
      at: { x: -x, h },
      slips: [
        {
          family: 'sign, factor',
          value: 2 * (3 * x ** 2 + h ** 2 - 2 * x),
          message: 'This is twice the slope. From x - h to x + h it is a distance of 2h.',
        },
        {
          family: 'wrong operand',
          value: 3 * x ** 2 - 3 * x * h + h ** 2 - 2 * x + h,
          message: 'This is the one-sided slope. Take the step from x - h to x + h.',
        },
      ],
    },
    errorRow('relativeError(got, truth)', got, -truth),
    errorRow('relativeError(got, truth), truth negative', got, truth),
    errorRow('relativeError(got, truth), both negative', -got, truth),
    errorRow('relativeError(got, truth), got larger', 10 * got, -truth),
    errorRow('relativeError(got, truth), both tiny', (-truth / 1e9) * 1.5, got / 1e9),
    {
      name: 'bestNudge(oneSided, wave, 1, …)',
      blank: 'bestNudge',
      learner: () => learner.bestNudge(oneSided, wave, 1, dwave(1)),
      expected: 1e-8,
      slips: nudgeSlips(oneSided),
    },
    {
      name: 'bestNudge(symmetric, wave, 1, …)',
      blank: 'bestNudge',
      learner: () => learner.bestNudge(learner.symmetric, wave, 1, dwave(1)),
      expected: () => grid(both, wave, 1, dwave(1)).best,
      slips: nudgeSlips(both),
      learned: 'larger than for the one-sided slope, and its error is 50 times smaller',
    },
    drawnRow('the first is best', 0, 1),
    drawnRow('the last is best', nudges.length - 1, 1),
    drawnRow('the truth negative', 3 + Math.floor(11 * g.random()), -1),
    {
      name: 'the list of nudges, after bestNudge',
      blank: 'bestNudge',
      learner: () => {
        const before = learner.nudges.join()
        learner.bestNudge(both, wave, 1, dwave(1))
        return learner.nudges.join() === before && before === nudges.join() ? 'as it was' : 'changed'
      },
      expected: 'as it was',
      slips: [
        {
          family: 'stale or aliased',
          value: 'changed',
          message:
            '`nudges` itself was changed, and others read it too. `sort` and `reverse` change a list in place: take a copy first, `[...nudges]`.',
        },
      ],
    },
  ]
}

function errorSlips(got: number, truth: number) {
  const distance = Math.abs(got - truth)
  return [
    {
      family: 'reduction',
      value: distance,
      message:
        'This is how far off it is. Divide by the size of the truth: 0.01 is much of 0.02 and little of 1000.',
    },
    {
      family: 'wrong operand',
      value: distance / Math.abs(got),
      message: 'You divided by what was got. The measure is the truth.',
    },
    {
      family: 'sign, factor',
      value: -distance / Math.abs(truth),
      message: 'This error is negative. Take the sizes, `Math.abs`, of the difference and of the truth.',
    },
    {
      family: 'wrong operand',
      value: distance / Math.max(Math.abs(got), Math.abs(truth)),
      message: 'You divided by the larger of the two. The measure is the truth, be it the smaller one.',
    },
    {
      family: 'wrong operand',
      value: Math.abs(got / truth),
      message: 'This is what part of the truth you got. Asked for is what part of it you are off.',
    },
    {
      family: 'sign, factor',
      value: (100 * distance) / Math.abs(truth),
      message: 'This is the error in percent. Leave out the factor 100.',
    },
    {
      family: 'wrong operand',
      value: Math.abs(got - truth / truth),
      message: 'Only the truth was divided. `/` comes before `-`: put the difference in parentheses.',
    },
  ] as const
}

/** The error against the nudge, drawn with the learner's functions. */
export function picture({ symmetric, relativeError, bestNudge }: Learner): string {
  const half = Array.from({ length: 33 }, (_, k) => 10 ** (-k / 2))
  const short = (x: number): number => Math.fround(Math.sin(Math.fround(3 * Math.fround(x))))
  const curve = (name: string, slopeAt: (h: number) => number) => ({
    name,
    x: half,
    y: half.map(h => relativeError(slopeAt(h), dwave(1))),
  })
  const text = chart(
    [
      curve('one-sided', h => oneSided(wave, 1, h)),
      curve('symmetric', h => symmetric(wave, 1, h)),
      curve('symmetric, 7 digits', h => symmetric(short, 1, h)),
    ],
    {
      x: { log: true, label: 'nudge h' },
      y: { log: true, label: 'relative error of the slope of sin(3x) at 1' },
    },
  )
  const best = (slopeOf: SlopeOf): string => {
    const h = bestNudge(slopeOf, wave, 1, dwave(1))
    const error = relativeError(slopeOf(wave, 1, h), dwave(1))
    return `${h.toExponential()}, where the error is ${error.toExponential(1)}`
  }
  return [
    text,
    '',
    `best one-sided nudge: ${best(oneSided)}`,
    `best symmetric nudge: ${best(symmetric)}`,
  ].join('\n')
}
