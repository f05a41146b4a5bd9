/** A diagnosis with the places in the file that it speaks of. */
import type { Diagnosis, Statement } from '../report.ts'

/** A diagnosis with the lines of the learner's own file in it. */
export function placed(diagnosis: Diagnosis, made: ReadonlyMap<string, Statement>): Diagnosis {
  const withLines = diagnosis.message.replace(/\{line (\w+)\}/g, (_, name: string) => {
    const statement = made.get(name)
    return statement === undefined ? '' : ` (line ${statement.line})`
  })
  return { ...diagnosis, message: withLines }
}
