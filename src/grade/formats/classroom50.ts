/** result.json of a Classroom 50 autograder, and the text of its release: https://github.com/foundation50/classroom50/wiki/Advanced-Autograding */
import { NinjaError } from '../../errors.ts'
import { shortened } from '../../room/thrown.ts'
import { blankText } from '../words.ts'
import type { Format, FormatSetting } from './format.ts'
import { type Listing, listingOf, listingText } from './listing.ts'

export const classroom50: Format = {
  isSingle: true,
  demand: env => void identityOf({ env, now: 0 }),
  files(records, assignment, setting) {
    const listing = listingOf(records, assignment, 'Classroom 50')
    demandWhole(listing)
    const { score, max, blanks } = listing
    const document = {
      schema: 'classroom50/result/v1',
      ...identityOf(setting),
      ...{ score, 'max-score': max },
      tests: blanks.map(({ name, isRight, score, max }) => ({
        ...{ 'test-name': name, passed: isRight, score, 'max-score': max },
      })),
    }
    return new Map([
      ['result.json', JSON.stringify(document, null, 2)],
      ['release-body.md', releaseBody(listing)],
    ])
  },
}

/** Classroom 50 takes whole numbers only. */
function demandWhole({ blanks }: Listing): void {
  const found = blanks.find(({ max }) => !Number.isInteger(max))
  if (found === undefined) return
  throw new NinjaError(
    'usage',
    `Classroom 50 takes whole points, and ${found.blank} is worth ${found.max}`,
    'give each blank a whole number of points',
  )
}

/** Whose submission it is, as the runner says. It writes the owner itself, whatever is said here. */
function identityOf({ env, now }: Pick<FormatSetting, 'env' | 'now'>) {
  const said = (name: string): string => {
    const value = env[name]
    if (value) return value
    throw new NinjaError(
      'usage',
      `a result for Classroom 50 needs ${name}, which its runner sets, and it isn't set`,
      'run this from an autograder.py, or choose another --format',
    )
  }
  const commit = said('COMMIT_URL')
  const owner = env.OWNER || env.USERNAME
  return {
    ...{ classroom: said('CLASSROOM'), assignment: said('ASSIGNMENT') },
    ...(env.ASSIGNMENT_TYPE ? { assignment_type: env.ASSIGNMENT_TYPE } : {}),
    ...(owner ? { owner } : {}),
    ...{ submission: said('SUBMISSION_TAG'), commit, release: said('RELEASE_URL') },
    review: env.REVIEW_URL || commit,
    datetime: new Date(now).toISOString().replace(/\.\d+Z$/, 'Z'),
  }
}

/** Characters: GitHub takes 125,000. */
const LONGEST = 100_000

/** Markdown: what comes from a learner's file is in a block of code, where nobody is called and nothing is a link. */
function releaseBody(listing: Listing): string {
  const { score, max, blanks } = listing
  const rows = blanks.map(
    ({ name, verdict, score, max }) => `| \`${name}\` | ${verdict} | ${score} of ${max} |`,
  )
  const told = blanks.filter(({ isRight, words }) => !isRight && words !== null)
  const text = [listingText(listing), ...told.map(({ words }) => blankText(words!))].join('\n\n')
  const table = [`## ${score} of ${max} points`, '', '| blank | verdict | points |', '|---|---|---|', ...rows]
  return `${shortened(table.join('\n'), LONGEST / 2)}\n\n${fenced(shortened(text, LONGEST / 2))}\n`
}

function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}text\n${text}\n${fence}`
}
