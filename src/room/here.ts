/** A program in this very realm: for functions that are the caller's own. */
import { callWith } from './calling.ts'
import type { LearnerFunction, Program } from './program.ts'

/** `functions`: by name, `dprobs`. */
export const programOf = (functions: ReadonlyMap<string, LearnerFunction>): Program => ({
  defines: new Set(functions.keys()),
  call: (name, scope, record = false) => callWith(functions.get(name)!, scope, record, () => []),
})

/** A program that has some of its functions from another one. */
export const instead = (program: Program, names: ReadonlySet<string>, other: Program): Program => ({
  defines: new Set([...program.defines, ...names]),
  call: (name, scope, record) => (names.has(name) ? other : program).call(name, scope, record),
})
