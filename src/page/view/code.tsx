/** Code that is read, not written: the same colours as in the editors, as soon as those are there. */
import { type ComponentChildren, createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { Late } from '../state.ts'

/** Null until they're there. */
export const LateParts = createContext<Late | null>(null)

/** The lines of a text. */
export function useLines(text: string): ComponentChildren[][] {
  const late = useContext(LateParts)
  if (late === null) return text.split('\n').map(line => [line])
  return late
    .colouredLines(text)
    .map(line =>
      line.map(([piece, classes]) => (classes === '' ? piece : <span class={classes}>{piece}</span>)),
    )
}

export const Code = ({ text }: { text: string }) => (
  <>{useLines(text).flatMap((line, i) => (i === 0 ? line : ['\n', ...line]))}</>
)
