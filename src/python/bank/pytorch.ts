/** What PyTorch makes of drawn programs, asked of a Python that has it. */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { numpyPreamble, PREAMBLE } from './drawing/preamble.ts'
import type { DrawnProgram } from './drawing/programs.ts'
import type { ToldValue } from './telling.ts'

const script = fileURLToPath(new URL('../../../.config/expressions.py', import.meta.url))

export function askPyTorch(
  python: string,
  programs: readonly Pick<DrawnProgram, 'library' | 'python'>[],
): ToldValue[] {
  const asked = {
    preambles: { torch: PREAMBLE, numpy: numpyPreamble() },
    programs: programs.map(one => [one.library, one.python]),
  }
  const { status, stdout, stderr } = spawnSync(python, [script], {
    input: `${JSON.stringify(asked)}\n`,
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
  })
  if (status !== 0) throw new Error(`${python}: ${stderr}`)
  return JSON.parse(stdout)
}
