/** The editors that are open, by the names of their blanks; the whole file's is ''. */
import type { EditorHandle } from './editor.tsx'

export interface Editors {
  readonly get: (name: string) => EditorHandle | undefined
  /** Null: it's closed. */
  readonly note: (name: string, editor: EditorHandle | null) => void
  /** Puts the cursor into a blank, or into the whole file; at once, or when its editor opens. */
  readonly enter: (blank: string) => void
}

export function openEditors(): Editors {
  const open = new Map<string, EditorHandle>()
  let wanted: string | null = null
  return {
    get: name => open.get(name),
    note(name, editor) {
      if (editor === null) open.delete(name)
      else open.set(name, editor)
      if (editor === null || wanted === null || (name !== wanted && name !== '')) return
      wanted = null
      editor.enter()
    },
    enter(blank) {
      const editor = open.get(blank) ?? open.get('')
      wanted = editor === undefined ? blank : null
      editor?.enter()
    },
  }
}
