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
      ...(example === null
        ? []
        : [
            `  ${style.dim('for example')}  ${style.code(`${example.gradient} = ${shortened(example.line, width - 30)}`)}`,
          ]),
    ].join('\n'),
  )
  return `${blocks.join('\n\n')}\n\n${style.dim(`${ninja} mistakes scatter   shows one in full`)}\n`
}

const shortened = (line: string, width: number): string =>
  line.length > width ? `${line.slice(0, width - 1)}…` : line

/** `says`: what the diagnosis says of the example; null where there is none. */
export function renderEntry(
  { family, what, how, example }: Entry,
  says: Diagnosis | null,
  width: number,
): string {
  const text = [style.title(family), '', wrap(withCode(what), width), wrap(withCode(how), width), '']
  if (example === null || says === null) return text.join('\n')
  const rows = columns([['wrong', style.bad(`${example.gradient} = ${example.line}`)]])
  return [
    ...text,
    ...rows.map(row => wrap(row, Math.max(width, 40), '       ')),
    '',
    style.dim('ninja check says'),
    `  ${withCode(wrap(says.message, width - 2, '  '))}`,
    '',
  ].join('\n')
}
