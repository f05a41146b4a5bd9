/** The drawn programs that are tried in each test, with what PyTorch makes of them beside this file. */
import { type DrawnProgram, programsFrom } from './drawing/programs.ts'
import { inPython } from './own.ts'

/** As many programs as are asked for. */
export function drawn(seed: number, many: number): DrawnProgram[] {
  const draw = programsFrom(seed)
  return Array.from({ length: many }, draw)
}

export interface Twin {
  readonly own: string
  readonly library: 'torch'
  readonly python: string
}

/** Those that are expressions on our own tensors, with their translation. */
export const twinsAmong = (programs: readonly DrawnProgram[]): Twin[] =>
  programs.flatMap(({ own }) => {
    const python = own === null ? null : inPython(own)
    return own === null || python === null ? [] : [{ own, library: 'torch' as const, python }]
  })

const all = drawn(1, 300)
export const samples = { programs: all, twins: twinsAmong(all) }
