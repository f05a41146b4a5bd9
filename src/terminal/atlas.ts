/** The atlas of mistakes as text. */
import type { Diagnosis } from '../checker/report.ts'
import type { Entry } from '../diagnosis/atlas.ts'
import { columns, style, withCode, wrap } from './style.ts'
import type { View } from './verdict.ts'

export function renderAtlas(entries: readonly Entry[], { width, ninja }: View): string {
  const blocks = entries.map(({ family, what, example }) =>
    [
      style.strong(family),
      `  ${wrap(withCode(what), width - 2, '  ')}`,
      `  ${style.dim('for example')}  ${style.code(`${example.gradient} = ${shortened(example.line, width - 30)}`)}`,
    ].join('\n'),
  )
  return `${blocks.join('\n\n')}\n\n${style.dim(`${ninja} mistakes scatter   shows one in full`)}\n`
}

const shortened = (line: string, width: number): string =>
  line.length > width ? `${line.slice(0, width - 1)}…` : line

export function renderEntry({ family, what, how, example }: Entry, says: Diagnosis, width: number): string {
  const rows = columns([['wrong', style.bad(`${example.gradient} = ${example.line}`)]])
  return [
    style.title(family),
    '',
    wrap(withCode(what), width),
    wrap(withCode(how), width),
    '',
    ...rows.map(row => wrap(row, Math.max(width, 40), '       ')),
    '',
    style.dim('ninja check says'),
    `  ${withCode(wrap(says.message, width - 2, '  '))}`,
    '',
  ].join('\n')
}
