/** Programs in files of their own, read only where they're needed: a check should not load them. */
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { packageRoot } from './workspace.ts'

export const layoutProgram = (): typeof import('../graph/layout.ts') => load('layout')

export const formulaProgram = (): typeof import('../page/lessons/formula.ts') => load('formula')

function load<T>(name: string): T {
  const program = join(packageRoot, 'dist', `${name}.cjs`)
  return createRequire(program)(program)
}
