/** `npx tsx src/bench/session.ts`: one learner's way from `init` to the third exercise, as the program really answers. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { pickExercise } from '../catalogue/catalogue.ts'
import { answerTo } from '../cli/answers.ts'
import { blankNames } from '../cli/ready.ts'
import { fileIn } from '../cli/solving.ts'
import { program } from '../cli/watch/terminals.ts'
import { allExercises } from '../cli/workspace.ts'
import { definitionsIn, lineOfBlank, lineOfReturn } from '../text/definitions.ts'
import { type ParsedText, sourceOf } from '../text/source.ts'

/** Words to the program, or the name of an exercise and what its file becomes. */
type Step =
  | { readonly words: readonly string[] }
  | { readonly name: string; readonly said: string; readonly edit: (text: string) => string }

const type = (...words: string[]): Step => ({ words })
const fillIn = (gradient: string, line: string): Step => ({
  name: '01',
  said: `in the editor: ${gradient} returns ${line}`,
  edit: text => returning(text, gradient, line),
})

/** The text with another line for the value that a function returns. */
export function returning(text: string, name: string, value: string): string {
  const at = lineOfReturn(definitionsIn(sourceOf(text) as ParsedText).get(name)!.code!)! - 1
  return text.split('\n').with(at, `  return ${value}`).join('\n')
}

/** A learner's file with the answer in each blank that is left. */
export function solved(name: string, text: string): string {
  const exercise = pickExercise(allExercises(null), name, 'makemore')
  return blankNames(exercise).reduce((so, blank) => {
    const { code } = definitionsIn(sourceOf(so) as ParsedText).get(blank)!
    const line = lineOfBlank(code!)
    const answer = answerTo(exercise, blank).replace(/^(?=.)/gm, '  ')
    return line === null
      ? so
      : so
          .split('\n')
          .toSpliced(line - 1, 1, answer)
          .join('\n')
  }, text)
}

const solve = (name: string, said: string, edit = (text: string): string => text): Step => ({
  name,
  said: `in the editor: ${said}`,
  edit: text => edit(solved(name, text)),
})

const steps: readonly Step[] = [
  type('check'),
  fillIn('dlogprobs', 'zerosLike(logprobs).indexPut([arange(n), Yb], 1 / n)'),
  type('check'),
  type('hint'),
  fillIn('dlogprobs', 'zerosLike(logprobs).indexPut([arange(n), Yb], -1 / n)'),
  fillIn('dprobs', 'dlogprobs.div(probs)'),
  type('check'),
  type('next'),
  solve('02', 'all of it, but dcounts has one of its two parts only', text =>
    returning(text, 'dcounts', 'counts_sum_inv.mul(dprobs)'),
  ),
  type('check'),
  solve('02', 'dcounts has both', text =>
    returning(text, 'dcounts', 'counts_sum_inv.mul(dprobs).add(dcounts_sum)'),
  ),
  type('check'),
  type('next'),
  solve('03', 'all of it'),
  type('check'),
  type('status'),
]

/** Runs it all in a folder of its own. */
export function transcript(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'ninja-session-')))
  const { FORCE_COLOR: _, ...inherited } = process.env
  const answer = (cwd: string, words: readonly string[]): string =>
    spawnSync(process.execPath, [program, ...words], {
      cwd,
      encoding: 'utf8',
      env: { ...inherited, NO_COLOR: '1' },
    }).stdout.trimEnd()
  try {
    const course = join(folder, 'course')
    const parts = [`$ npx backprop-ninja init course && cd course\n${answer(folder, ['init', 'course'])}`]
    for (const step of steps) {
      if ('words' in step) parts.push(`$ npx ninja ${step.words.join(' ')}\n${answer(course, step.words)}`)
      else {
        const file = fileIn(course, step.name)
        const before = readFileSync(file, 'utf8')
        const after = step.edit(before)
        if (after === before) throw new Error(`nothing came of it: ${step.said}`)
        writeFileSync(file, after)
        parts.push(`# ${step.said}`)
      }
    }
    return `${parts.join('\n\n')}\n`
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.stdout.write(transcript())
