/** Which key does what. */
import { useEffect, useRef } from 'preact/hooks'
import type { PageSession } from '../session.ts'
import { Key } from './words.tsx'

const EDITOR = 'In the editor'

/** What is a key is in braces. */
const KEYS: readonly (readonly [title: string, rows: readonly (readonly [keys: string, does: string])[]])[] =
  [
    [
      'In the page',
      [
        ['{↑} {↓}', 'another row (in the table)'],
        ['{Enter}', 'to its blank, or its cell'],
        ['{v}', 'to its pictures; then arrows, {w} the worst element, {Esc}'],
        ['{h}', 'a hint, a little more each time'],
        ['{g}', 'guess what a gradient will be like; {1} to {4} answer, {Esc} closes the question'],
        ['{w}', 'why is a right gradient as it is?'],
        ['{n} {p}', 'next exercise, the one before'],
        ['{l}', 'all exercises'],
        ['{?}', 'this help'],
      ],
    ],
    [
      EDITOR,
      [
        ['{Ctrl} {Enter}', 'check now (it checks by itself when you pause)'],
        ['{Esc}, then {Tab}', 'leave the editor; Tab alone indents'],
        ['{Alt} {↓} or {↑}', 'next blank, the one before'],
      ],
    ],
  ]

const Keyed = ({ text }: { text: string }) => (
  <>{text.split(/[{}]/).map((piece, i) => (i % 2 === 1 ? <Key key={i} name={piece} /> : piece))}</>
)

export function Keys({
  session,
  isOpen,
  onClose,
}: {
  session: PageSession
  isOpen: boolean
  onClose: () => void
}) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    if (isOpen && dialog.current?.open === false) dialog.current.showModal()
    if (!isOpen) dialog.current?.close()
  }, [isOpen])
  return (
    <dialog ref={dialog} aria-labelledby="keys-title" onClose={onClose}>
      <h2 id="keys-title">Keys</h2>
      {KEYS.filter(([title]) => title !== EDITOR || session.state.lesson?.notebook == null).map(
        ([title, rows]) => (
          <table key={title}>
            <caption>{title}</caption>
            <tbody>
              {rows.map(([keys, does]) => (
                <tr key={keys}>
                  <th scope="row">
                    <Keyed text={keys} />
                  </th>
                  <td>
                    <Keyed text={does} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        ),
      )}
      <p>
        <label>
          <input
            type="checkbox"
            checked={session.state.choices.keys}
            onChange={event => session.choose({ keys: event.currentTarget.checked })}
          />{' '}
          single letters are keys
        </label>
      </p>
      <button type="button" class="button" onClick={onClose}>
        Close
      </button>
    </dialog>
  )
}
