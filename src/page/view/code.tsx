/** Code that is read, not written: the same colours as in the editors, as soon as those are there. */
import { type ComponentChildren, createContext } from 'preact'
import { useContext, useEffect, useMemo, useState } from 'preact/hooks'
import type { Late } from '../state.ts'
import type { ColouredLine } from './colours.ts'

/** Null until they're there. */
export const LateParts = createContext<Late | null>(null)

type Colouring = (text: string) => ColouredLine[]

const drawn = (text: string, colour: Colouring | null): ComponentChildren[][] =>
  colour === null
    ? text.split('\n').map(line => [line])
    : colour(text).map(line =>
        line.map(([piece, classes]) => (classes === '' ? piece : <span class={classes}>{piece}</span>)),
      )

/** The lines of a text. */
export const useLines = (text: string): ComponentChildren[][] =>
  useDrawn(text, useContext(LateParts)?.colouredLines ?? null)

const useDrawn = (text: string, colour: Colouring | null): ComponentChildren[][] =>
  useMemo(() => drawn(text, colour), [text, colour])

/** The same, of a text in Python. */
export function usePythonLines(text: string): ComponentChildren[][] {
  const [colour, keep] = useState<Colouring | null>(null)
  useEffect(() => {
    // Without them a notebook is in one colour, and is judged all the same.
    import('./python-colours.ts').then(
      ({ linesInPython }) => keep(() => linesInPython),
      () => {},
    )
  }, [])
  return useDrawn(text, colour)
}

export const Code = ({ text }: { text: string }) => (
  <>{useLines(text).flatMap((line, i) => (i === 0 ? line : ['\n', ...line]))}</>
)
