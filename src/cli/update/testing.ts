/** For tests: workspaces of an earlier version that somebody has lived in, and packs that get a new one. */
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type Exercise, readSolution } from '../../catalogue/catalogue.ts'
import { answerOf } from '../../notebook/solution.ts'
import { bodySpan, definitionsIn } from '../../text/definitions.ts'
import { sourceOf } from '../../text/source.ts'
import type { numbers } from '../../text/testing.ts'
import { blankNames } from '../ready.ts'
import { emptyFolder } from '../testing.ts'
import { packageRoot } from '../workspace.ts'
import { readEarlier } from './earlier.ts'

export type NextNumber = ReturnType<typeof numbers>

const earlier = readEarlier()
export const firstTexts: ReadonlyMap<string, string> = new Map(
  [...earlier].map(([path, texts]) => [path, texts[0]]),
)

/** As `init` of version 0.1.0 left it: without a trace of what it began with. */
export function earlierWorkspace(): string {
  const root = emptyFolder()
  for (const [path, text] of firstTexts) put(root, path, text)
  cpSync(join(packageRoot, 'exercises', 'data'), join(root, 'exercises', 'data'), { recursive: true })
  const devDependencies = { 'backprop-ninja': '^0.1.0' }
  put(
    root,
    'package.json',
    `${JSON.stringify({ private: true, type: 'module', devDependencies }, null, 2)}\n`,
  )
  return root
}

export function put(root: string, path: string, text: string | Uint8Array): void {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}

/** What somebody made of an exercise. */
export interface Lived {
  /** Null: they deleted it. */
  readonly text: string | null
  /** What they wrote into blanks, as it is in the text. */
  readonly bodies: readonly string[]
  /** Other lines of theirs. */
  readonly lines: readonly string[]
}

export const asItWas = (text: string): Lived => ({ text, bodies: [], lines: [] })

/** A random state: blanks right, wrong, half-written; remarks, helpers, a changed forward pass; deleted, emptied; saved otherwise. */
export function livedIn(text: string, exercise: Exercise, draw: NextNumber): Lived {
  const kind = draw(12)
  if (kind === 0) return { ...asItWas(text), text: null }
  if (kind === 1) return asItWas(' \n')
  if (kind === 2) return asItWas(text)
  const filled = withBodies(text, exercise, draw)
  const edits = [withNote, withHelper, withForward, withImport].filter(() => draw(4) === 0)
  const edited = edits.reduce((lived, edit) => edit(lived, draw), filled)
  return [same, same, same, withTabs, withCrlf, withMark][draw(6)](edited)
}

const same = (lived: Lived): Lived => lived

const all = ({ text, bodies, lines }: Lived, change: (text: string) => string): Lived => ({
  text: change(text!),
  bodies: bodies.map(change),
  lines,
})

const withTabs = (lived: Lived): Lived =>
  all(lived, text =>
    text.replace(/(?<=\n) +/g, indent => '\t'.repeat(indent.length / 2) + ' '.repeat(indent.length % 2)),
  )
const withCrlf = (lived: Lived): Lived => all(lived, text => text.replaceAll('\n', '\r\n'))
const withMark = (lived: Lived): Lived => ({ ...lived, text: `\uFEFF${lived.text}` })

function withBodies(text: string, exercise: Exercise, draw: NextNumber): Lived {
  const { program } = sourceOf(text)
  const definitions = program === null ? null : definitionsIn({ ...sourceOf(text), program } as never)
  const solution = readSolution(exercise)
  const spots = blankNames(exercise).flatMap(name => {
    const code = definitions?.get(name)?.code
    if (code == null || draw(3) === 0) return []
    const answer = answerOf(solution, name) ?? 'return 0'
    const lines = [answer, answer, answer, 'return 0', `${answer}.mul(2`, 'const x = 1\nreturn TODO()'][
      draw(6)
    ]
    const indented = [`// mine ${draw(1000)}`, ...lines.split('\n')].map(line => `  ${line}`).join('\n')
    return [{ ...bodySpan(code), body: `\n${indented}\n` }]
  })
  let lived = asItWas(text)
  for (const { start, end, body } of spots.sort((a, b) => b.start - a.start))
    lived = {
      text: lived.text!.slice(0, start) + body + lived.text!.slice(end),
      bodies: lived.bodies.concat(body),
      lines: [],
    }
  return lived
}

/** One of the lines that pass, and where it is; null where there is none. `but`: none that is in one of these. */
function someLine(
  text: string,
  draw: NextNumber,
  test: RegExp,
  but: readonly string[] = [],
): { line: string; at: number } | null {
  const found = text
    .split('\n')
    .filter(line => test.test(line) && text.split(line).length === 2)
    .filter(line => !but.some(body => body.includes(line)))
  const line = found[draw(Math.max(1, found.length))]
  return line === undefined ? null : { line, at: text.indexOf(line) }
}

const before = (lived: Lived, draw: NextNumber, test: RegExp, added: string, end = '\n'): Lived => {
  // What is written into blanks is told apart from the rest.
  const place = someLine(lived.text!, draw, test, lived.bodies)
  if (place === null) return lived
  const text = lived.text!.slice(0, place.at) + added + end + lived.text!.slice(place.at)
  return { ...lived, text, lines: [...lived.lines, added] }
}

const withNote = (lived: Lived, draw: NextNumber): Lived =>
  before(lived, draw, /^\/\/ \w.{20}/, `// a note of mine, number ${draw(1000)}`)
const withHelper = (lived: Lived, draw: NextNumber): Lived =>
  before(lived, draw, /^\/\/ %% \w/, `const helper${draw(1000)} = 1`, '\n\n')
const withForward = (lived: Lived, draw: NextNumber): Lived =>
  before(lived, draw, /^ {2}\w+ \w+ = \w+\.\w+\(/, `  console.log('mine', ${draw(1000)})`)
const withImport = (lived: Lived): Lived =>
  lived.text!.includes('einsum')
    ? lived
    : { ...lived, text: lived.text!.replace('import { ', 'import { einsum, ') }

/** A pack with a few exercises of these tracks. */
export function packOf(tracks: readonly string[], draw: NextNumber): string {
  const root = emptyFolder()
  put(
    root,
    'package.json',
    JSON.stringify({ name: 'course', version: '1.0.0', ninja: { format: 1, tracks } }),
  )
  for (const track of tracks) {
    const [from, to] = ['', root].map(folder => join(folder || packageRoot, 'solutions', track))
    const exercises = readdirSync(from).filter(name => /^\d.*\.ts$/.test(name))
    const chosen = exercises.filter((_, i) => i === 0 || draw(3) === 0)
    const others = readdirSync(from).filter(name => !/^\d/.test(name))
    for (const name of [...chosen, ...others]) cpSync(join(from, name), join(to, name))
  }
  return root
}

/** A new version of a pack: sentences, names in braces and blanks change, exercises come and go. */
export function withNews(pack: string, draw: NextNumber): void {
  for (const track of readdirSync(join(pack, 'solutions'))) {
    const folder = join(pack, 'solutions', track)
    for (const name of readdirSync(folder).filter(file => file.endsWith('.ts'))) {
      const text = readFileSync(join(folder, name), 'utf8')
      const edits = [withSentence, withOther, withBraces, withCell, withoutBlank].filter(() => draw(3) === 0)
      writeFileSync(
        join(folder, name),
        edits.reduce((sofar, edit) => edit(sofar, draw), text),
      )
    }
    const [last] = readdirSync(folder)
      .filter(file => /^\d/.test(file) && file.endsWith('.ts'))
      .sort()
      .slice(-1)
    cpSync(join(folder, last), join(folder, `${Number.parseInt(last, 10) + 1}_one_more.ts`))
  }
}

type Edit = (text: string, draw: NextNumber) => string

const replaced = (text: string, draw: NextNumber, test: RegExp, by: (line: string) => string): string => {
  const place = someLine(text, draw, test)
  return place === null ? text : text.replace(place.line, () => by(place.line))
}

const PROSE = /^\/\/ [A-Z][^:|]{20}/
const withSentence: Edit = (text, draw) => replaced(text, draw, PROSE, line => `// In other words.\n${line}`)
const withOther: Edit = (text, draw) => replaced(text, draw, PROSE, line => `${line} Really.`)
const withBraces: Edit = (text, draw) =>
  replaced(text, draw, /^\w+ \w+ d\w+\(\{ \w+/, line => line.replace('({ ', '({ loss, '))
const withCell: Edit = (text, draw) =>
  replaced(text, draw, /^\/\/ %% \w+ feeds/, line => `// %% [markdown]\n// Something new.\n\n${line}`)
/** Only of a forward pass: other checks call their functions by name. */
const withoutBlank: Edit = text => {
  const cells = text.split(/^(?=\/\/ %%)/m)
  const last = cells.at(-1)!
  const isGradient =
    /^\/\/ %% \w+ feeds/.test(last) && cells.filter(cell => cell.includes('// end answer')).length > 1
  return isGradient ? cells.slice(0, -1).join('') : text
}
