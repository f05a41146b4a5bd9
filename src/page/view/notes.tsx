/** What went wrong beside the verdict, one sentence each with what to do; and what the learner's code printed. */

import type { Failure, Printed, Report } from '../../checker/report.ts'
import { sentence } from '../../checker/text/sentences.ts'
import type { Trouble } from '../contract.ts'
import { Words } from './words.tsx'

interface NotesProps {
  readonly trouble: Trouble | null
  readonly report: Report | null
  readonly onLine: ((line: number) => void) | undefined
}

export function Notes({ trouble, report, onLine }: NotesProps) {
  const error = report?.error ?? null
  return (
    <div class="notes">
      {trouble !== null && <TroubleNote trouble={trouble} />}
      {error !== null && <FailureNote failure={error} onLine={onLine} />}
      {report?.notes.map(note => (
        <p key={note} class="note quiet">
          <Words text={note.charAt(0).toUpperCase() + note.slice(1)} onLine={onLine} />
        </p>
      ))}
      {report !== null && <PrintedLines printed={report.printed} />}
    </div>
  )
}

const BAD: ReadonlySet<Trouble['kind']> = new Set(['worker died', 'storage full', 'not saved'])

export const TroubleNote = ({ trouble }: { trouble: Trouble }) => (
  <p class={`note ${BAD.has(trouble.kind) ? 'bad' : ''}`} data-trouble={trouble.kind}>
    <Words text={`${trouble.message} ${trouble.advice}`} />
  </p>
)

export const FailureNote = ({
  failure,
  onLine,
}: {
  failure: Failure
  onLine?: ((line: number) => void) | undefined
}) => (
  <p class="note bad">
    <Words
      text={`${sentence(failure.message)}${failure.line === null ? '' : ` It is in line ${failure.line}.`}${failure.advice === null ? '' : ` ${sentence(failure.advice)}`}`}
      onLine={onLine}
    />
  </p>
)

function PrintedLines({ printed }: { printed: readonly Printed[] }) {
  if (printed.length === 0) return null
  return (
    <pre class="printed" tabIndex={0} aria-label="Printed by your code">
      {printed.map(({ by, text }, i) => (
        <span key={i}>
          <span class="soft">{by ?? 'file'}: </span>
          {text}
          {'\n'}
        </span>
      ))}
    </pre>
  )
}
