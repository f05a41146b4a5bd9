// %% [markdown]
// # 02 · The best nudge
//
// The derivative is where the slope goes as the nudge goes to 0. So the smaller the nudge, the better? On
// paper, yes. On a computer, no. In this exercise you measure it and see the curve.
//
// The function is sin(3x), at x = 1. Its derivative there is 3 cos(3) = -2.969977…. That follows from the
// rules you know from school: the derivative of sin is cos, and the 3 inside becomes a factor.

// %% The function, and its derivative by the rules
export const wave = (x: number): number => Math.sin(3 * x)
export const dwave = (x: number): number => 3 * Math.cos(3 * x)

// %% [markdown]
// ## Blank 1: the symmetric slope
//
// `oneSided` below is the slope from exercise 01: from x to x + h. It leans to one side. Where the curve
// bends, the slope changes on the way from x to x + h, and what you get is closer to the slope in the
// middle, at x + h/2.
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
// hint: It's rise over run again. Where does the step begin now, and where does it end?
// hint: The rise is f(x + h) - f(x - h). How long is the run?
// hint: `(f(x + h) - f(x - h)) / (...)`. From x - h to x + h is a longer way than h.
export function symmetric(f: (x: number) => number, x: number, h: number): number {
  // answer
  return (f(x + h) - f(x - h)) / (2 * h)
  // end answer
  // wrong (sign, factor): return (f(x + h) - f(x - h)) / h
  //   > This is twice the slope. The distance from x - h to x + h is 2h.
  // wrong (sign, factor): return ((f(x + h) - f(x - h)) / 2) * h
  //   > `/ 2 * h` divides by 2 and then multiplies by h. Write `/ (2 * h)`.
  // wrong (sign, factor): return (f(x - h) - f(x + h)) / (2 * h)
  //   > The sign is wrong. The rise is f at the end of the step minus f at the beginning.
  // wrong (wrong operand): return (f(x + h) - f(x)) / h
  //   > This is the one-sided slope. Step from x - h to x + h.
  // wrong (wrong operand): return (f(x) - f(x - h)) / h
  //   > This is the slope from x - h to x, which is one-sided too. End the step at x + h.
  // wrong (wrong operand): return (f(x + h / 2) - f(x - h / 2)) / h
  //   > Your step is half as long as it should be. Step from x - h to x + h.
  // wrong (wrong operand): return (f(x + h) + f(x - h)) / (2 * h)
  //   > You added the two values. A rise is one value minus the other.
  // wrong (wrong operand): return f(x + h) - f(x - h) / (2 * h)
  //   > Only f(x - h) is divided here, because `/` comes before `-`. Put the difference in parentheses.
  // wrong (wrong operand): return (f(x + h) - f(x - h)) / (2 * x)
  //   > You divided by 2x. The distance from x - h to x + h is 2h.
  // wrong (wrong operand): return (wave(x + h) - wave(x - h)) / (2 * h)
  //   > This is the slope of `wave`, whatever function you're given. Use the parameter `f`.
  // wrong (-): return (f(Math.abs(x) + h) - f(Math.abs(x) - h)) / (2 * h)
}

// %% [markdown]
// ## Blank 2: how wrong is it?
//
// A slope of 10.01 instead of 10 is a good guess. A slope of 0.02 instead of 0.01 is a bad one, though both
// are off by 0.01. What counts is how large the error is **compared to the true value**: the relative error.
// It's 0 or positive. `Math.abs(a)` is |a|.

// %% The error, as a fraction of the truth
// hint: First find the distance between the two numbers. Then ask: what fraction of the truth is that?
// hint: The distance is |got - truth|. Divide it by the size of the truth.
// hint: `Math.abs(got - truth)` divided by the size of the truth. The truth may be negative; an error never is.
export function relativeError(got: number, truth: number): number {
  // answer
  return Math.abs(got - truth) / Math.abs(truth)
  // end answer
  // wrong (reduction): return Math.abs(got - truth)
  //   > This is the distance between the two. Divide it by the size of the truth: 0.01 is a lot next to 0.02, and
  //   > very little next to 1000.
  // wrong (sign, factor): return Math.abs(got - truth) / truth
  //   > This error is negative wherever the truth is. Divide by the truth's size, `Math.abs(truth)`.
  // wrong (sign, factor): return (got - truth) / truth
  //   > This error can be negative. Use `Math.abs` for both the difference and the truth.
  // wrong (sign, factor): return (100 * Math.abs(got - truth)) / Math.abs(truth)
  //   > This is the error in percent. Leave out the factor 100.
  // wrong (wrong operand): return Math.abs(got - truth) / Math.abs(got)
  //   > You divided by `got`. Divide by the truth: it's what you measure against.
  // wrong (wrong operand): return Math.abs(got - truth) / Math.max(Math.abs(got), Math.abs(truth))
  //   > You divided by the larger of the two numbers. The relative error divides by the size of the truth.
  // wrong (wrong operand): return Math.abs(got / truth)
  //   > This is how large `got` is compared to the truth. Return how large the error is.
  // wrong (wrong operand): return Math.abs(got - truth / truth)
  //   > Only the truth is divided here, because `/` comes before `-`. Put the difference in parentheses.
  // wrong (reduction): return Math.abs(got - truth) / Math.max(1, Math.abs(truth))
  //   > You divided by 1 where the truth is smaller than 1. Divide by the truth's size, however small it is.
  // wrong (-): return Math.abs(got - truth) / (Math.abs(truth) + 1e-12)
  // wrong (-): return Math.abs(Math.abs(got) - truth) / Math.abs(truth)
  // wrong (-): return (truth < 0 ? got - truth : truth - got) / Math.abs(truth)
}

// %% [markdown]
// ## Blank 3: which nudge is best?
//
// `nudges` are 1, 0.1, 0.01, … down to 1e-16. `bestNudge` takes a way to find a slope (`oneSided` or
// `symmetric`), a function, a place and the true derivative. It returns the nudge with the smallest relative
// error. Use a loop or list methods, as you like:
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
// hint: Try each nudge, find its relative error, and remember which nudge had the smallest error so far.
// hint: For a nudge h the slope is `slopeOf(f, x, h)`, and `relativeError` tells you how wrong it is.
// hint: `const errors = nudges.map(h => relativeError(slopeOf(f, x, h), truth))`. Find the place of the smallest
//       error. Your answer is in the same place of `nudges`.
export function bestNudge(slopeOf: SlopeOf, f: (x: number) => number, x: number, truth: number): number {
  // answer
  const errors = nudges.map(h => relativeError(slopeOf(f, x, h), truth))
  return nudges[errors.indexOf(Math.min(...errors))]
  // end answer
  // wrong (index):
  //   const errors = nudges.map(h => relativeError(slopeOf(f, x, h), truth))
  //   return nudges[errors.indexOf(Math.max(...errors))]
  //   > This nudge has the largest error. Return the one with the smallest.
  // wrong (index): return nudges[nudges.length - 1]
  //   > This is always the smallest nudge, and its error isn't the smallest. Compute the error of each nudge.
  // wrong (index): return nudges[0]
  //   > This is always the first nudge. Does a `return` inside your loop end it in the first round?
  // wrong (index):
  //   const errors = nudges.map(h => relativeError(slopeOf(f, x, h), truth))
  //   return errors.indexOf(Math.min(...errors))
  //   > This is a place in the list. Return the nudge at that place.
  // wrong (sign, factor):
  //   const slopes = nudges.map(h => slopeOf(f, x, h))
  //   return nudges[slopes.indexOf(Math.min(...slopes))]
  //   > This nudge has the lowest slope. Return the one whose slope is nearest to the truth.
  // wrong (wrong operand):
  //   const errors = nudges.map(h => relativeError(slopeOf(f, x, h), truth))
  //   return Math.min(...errors)
  //   > This is the smallest error. Return the nudge, not its error.
  // wrong (wrong operand):
  //   const errors = nudges.map(h => relativeError(symmetric(f, x, h), truth))
  //   return nudges[errors.indexOf(Math.min(...errors))]
  //   > This always uses `symmetric`. Use the slope that `bestNudge` is given, `slopeOf`.
  // wrong (wrong operand):
  //   const errors = nudges.map(h => relativeError(oneSided(f, x, h), truth))
  //   return nudges[errors.indexOf(Math.min(...errors))]
  //   > This always uses `oneSided`. Use the slope that `bestNudge` is given, `slopeOf`.
  // wrong (wrong operand):
  //   const errors = nudges.map(h => relativeError(slopeOf(wave, x, h), truth))
  //   return nudges[errors.indexOf(Math.min(...errors))]
  //   > This always uses the function `wave`. Use the one that `bestNudge` is given, `f`.
  // wrong (wrong operand):
  //   const errors = nudges.map(h => relativeError(slopeOf(f, 1, h), truth))
  //   return nudges[errors.indexOf(Math.min(...errors))]
  //   > The place is always 1 here. Use the `x` that `bestNudge` is given.
  // wrong (-):
  //   const errors = nudges.map(h => relativeError(slopeOf(f, x, h), dwave(x)))
  //   return nudges[errors.indexOf(Math.min(...errors))]
  // wrong (index):
  //   const errors = nudges.map(h => relativeError(slopeOf(f, x, h), truth))
  //   return nudges[errors.findIndex((error, i) => errors[i + 1] > error)]
  //   > This is the first nudge whose error is smaller than the next one. A later one may be smaller still: try them all.
  // wrong (-):
  //   let best = 0.1
  //   for (const h of nudges.slice(1)) if (relativeError(slopeOf(f, x, h), truth) < relativeError(slopeOf(f, x, best), truth)) best = h
  //   return best
  // wrong (-):
  //   const errors = nudges.slice(0, -1).map(h => relativeError(slopeOf(f, x, h), truth))
  //   return nudges[errors.indexOf(Math.min(...errors))]
  // wrong (stale or aliased):
  //   return nudges.sort((a, b) => relativeError(slopeOf(f, x, a), truth) - relativeError(slopeOf(f, x, b), truth))[0]
  //   > You changed `nudges` itself, and other code reads it too. `sort` and `reverse` change a list in place: copy it
  //   > first, `[...nudges]`.
}

// %% [markdown]
// ## What you will see
//
// When everything is right, the check draws the error for each nudge, using your functions. Read it from
// right to left, from large nudges to small ones. At first the error falls: with a nudge 10 times smaller,
// the one-sided slope gets 10 times better and the symmetric one 100 times. That is calculus. Then the curve
// turns and rises again. That is the computer.
//
// A computer keeps about 16 digits of a number. With h = 1e-12 the values f(x + h) and f(x) agree in the
// first 12 of them. The subtraction removes these, and 4 are left. Dividing by h doesn't bring the others
// back. With h = 1e-16, x + h **is** x, and the one-sided slope comes out as 0.
//
// With numbers of 7 digits (float32, which most neural networks use) the curve turns much sooner: that's the
// third curve. This is why nobody trains networks by nudging, or checks them by nudging in float32. There is
// another reason: a network has many thousands of inputs, and each would need its own nudge and its own run of
// the whole network. Backpropagation finds all slopes in one go, and exactly. That's what you will build.

// %% check
import { type Check, chart } from 'backprop-ninja'

type Learner = Pick<typeof import('./02_best_nudge.ts'), 'nudges' | 'symmetric' | 'relativeError' | 'bestNudge'>

export const check: Check<Learner> = (learner, { g }) => {
  const [x, h, got, truth] = [1 + g.random(), 0.1 + g.random() / 5, 2 + g.random(), -3 - g.random()].map(x =>
    Number(x.toFixed(2)),
  )
  const errors = [
    ['', got, -truth],
    [', truth negative', got, truth],
    [', both negative', -got, truth],
    [', got larger', 10 * got, -truth],
    [', both tiny', (-truth / 1e9) * 1.5, got / 1e9],
  ] as const
  // Slopes that are drawn: above and below the truth, the error going up and down, and the best at a given place.
  const level = 2 + g.random()
  const off = nudges.map((_, i) => (i % 2 === 0 ? 1 : -1) * (0.1 + g.random()))
  const drawn = [
    ['the first is best', 0, 1],
    ['the last is best', nudges.length - 1, 1],
    ['the truth negative', 3 + Math.floor(11 * g.random()), -1],
  ] as const
  const slopeBestAt =
    (place: number): SlopeOf =>
    (f, x, h) => {
      const i = Math.round(-Math.log10(h))
      return f(x) * (1 + (i === place ? 0.01 : 1) * off[i])
    }
  return [
    {
      name: 'symmetric(wave, x, h)',
      blank: 'symmetric',
      learner: () => learner.symmetric(wave, x, h),
      at: { x, h },
    },
    {
      name: 'symmetric(x => x², x, h)',
      blank: 'symmetric',
      learner: () => learner.symmetric(x => x * x, x, h),
      expected: 2 * x,
      at: { x, h },
      learned: 'of a parabola the symmetric slope is the derivative, whatever the nudge',
    },
    {
      name: 'symmetric(x => x³ + x², x, h), x negative',
      blank: 'symmetric',
      learner: () => learner.symmetric(x => x ** 3 + x ** 2, -x, h),
      expected: 3 * x ** 2 + h ** 2 - 2 * x,
      at: { x: -x, h },
    },
    ...errors.map(([which, got, truth]) => ({
      name: `relativeError(got, truth)${which}`,
      blank: 'relativeError',
      learner: () => learner.relativeError(got, truth),
      expected: Math.sqrt((got / truth - 1) ** 2),
      at: { got, truth },
    })),
    {
      name: 'bestNudge(oneSided, wave, 1, …)',
      blank: 'bestNudge',
      learner: () => learner.bestNudge(oneSided, wave, 1, dwave(1)),
      expected: 1e-8,
    },
    {
      name: 'bestNudge(symmetric, wave, 1, …)',
      blank: 'bestNudge',
      learner: () => learner.bestNudge(learner.symmetric, wave, 1, dwave(1)),
      learned: 'larger than for the one-sided slope, and its error is 50 times smaller',
    },
    ...drawn.map(([which, place, sign]) => ({
      name: `bestNudge, drawn slopes, ${which}`,
      blank: 'bestNudge',
      learner: () => learner.bestNudge(slopeBestAt(place), x => sign * level * x, 3, sign * level * 3),
      expected: nudges[place],
    })),
    {
      name: 'the list of nudges, after bestNudge',
      blank: 'bestNudge',
      learner: () => {
        learner.bestNudge(oneSided, wave, 1, dwave(1))
        return learner.nudges
      },
      expected: [...nudges],
    },
  ]
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
