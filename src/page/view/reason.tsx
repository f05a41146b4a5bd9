/** Why the chosen row has its verdict, and what to do. */
import { passes, type Verdict } from '../../checker/report.ts'
import { sentence } from '../../checker/text/sentences.ts'
import { type Pictured, patternText } from '../pictured.ts'
import { isShapeAlone, type TableRow } from '../rows.ts'
import { apart, listText, maxdiffText, numberText, shapeText } from '../words.ts'
import { Words } from './words.tsx'

interface ReasonProps {
  readonly row: TableRow
  readonly pictured: Pictured | null
  /** What a right line was fed: `dcounts`. */
  readonly inherits: readonly string[]
  readonly isInNotebook: boolean
  readonly onLine?: ((line: number) => void) | undefined
  readonly onBlank?: (() => void) | undefined
}

export function Reason({ row, pictured, inherits, isInNotebook, onLine, onBlank }: ReasonProps) {
  const { judged, look, word } = row
  const formula = judged.diagnosis?.formula ?? null
  const pattern = pictured === null ? null : patternText(pictured)
  const note = look === 'right' && judged.verdict === 'exact' && !judged.zeroByAlgebra ? judged.note : null
  return (
    <>
      <div class="top">
        <h2>
          <code>{row.name}</code>{' '}
          <span class={`is-${look}`}>{look === 'blank' && judged.verdict === 'blank' ? '' : word}</span>
        </h2>
        <Place row={row} formula={formula} />
      </div>
      <p class="why">
        <Words text={reasonOf(row, inherits, isInNotebook)} onLine={onLine} />
      </p>
      {judged.diagnosis === null && judged.advice !== null && look !== 'blank' && (
        <p class="why">
          <Words text={sentence(judged.advice)} onLine={onLine} />
        </p>
      )}
      {look === 'blank' && onBlank !== undefined && (
        <p>
          <button type="button" class="button" onClick={onBlank}>
            Go to its {isInNotebook ? 'cell' : 'blank'}
          </button>
        </p>
      )}
      {note !== null && (
        <p class="note quiet">
          <Words text={sentence(note)} onLine={onLine} />
        </p>
      )}
      {judged.verdict === 'coincidence' && <Luck pictured={pictured} />}
      {pattern !== null && <p class="fact">{pattern}</p>}
      {pictured === null && <Compared row={row} />}
    </>
  )
}

function Place({ row: { judged }, formula }: { row: TableRow; formula: string | null }) {
  const line =
    'cell' in judged
      ? `cell ${judged.cell}, line ${judged.line}`
      : judged.line === null
        ? ''
        : `line ${judged.line}`
  if (formula === null) return <span class="label">{line}</span>
  return (
    <span class="label">
      {line}: you computed <code>{formula}</code>
    </span>
  )
}

function reasonOf({ judged, look }: TableRow, inherits: readonly string[], isInNotebook: boolean): string {
  const { diagnosis, verdict, message, expectedShape, kind, name } = judged
  if (verdict === 'blank') {
    if (isInNotebook && !('cell' in judged))
      return `ninja found no line for \`${name}\` in your notebook. Write \`${name} = …\`, and compare it: \`cmp('${name.slice(1)}', ${name}, ${name.slice(1)})\`.`
    const shape =
      kind === 'gradient' && expectedShape !== null
        ? ` It must have the shape ${shapeText(expectedShape)}.`
        : ''
    const where = isInNotebook ? '' : ' Put your answer in place of `TODO()`.'
    return `Not filled in yet.${where}${shape}`
  }
  if (diagnosis !== null) return diagnosis.message
  if (look === 'rest') {
    const by = inherits.map(name => `\`${name}\``)
    return by.length === 0
      ? sentence(message)
      : `The line is right; its value is wrong because of ${listText(by)}. Leave it alone.`
  }
  if (look !== 'right') return sentence(message)
  const isMore = verdict === 'approximate' || judged.zeroByAlgebra
  if (judged.note !== null && isMore) return `Right. ${sentence(judged.note)}`
  if (judged.zeroByAlgebra)
    return 'Right, and zero by algebra: its terms cancel whatever the numbers are; what is left is rounding.'
  if (kind !== 'gradient') return sentence(message)
  if (judged.exact) return 'Right, and equal to autograd’s result in every bit.'
  const most = judged.maxdiff === null ? '' : `, ${maxdiffText(judged.maxdiff)} at most`
  return passes(verdict as Verdict) ? `Right. It differs by rounding only${most}.` : sentence(message)
}

function Luck({ pictured }: { pictured: Pictured | null }) {
  if (pictured?.probe == null) return <p class="note bad">On this network your numbers are right, by luck.</p>
  const sizes = Object.entries(pictured.probe.sizes).map(([name, size]) => `${name} ${size}`)
  const at = sizes.length === 0 ? '' : ` (${sizes.join(', ')})`
  return (
    <p class="note bad">
      On this network your numbers are right, by luck. Below is a smaller one{at}, with random upstream
      gradients: there they aren’t.
    </p>
  )
}

/** The numbers themselves, where they are few. */
function Compared({ row: { judged } }: { row: TableRow }) {
  if (judged.worst === null || isShapeAlone(judged)) return null
  const { index, yours, expected } = judged.worst
  const [mine, right] = apart(yours, expected)
  return (
    <p class="read">
      {index.length > 0 && <b>[{index.join(', ')}] worst</b>}
      <span>yours {mine}</span>
      <span>expected {right}</span>
      <span>difference {numberText(yours - expected)}</span>
    </p>
  )
}
