/** results.json of a PrairieLearn external grader: https://prairielearn.readthedocs.io/en/latest/externalGrading/ */
import { adviceText } from '../words.ts'
import { fitted } from './fitted.ts'
import type { Format } from './format.ts'
import { type ListedBlank, listingOf, listingText } from './listing.ts'

/** Bytes: more than 1 MB is not taken. */
const MOST = 1_000_000

/**
 * Written with --out /grade/results. Where no file can be judged, the submission is not gradable: PrairieLearn then
 * counts no attempt. What took too long can be graded: it is worth nothing.
 */
export const prairielearn: Format = {
  isSingle: true,
  files(records, assignment) {
    const listing = listingOf(records, assignment, 'PrairieLearn')
    const { exercises, blanks, score, max } = listing
    const isGradable = exercises.some(({ status }) => status !== 'missing' && status !== 'ungradable')
    const message = listingText(listing)
    const document = isGradable
      ? {
          ...{ gradable: true, score: max === 0 ? 0 : Math.min(1, score / max), message },
          tests: blanks.map(testOf),
        }
      : { gradable: false, format_errors: exercises.map(({ words }) => words.join('\n')), tests: [] }
    const notice = isGradable ? { message: `${message}\n\nThis is shortened: the whole is too long.` } : {}
    const isLess = ({ points, max_points }: { readonly points?: unknown; readonly max_points?: unknown }) =>
      points === max_points
    return new Map([['results.json', fitted(document, { most: MOST, texts: ['output'], isLess, notice })]])
  },
}

const testOf = ({ name, verdict, words, score, max }: ListedBlank) => ({
  ...{ name, points: score, max_points: max, message: words?.heading ?? `${name}: ${verdict}` },
  ...(words === null ? {} : { output: adviceText(words) }),
})
