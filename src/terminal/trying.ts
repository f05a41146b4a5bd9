/** What came of something that was tried. */
import { sentence } from '../checker/text/sentences.ts'
import { formatShape } from '../tensor/shape.ts'
import type { TryAnswer } from '../trying/answer.ts'
import { sign, style, withCode, wrap } from './style.ts'

export function renderTried({ printed, result, shape, failure, notes }: TryAnswer, width: number): string {
  const said =
    failure === null
      ? []
      : [
          style.bad(`${sign.bad} ${wrap(failure.message, width - 2, '  ')}`),
          ...(failure.advice === null
            ? []
            : [withCode(`  ${wrap(sentence(failure.advice), width - 2, '  ')}`)]),
        ]
  return [
    ...printed,
    ...(result === null ? [] : [result]),
    ...(shape === null ? [] : [style.dim(`shape ${formatShape(shape)}`)]),
    ...said,
    ...notes.map(note => style.dim(wrap(note, width))),
  ].join('\n')
}

/** What the prompt says first. `file`: the one that is read again each time. */
export const tryGreeting = (title: string, file: string | null, width: number): string =>
  [
    style.strong(title),
    ...(file === null ? [] : [style.dim(wrap(`${file} is read again each time.`, width))]),
    style.dim('help says more, Ctrl-D leaves.'),
  ].join('\n')

export const tryHelp = (width: number): string =>
  [
    wrap('Type an expression to see what it gives. Names are those of the exercise and of your file.', width),
    'A name that you declare stays: const d = probs.log()',
    '',
    ...[
      ['Tab', 'completes a name or a method'],
      ['↑ ↓', 'what you typed before'],
      ['Ctrl-C', 'stops what is running, or drops the line'],
      ['help tensor', 'what tensors can do; help tensor sum searches it'],
      ['help python', "what you know from Python, and how it's written here"],
      ['exit, Ctrl-D', 'leaves'],
    ].map(([key, does]) => `  ${style.code(key.padEnd(14))} ${wrap(does, width - 17, ' '.repeat(17))}`),
  ].join('\n')
