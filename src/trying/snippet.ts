/** What was typed as a function behind the learner's file: it may use all that is there, and what the exercise has. */
import * as exported from '../index.ts'
import { definitionsIn } from '../text/definitions.ts'
import { importedIn } from '../text/imports.ts'
import { LIBRARY } from '../text/library.ts'
import type { ParsedText } from '../text/source.ts'
import type { Typed } from '../text/typed.ts'

/** What the function is called. */
export const TRIED = 'tried$'

/** What is printed between what was typed before and what is tried now. */
export const NOW = '-- now --'

export interface Snippet {
  /** To be put behind the file. */
  readonly text: string
  /** The same without what was typed before: that isn't what an error is about. */
  readonly alone: string
  /** The names that it takes from the exercise. */
  readonly names: readonly string[]
  /** Whether it prints what it gives, last of all. */
  readonly printsResult: boolean
}

/** What a name in it may stand for. */
export interface SnippetScope {
  /** The learner's file; null where it can't be read. */
  readonly file: ParsedText | null
  /** Whether the exercise has a value or a gradient of this name. */
  readonly has: (name: string) => boolean
}

/** `earlier`: what was typed before, and is still there. */
export function snippetOf(typed: Typed, earlier: readonly Typed[], { file, has }: SnippetScope): Snippet {
  const own = new Set(earlier.flatMap(({ declares }) => declares))
  const used = [...new Set([...earlier, typed].flatMap(({ names }) => names))].filter(name => !own.has(name))
  const names = used.filter(has)
  const there = file === null ? [] : [...definitionsIn(file).keys(), ...importedIn(file)]
  const imports = used.filter(
    name =>
      !has(name) && Object.hasOwn(exported, name) && !there.includes(name) && !there.includes(`type ${name}`),
  )
  const head = imports.length === 0 ? '' : `import { ${imports.join(', ')} } from '${LIBRARY}'\n`
  const [before, behind] = earlier.length === 0 ? ['', ''] : nested(earlier)
  const given = [...own].filter(name => typed.names.includes(name))
  return {
    text: `\n${head}${functionOf(names, `${before}${bodyOf(typed)}${behind}`)}`,
    alone: `\n${head}${functionOf([...names, ...given], typed.text)}`,
    names,
    printsResult: typed.result !== null,
  }
}

const functionOf = (names: readonly string[], body: string): string =>
  `export function ${TRIED}({ ${names.join(', ')} }: Scope) {\n${body}\n}\n`

/** Each in the braces of the one before: so it may declare the same names. */
const nested = (earlier: readonly Typed[]): [before: string, behind: string] => [
  `${earlier.map(({ text }) => `${text}\n{`).join('\n')}\nconsole.log('${NOW}')\n`,
  `\n${'}'.repeat(earlier.length)}`,
]

/** Prints what it gives too: not all of that can be carried out of a room. */
function bodyOf({ text, result }: Typed): string {
  if (result === null) return text
  const [before, code, behind] = [
    text.slice(0, result.start),
    text.slice(result.start, result.end),
    text.slice(result.end),
  ]
  const shown = `console.log(typeof result$ === 'string' ? JSON.stringify(result$) : result$)`
  // In a list, so that a function isn't named after the constant.
  return `${before}const [result$] = [(${code}\n)]${behind}\n;${shown}\nreturn result$`
}
