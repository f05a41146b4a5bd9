/** The formats of others that grades can be written in. */
import { check50 } from './check50.ts'
import { classroom50 } from './classroom50.ts'
import type { Format } from './format.ts'
import { gradescope } from './gradescope.ts'
import { junit } from './junit.ts'
import { nbgrader } from './nbgrader.ts'
import { prairielearn } from './prairielearn.ts'

export type FormatName = 'gradescope' | 'prairielearn' | 'check50' | 'classroom50' | 'nbgrader' | 'junit'

export const formats: { readonly [N in FormatName]: Format } = {
  gradescope,
  prairielearn,
  check50,
  classroom50,
  nbgrader,
  junit,
}
