/**
 * Paragraphs of a solution's text that are for one language. What stands in a comment below a line `python:` is for the
 * notebook in Python alone, where it replaces the paragraph before it; with nothing below, that one is left out.
 */
const PYTHON = 'python:'

const isForPython = (paragraph: string): boolean =>
  paragraph === PYTHON || paragraph.startsWith(`${PYTHON}\n`)

export interface Paragraph {
  readonly text: string
  /** Whether it was written for Python. */
  readonly isPython: boolean
}

/** The paragraphs that the notebook in Python has. */
export function forPython(text: string): Paragraph[] {
  const kept: Paragraph[] = []
  for (const paragraph of text.split(/\n{2,}/)) {
    if (!isForPython(paragraph)) {
      kept.push({ text: paragraph, isPython: false })
      continue
    }
    kept.pop()
    const own = paragraph.slice(PYTHON.length + 1)
    if (own !== '') kept.push({ text: own, isPython: true })
  }
  return kept
}

/** The lines of a text cell that an exercise has: without what is for Python. */
export function withoutPython(lines: readonly string[]): string[] {
  const out: string[] = []
  let isInside = false
  for (const line of lines) {
    if (isInside && !line.startsWith('// ')) isInside = false
    if (line === `// ${PYTHON}`) {
      isInside = true
      if (out.at(-1) === '//') out.pop()
    }
    if (!isInside) out.push(line)
  }
  return out
}
