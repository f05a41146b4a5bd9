/** Code that is given: folded, and open where a wrong line has to look at it. */
import { useEffect, useMemo, useRef } from 'preact/hooks'
import type { LessonPart } from '../contract.ts'
import { useLines } from './code.tsx'
import { Scroll } from './scroll.tsx'
import { Made } from './words.tsx'

interface FixedProps {
  readonly part: Extract<LessonPart, { kind: 'code' }>
  /** The learner's file: lines are counted there. */
  readonly text: string
  /** Lines that the chosen row's tensor is used in. */
  readonly used: readonly number[]
  readonly chosen: string | null
  /** Before a wrong line has to look at it. */
  readonly isOpen?: boolean
  /** Of what is no more than shown as it is at first. */
  readonly word?: string
}

export function Fixed({ part, text, used, chosen, isOpen = false, word = 'fixed' }: FixedProps) {
  const fold = useRef<HTMLDetailsElement>(null)
  const first = firstLineOf(part, text)
  const lines = useLines(part.text)
  // Most of what is on the page, and seldom another: kept, so that a verdict needn't look through it.
  const list = useMemo(
    () => (
      <ol class="lines mono">
        {lines.map((line, i) => (
          <li key={i} id={`line-${first + i}`} class={used.includes(first + i) ? 'used' : ''}>
            <span class="number" aria-hidden="true">
              {first + i}
            </span>
            <span>{line}</span>
          </li>
        ))}
      </ol>
    ),
    [lines, first, used.join()],
  )
  useEffect(() => {
    if (used.length > 0 && fold.current?.open === false) unfold(fold.current)
  }, [chosen, used.length])
  return (
    <details class="fixed" ref={fold} open={isOpen} data-first={first} data-count={lines.length}>
      <summary>
        {part.isForward ? 'The forward pass' : part.title === '' ? 'Code' : <Made html={part.title} />}{' '}
        <span class="soft">
          {lines.length} {lines.length === 1 ? 'line' : 'lines'}, {word}
        </span>
      </summary>
      <Scroll label={part.isForward ? 'The forward pass' : 'Code'}>{list}</Scroll>
    </details>
  )
}

/** What has the focus stays where it is: somebody may be typing in it. */
function unfold(fold: HTMLDetailsElement): void {
  const column = fold.closest('.column')
  const { activeElement } = document
  const top = (): number => activeElement!.getBoundingClientRect().top
  const before = top()
  fold.open = true
  if (column?.contains(activeElement) === true) column.scrollTop += top() - before
}

/** Where it is now: lines above it may have come or gone. */
function firstLineOf({ text: own, line }: FixedProps['part'], text: string): number {
  const at = text.indexOf(own)
  return at === -1 ? line : text.slice(0, at).split('\n').length
}
