/** All that finds out which mistakes were made. */
import type { Explainers } from '../checker/examine.ts'
import { diagnose } from './diagnose.ts'
import { diagnoseValue } from './values.ts'

export const explainers: Explainers = { diagnose, explain: diagnoseValue }
