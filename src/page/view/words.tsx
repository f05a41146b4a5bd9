/** Sentences of the judge as the page shows them: code between backticks, or plainly a name; lines of the file are links. */
import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import type { Html } from '../contract.ts'
import { useWidth } from '../look.ts'

/** A name with `_` or a capital inside is code and no word of English: `counts_sum`, `indexPut`. */
const PIECES = /`([^`]+)`|(\(?)\b(line (\d+))\b(\)?)|(?<![\w./])([a-z]\w*(?:_|[a-z][A-Z])\w+)(?![\w/])/g

/** `onLine`: goes to a line of the learner's file. */
export function Words({ text, onLine }: { text: string; onLine?: ((line: number) => void) | undefined }) {
  const pieces: ComponentChildren[] = []
  let at = 0
  for (const found of text.matchAll(PIECES)) {
    const [whole, quoted, open, words, line, close, name] = found
    const code = quoted ?? name
    pieces.push(text.slice(at, found.index))
    at = found.index + whole.length
    if (code !== undefined) pieces.push(<code>{code}</code>)
    else if (onLine === undefined) pieces.push(whole)
    else
      pieces.push(
        <span class="tied">
          {open}
          <button type="button" class="link" onClick={() => onLine(Number(line))}>
            {words}
          </button>
          {close}
        </span>,
      )
  }
  return (
    <>
      {pieces}
      {text.slice(at)}
    </>
  )
}

/** What this program made of an exercise's own text. */
export const Made = ({
  html,
  as: Tag = 'span',
  class: name,
}: {
  html: Html
  as?: 'span' | 'div' | 'h2'
  class?: string
}) => <Tag class={name} dangerouslySetInnerHTML={{ __html: html }} />

/** Text of an exercise. What doesn't fit scrolls, and then has to be reached by keys. */
export function Prose({ html }: { html: Html }) {
  const place = useRef<HTMLDivElement>(null)
  const width = useWidth(place)
  useEffect(() => {
    for (const part of place.current!.querySelectorAll<HTMLElement>('pre, table, math[display=block]'))
      if (part.scrollWidth > part.clientWidth) part.setAttribute('tabindex', '0')
      else part.removeAttribute('tabindex')
  }, [html, width])
  return <div ref={place} class="prose" dangerouslySetInnerHTML={{ __html: html }} />
}

export const Key = ({ name }: { name: string }) => <kbd>{name}</kbd>
