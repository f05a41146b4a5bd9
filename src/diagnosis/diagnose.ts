/**
 * The table: one row per kind of slip, the most specific first. The first row that explains the value exactly, in
 * every setting, is the diagnosis; where none does, there is none.
 */

import type { Suspect } from '../checker/judge.ts'
import { localMissing, upstreamMissing } from './chain.ts'
import { type Evidence, gather } from './evidence.ts'
import type { Explanation, Row } from './explanation.ts'
import { index, scatter } from './indices.ts'
import { extraFactor, form, product } from './operands.ts'
import { arrangement, reduction } from './shapes.ts'
import { coefficients } from './uses.ts'

const rows: readonly Row[] = [
  arrangement,
  coefficients,
  reduction,
  scatter,
  index,
  upstreamMissing,
  localMissing,
  form,
  product,
  extraFactor,
]

/** Why a wrong line is wrong; null where nothing explains it exactly. */
export function diagnose(suspect: Suspect): Explanation | null {
  const usesOwn = suspect.used.some(name => suspect.cases[0].graph.users.get(suspect.name)!.includes(name))
  const routes: readonly Evidence['route'][] = usesOwn ? ['local', 'long'] : ['long', 'local']
  for (const route of routes) {
    const evidence = gather(suspect, route)
    if (evidence === null || evidence.settings[0].terms.length === 0) continue
    for (const row of rows) {
      const explanation = row(evidence)
      if (explanation !== null) return explanation
    }
  }
  return null
}
