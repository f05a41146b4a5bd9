/** An editor for a piece of TypeScript. What was typed is the caller's; a text from elsewhere is taken over by `revision`. */
import { useContext, useEffect, useRef } from 'preact/hooks'
import { Code, LateParts } from './code.tsx'

export interface EditorProps {
  readonly text: string
  readonly revision: number
  readonly label: string
  readonly isNumbered?: boolean
  readonly isWrong?: boolean
  /** Until then the text is only shown. */
  readonly isReady?: boolean
  readonly onText: (text: string) => void
  readonly onCheck: () => void
  readonly onFocus?: () => void
  /** To the next blank, or the one before. */
  readonly onLeave?: (step: 1 | -1) => void
  readonly ready?: (editor: EditorHandle | null) => void
}

export interface EditorHandle {
  focus(): void
  /** Puts the cursor over the `TODO()`, else at the end. */
  enter(): void
  toLine(line: number): void
  /** A text from elsewhere. */
  take(text: string): void
  end(): void
}

export function Editor(props: EditorProps) {
  const { text, isWrong = false, isReady = true } = props
  const late = useContext(LateParts)
  if (late !== null && isReady) return <Open {...props} open={late.openEditor} />
  return (
    <div class={`edit waiting ${isWrong ? 'bad' : ''}`}>
      <pre>
        <Code text={text} />
      </pre>
    </div>
  )
}

type Opening = (place: HTMLElement, now: () => EditorProps) => EditorHandle

function Open({ open, ...props }: EditorProps & { open: Opening }) {
  const place = useRef<HTMLDivElement>(null)
  const editor = useRef<EditorHandle | null>(null)
  const latest = useRef<EditorProps>(props)
  latest.current = props
  useEffect(() => {
    const opened = open(place.current!, () => latest.current)
    editor.current = opened
    props.ready?.(opened)
    return () => {
      latest.current.ready?.(null)
      opened.end()
    }
  }, [])
  useEffect(() => editor.current?.take(props.text), [props.revision])
  return <div ref={place} class={`edit ${props.isWrong === true ? 'bad' : ''}`} />
}
