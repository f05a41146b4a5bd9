/** CodeMirror as the page uses it: an editor for TypeScript, and its colours for code that is only read. */
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands'
import { typescriptLanguage } from '@codemirror/lang-javascript'
import { bracketMatching, indentUnit, syntaxHighlighting } from '@codemirror/language'
import { Annotation, EditorSelection, EditorState, type Extension, Prec } from '@codemirror/state'
import { drawSelection, EditorView, keymap, lineNumbers } from '@codemirror/view'
import { classHighlighter } from '@lezer/highlight'
import { type ColouredLine, coloured } from './colours.ts'
import type { EditorHandle, EditorProps } from './editor.tsx'

const fromElsewhere = Annotation.define<boolean>()

/** A strict policy of the page lets styles in that carry its nonce. */
const nonce = (): Extension => {
  const found = document.querySelector<HTMLElement>('script[nonce], style[nonce]')?.nonce
  return found ? EditorView.cspNonce.of(found) : []
}

/** `now`: what the editor is given at the moment. */
export function openEditor(parent: HTMLElement, now: () => EditorProps): EditorHandle {
  const editor = new EditorView({ parent, state: stateFor(now) })
  return {
    focus: () => editor.focus(),
    enter: () => enter(editor),
    toLine: line => toLine(editor, line),
    take(text) {
      const old = editor.state.doc.toString()
      if (old === text) return
      const { from, to, insert } = changeOf(old, text)
      editor.dispatch({ changes: { from, to, insert }, annotations: fromElsewhere.of(true) })
    },
    end: () => editor.destroy(),
  }
}

/** The least that has to be replaced, so that the cursor stays where it is. */
function changeOf(old: string, text: string): { from: number; to: number; insert: string } {
  let from = 0
  while (from < old.length && old[from] === text[from]) from++
  let tail = 0
  while (tail < Math.min(old.length, text.length) - from && old.at(-1 - tail) === text.at(-1 - tail)) tail++
  return { from, to: old.length - tail, insert: text.slice(from, text.length - tail) }
}

function stateFor(now: () => EditorProps): EditorState {
  const { text, label, isNumbered } = now()
  const check = (): boolean => {
    now().onCheck()
    return true
  }
  const leave = (step: 1 | -1) => (): boolean => {
    now().onLeave?.(step)
    return now().onLeave !== undefined
  }
  const own = keymap.of([
    { key: 'Ctrl-Enter', mac: 'Cmd-Enter', run: check },
    { key: 'Alt-ArrowDown', run: leave(1) },
    { key: 'Alt-ArrowUp', run: leave(-1) },
  ])
  return EditorState.create({
    doc: text,
    extensions: [
      Prec.highest(own),
      history(),
      drawSelection(),
      bracketMatching(),
      indentUnit.of('  '),
      EditorState.tabSize.of(2),
      typescriptLanguage,
      syntaxHighlighting(classHighlighter),
      isNumbered === true ? [] : EditorView.lineWrapping,
      keymap.of([...defaultKeymap, ...historyKeymap, indentWithTab]),
      EditorView.contentAttributes.of({
        'aria-label': label,
        tabindex: '0',
        spellcheck: 'false',
        autocapitalize: 'off',
      }),
      isNumbered === true ? lineNumbers() : [],
      nonce(),
      EditorView.updateListener.of(update => {
        const isTyped = !update.transactions.some(one => one.annotation(fromElsewhere) === true)
        if (update.docChanged && isTyped) now().onText(update.state.doc.toString())
        if (update.focusChanged && update.view.hasFocus) now().onFocus?.()
      }),
    ],
  })
}

function enter(editor: EditorView): void {
  const text = editor.state.doc.toString()
  const at = text.indexOf('TODO()')
  const selection = at === -1 ? EditorSelection.cursor(text.length) : EditorSelection.range(at, at + 6)
  editor.focus()
  editor.dispatch({ selection: EditorSelection.create([selection]), scrollIntoView: true })
}

function toLine(editor: EditorView, line: number): void {
  const { doc } = editor.state
  const at = doc.line(Math.max(1, Math.min(line, doc.lines))).from
  editor.focus()
  editor.dispatch({ selection: { anchor: at }, scrollIntoView: true })
}

/** The lines of a text in TypeScript. */
export const colouredLines = (text: string): ColouredLine[] =>
  coloured(text, typescriptLanguage.parser.parse(text))
