/** What `check50 -o json` says: https://cs50.readthedocs.io/projects/check50/en/latest/json_specification/ */
import type { Format } from './format.ts'
import { type ListedBlank, type ListedExercise, type Listing, listingOf } from './listing.ts'

interface Check {
  readonly name: string
  readonly description: string
  /** Null: it could not be tried, or follows from another. */
  readonly passed: boolean | null
  readonly log: readonly string[]
  /** Null where it passed, and only there. */
  readonly cause: { readonly rationale: string; readonly help: string | null } | null
  readonly data: Readonly<Record<string, unknown>>
  /** The name of another check. */
  readonly dependency: string | null
}

export const check50: Format = {
  isSingle: true,
  files(records, assignment) {
    const listing = listingOf(records, assignment, 'check50')
    const { exercises } = listing
    const document = {
      slug: exercises.map(({ id }) => id).join(','),
      results: exercises.flatMap(one => checksOf(one, listing)),
      version: exercises.find(({ record }) => record !== null)?.record?.tool ?? '',
    }
    return new Map([['check50.json', JSON.stringify(document)]])
  },
}

/** One for the file, and one for each blank. */
function checksOf({ id, status, words }: ListedExercise, { exercises, blanks }: Listing): Check[] {
  const name = exercises.length === 1 ? 'file' : `${id}: file`
  const passed = status === 'graded' || status === 'held'
  const [rationale, ...more] = words
  const file: Check = {
    ...{ name, description: `the file for ${id} can be judged`, passed, log: passed ? words : [] },
    cause: passed ? null : { rationale, help: more.length === 0 ? null : more.join(' ') },
    data: { status },
    dependency: null,
  }
  const own = blanks.filter(({ exercise }) => exercise === id)
  return [file, ...own.map(blank => checkOf(blank, own, name))]
}

function checkOf(blank: ListedBlank, own: readonly ListedBlank[], file: string): Check {
  const { name, verdict, family, score, max, isRight, words } = blank
  const passed = verdict === 'inherited' || verdict === 'not read' || words === null ? null : isRight
  return {
    ...{ name, description: `${blank.blank} is right`, passed },
    log:
      words === null
        ? []
        : [words.heading, ...(words.formula === null ? [] : [`You computed: ${words.formula}`])],
    cause:
      passed === true
        ? null
        : {
            rationale: words?.explanation ?? "This can't be checked until the file can be judged.",
            help: words === null || words.hint === null ? null : `For a hint: ${words.hint}`,
          },
    data: { verdict, family, score, max },
    dependency: verdict === 'inherited' ? blamed(blank, own) : words === null ? file : null,
  }
}

/** The first of the blanks that a right one says its value is wrong because of. */
function blamed({ words }: ListedBlank, own: readonly ListedBlank[]): string | null {
  const [, name] = /because of (\w+(?:\.\w+)*)/.exec(words?.explanation ?? '') ?? []
  return own.find(({ blank }) => blank === name)?.name ?? null
}
