/** Many exercises at a glance. */
import { verdictsOf } from '../checker/blanks.ts'
import { passes, type Report } from '../checker/report.ts'
import { columns, sign, style } from './style.ts'
import { renderReport, type View } from './verdict.ts'

/** A line for each exercise, then the first that is not passed in full. */
export function renderSummary(reports: readonly Report[], view: View): string {
  const rows = reports.map(({ exercise, passed, gradients, error }) => {
    const verdicts = Object.values(verdictsOf(gradients))
    const right = verdicts.filter(passes).length
    const look = passed ? style.good : error === null && right === 0 ? style.warn : style.bad
    const mark = passed ? sign.good : error !== null ? sign.bad : right === 0 ? sign.nothing : sign.begun
    return [look(`${mark} ${exercise}`), error === null ? `${right} of ${verdicts.length}` : error.message]
  })
  const first = reports.find(({ passed }) => !passed)
  const table = columns(rows).join('\n')
  return first === undefined ? `${table}\n` : `${table}\n\n${renderReport(first, view)}`
}
