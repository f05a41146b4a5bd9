/** Gradients beside blanks of another kind: a right line that calls a function which is wrong is not the one to blame. */
import { type Finding, inheritedFrom } from '../gradient/finding.ts'
import { passes, type Verdict } from '../report.ts'

/** What a function that is called can bring about in one that calls it. */
const caused: ReadonlySet<Verdict> = new Set([
  'wrong',
  'coincidence',
  'shape',
  'not finite',
  'not a tensor',
  'threw',
  'blank',
])

/**
 * The findings about gradients, those that are right beside the answers to the others as `inherited`. `retry` judges
 * gradients anew, with the answers in the place of other blanks; `calls`: whether a gradient's function names another.
 */
export function absolve(
  gradients: readonly Finding[],
  others: readonly Finding[],
  calls: (gradient: string, other: string) => boolean,
  retry: (gradients: readonly string[], replaced: readonly string[]) => readonly Finding[],
): readonly Finding[] {
  const bad = new Set(
    others.filter(({ verdict }) => !passes(verdict) && verdict !== 'inherited').map(({ blank }) => blank),
  )
  const culpritsOf = ({ blank }: Finding): string[] => [...bad].filter(other => calls(blank, other))
  const doubtful = gradients.filter(finding => caused.has(finding.verdict) && culpritsOf(finding).length > 0)
  if (doubtful.length === 0) return gradients
  const again = retry(
    doubtful.map(({ blank }) => blank),
    [...bad],
  )
  return gradients.map((finding): Finding => {
    const then = again.find(({ blank }) => blank === finding.blank)
    if (!doubtful.includes(finding) || then === undefined || !passes(then.verdict)) return finding
    return {
      ...finding,
      ...inheritedFrom(culpritsOf(finding)),
      missing: [],
      advice: null,
      diagnosis: null,
      stack: null,
    }
  })
}
