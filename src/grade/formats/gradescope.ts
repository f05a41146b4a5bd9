/** results.json of a Gradescope autograder: https://gradescope-autograders.readthedocs.io/en/latest/specs/ */
import { sumOf } from '../scoring.ts'
import { blankText } from '../words.ts'
import { fitted } from './fitted.ts'
import type { Format } from './format.ts'
import { listingOf, listingText } from './listing.ts'

/** Bytes. Gradescope names no limit: this is as much as PrairieLearn takes. */
const MOST = 1_000_000

/** Written with --out /autograder/results. A student sees all of it but `extra_data`; nothing in it is read as HTML. */
export const gradescope: Format = {
  isSingle: true,
  files(records, assignment) {
    const listing = listingOf(records, assignment, 'Gradescope')
    const { exercises, blanks, score } = listing
    const output = listingText(listing)
    const document = {
      score,
      execution_time: sumOf(exercises.map(({ record }) => (record?.ms ?? 0) / 1000)),
      output,
      ...{ output_format: 'text', test_output_format: 'text', test_name_format: 'text' },
      stdout_visibility: 'hidden',
      extra_data: {
        exercises: exercises.map(({ id, status, record }) => ({
          ...{ exercise: id, status, reason: record?.reason ?? null, late: record?.late ?? null },
          ...{ seed: record?.seed ?? null, key: record?.key ?? null, tool: record?.tool ?? null },
        })),
      },
      tests: blanks.map(({ name, score, max, verdict, family, isRight, words }, i) => ({
        ...{ name, number: String(i + 1), score, max_score: max },
        // Without it, 0 of 0 points would be shown as passed.
        status: isRight ? 'passed' : 'failed',
        ...(words === null ? {} : { output: blankText(words) }),
        tags: [verdict, ...(family === null ? [] : [family])],
      })),
    }
    const notice = { output: `${output}\n\nThis is shortened: the whole is too long.` }
    const isLess = ({ status }: { readonly status?: unknown }): boolean => status === 'passed'
    return new Map([['results.json', fitted(document, { most: MOST, texts: ['output'], isLess, notice })]])
  },
}
