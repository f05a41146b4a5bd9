/** What a format of somebody else's is made from. */
import type { Assignment, GradeRecord } from '../record.ts'

/** What is known beside the records. */
export interface FormatSetting {
  /** Of the process: a platform says there where the result belongs. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** Now, and when the exercises were due: milliseconds since 1970. */
  readonly now: number
  readonly due: number | null
  /** When a file came, in milliseconds since 1970; null where that isn't known. */
  readonly cameAt: (student: string, exercise: string) => number | null
}

export interface Format {
  /** Whether it takes one submission, and not a class. */
  readonly isSingle: boolean
  /** Looks before anything is graded. @throws NinjaError 'usage' where the platform doesn't say what the format needs. */
  readonly demand?: (env: FormatSetting['env']) => void
  /**
   * Files by their paths below the folder that was asked for, with /.
   * @throws NinjaError 'usage' where the format cannot hold what there is.
   */
  readonly files: (
    records: Iterable<GradeRecord>,
    assignment: Assignment,
    setting: FormatSetting,
  ) => ReadonlyMap<string, string>
}
