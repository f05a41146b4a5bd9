/** Text and hints of an exercise for somebody who writes Python: the same sentences, their code translated. */
import { isOfTex } from '../notebook/markdown.ts'
import { forPython } from '../notebook/paragraphs.ts'
import { pieceOf } from '../text/source.ts'
import { methods, operators } from './names.ts'
import { NotTranslatable, pythonOf } from './translation.ts'
import { inPython } from './words.ts'

/** Text without the tables that tell a Python person what TypeScript is. */
export const prose = (text: string): string =>
  forPython(withoutTex(text))
    .filter(({ text, isPython }) => isPython || !/^\|.*TypeScript/m.test(text))
    .map(({ text, isPython }) => (isPython ? text : paragraph(text)))
    .join('\n\n')

/** Below a formula as text, the same in TeX is for others. */
function withoutTex(text: string): string {
  const lines = text.split('\n')
  const tex = isOfTex(lines)
  return lines.filter((_, i) => !tex[i]).join('\n')
}

/** Lines of code are indented; in other lines code is in back quotes. */
const paragraph = (text: string): string =>
  /^ {4}/.test(text) ? text.split('\n').map(lineOfCode).join('\n') : sentences(text)

/** A hint, or a sentence: what is in back quotes is code. */
export const sentences = (text: string): string =>
  text.replace(/`([^`\n]+)`/g, (_, code: string) => `\`${inCode(code)}\``)

function inCode(code: string): string {
  if (/^\(\w+\)$/.test(code)) return code // a shape
  return operators[code] ?? methods[code] ?? translated(code) ?? inPython(code)
}

/** A constant's line as an assignment; what is no such line stays: a picture, a table. */
function lineOfCode(line: string): string {
  const [statement] = pieceOf(line.trim()).program?.body ?? []
  if (statement?.type !== 'VariableDeclaration') return line
  const [{ id, init }] = statement.declarations
  if (id.type !== 'Identifier' || init == null) return line
  return `    ${id.name} = ${pythonOf(init)}`
}

/** What stands for an ellipsis while code is read, and for the tensor of a method that is written alone: `.sum(...)`. */
const [REST, OWN] = ['$rest', '$own']

/** An expression's Python; null for what is none, or has no counterpart. */
export function translated(code: string): string | null {
  const whole = code.replaceAll('...', REST)
  const source = pieceOf(`(${whole.startsWith('.') ? OWN : ''}${whole})`)
  const [statement] = source.program?.body ?? []
  if (statement?.type !== 'ExpressionStatement') return null
  try {
    const python = pythonOf(statement.expression).replaceAll(REST, '...')
    return python.startsWith(OWN) ? python.slice(OWN.length).trimStart() : python
  } catch (error) {
    if (error instanceof NotTranslatable) return null
    throw error
  }
}
