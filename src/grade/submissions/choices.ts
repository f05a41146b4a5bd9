/** Which of several files of a student is graded for an exercise. */

import { compareText } from '../ordering.ts'
import { type Asked, type Attempt, EVIDENCE } from './attempts.ts'
import { versionIn } from './names.ts'
import type { Owned } from './owners.ts'
import { lastOf, shownPath, stemOf } from './paths.ts'
import { type Stray, stray } from './strays.ts'
import type { TreeFile } from './tree.ts'

/** A file that may be what one student submitted for one exercise. */
export interface Candidate extends Owned {
  readonly file: TreeFile
  readonly exercise: Asked
  readonly attempt: Attempt
}

/** One for each student and exercise, and why the others are left out. */
export function chosenOf(candidates: readonly Candidate[]): { chosen: Candidate[]; left: Stray[] } {
  const groups = new Map<string, Candidate[]>()
  for (const one of candidates) {
    const key = JSON.stringify([one.student.id, one.exercise.id])
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [one])
    else group.push(one)
  }
  const chosen: Candidate[] = []
  const left: Stray[] = []
  for (const group of groups.values()) {
    const best = group.reduce((a, b) => (betterOf(a, b).better === b ? b : a))
    chosen.push(best)
    for (const other of group) {
      if (other === best) continue
      const { why } = betterOf(best, other)
      const reasonWith = (path: string): string =>
        `is left out: ${path} is graded for ${best.exercise.id} ${why}`
      const reason = reasonWith(shownPath(best.file.path))
      left.push(stray(other.file.path, reason, other.student.id, reasonWith('another file')))
    }
  }
  return { chosen, left }
}

/** Which of two files of a student is graded, by the first rule that tells them apart, and why that one. */
function betterOf(a: Candidate, b: Candidate): { readonly better: Candidate; readonly why: string } {
  for (const { value, why } of RULES) {
    const [mine, theirs] = [value(a), value(b)]
    if (mine === null || theirs === null || mine === theirs) continue
    if (value === nameVersion && baseOf(a) !== baseOf(b)) continue
    return { better: mine > theirs ? a : b, why }
  }
  return {
    better: compareText(a.file.path, b.file.path) <= 0 ? a : b,
    why: 'though nothing says which of them is newer',
  }
}

const nameVersion = ({ rest, version, file }: Candidate): number =>
  version + (rest.length === 0 ? 0 : versionIn(stemOf(lastOf(file.path))).version)

const baseOf = ({ rest, file }: Candidate): string =>
  rest.length === 0 ? '' : versionIn(stemOf(rest[rest.length - 1] ?? file.path)).base

function isNotebook({ attempt, file }: Candidate): number | null {
  if (attempt.evidence !== 'nothing else' || !/\.(?:ipynb|py)$/i.test(file.path)) return null
  return /\.ipynb$/i.test(file.path) ? 1 : 0
}

/** The larger is the better one; null where nothing is known. */
const RULES: readonly { readonly value: (one: Candidate) => number | null; readonly why: string }[] = [
  {
    value: ({ attempt }) => -EVIDENCE.indexOf(attempt.evidence),
    why: 'because its name or its title says more clearly what it is',
  },
  // What stands beside a notebook, and says nothing of itself, is something that it imports.
  { value: isNotebook, why: 'because it is a notebook' },
  { value: ({ platform }) => platform?.order ?? null, why: 'because it is newer by its number' },
  { value: nameVersion, why: 'because it is newer by the number in its name' },
  { value: ({ file, platform }) => (platform === null ? file.written : null), why: 'because it is newer' },
]
