/** `ninja mistakes`: the atlas, each example judged as it is shown. */
import { join } from 'node:path'
import { pickExercise } from '../../catalogue/catalogue.ts'
import type { Case } from '../../checker/gradient/case.ts'
import { judge } from '../../checker/gradient/judge.ts'
import { learnerOf } from '../../checker/gradient/learner.ts'
import { prepare } from '../../checker/ground.ts'
import type { Diagnosis } from '../../checker/report.ts'
import { atlas, type Entry } from '../../diagnosis/atlas.ts'
import { diagnose } from '../../diagnosis/diagnose.ts'
import { invariant, NinjaError } from '../../errors.ts'
import { compile, setupOf } from '../../learner/files.ts'
import { translated } from '../../python/prose.ts'
import { inPython } from '../../python/words.ts'
import { loadModule } from '../../room/loading.ts'
import type { LearnerFunction } from '../../room/program.ts'
import { nearest } from '../../suggest.ts'
import { renderAtlas, renderEntry } from '../../terminal/atlas.ts'
import { LIBRARY } from '../../text/library.ts'
import { scriptOf } from '../../text/script.ts'
import { sourceOf } from '../../text/source.ts'
import { type CommandResult, type Context, type Options, outcome } from '../command.ts'
import { DATA, DEFAULT_SEED } from '../settings.ts'
import { allExercises, isInWorkspace, packageRoot } from '../workspace.ts'

export function run(context: Context, words: readonly string[], { json }: Options): CommandResult {
  const { cwd, width, ninja } = context
  const cases = casesOf('makemore/07_whole_network')
  const isPython = json !== true && isInWorkspace(cwd) && context.workspace().isPython
  const shown = (entry: Entry): Entry => (isPython ? entryInPython(entry) : entry)
  const said = ({ example }: Entry): Diagnosis | null => {
    if (example === null) return null
    const says = judgeLine(cases, example.gradient, example.line)
    return isPython ? { ...says, message: inPython(says.message) } : says
  }
  if (words.length > 0) {
    const entry = pickEntry(words.join(' '))
    return outcome(
      json === true
        ? JSON.stringify({ ...entry, says: said(entry) })
        : renderEntry(shown(entry), said(entry), width),
    )
  }
  if (json === true) return outcome(JSON.stringify(atlas.map(entry => ({ ...entry, says: said(entry) }))))
  return outcome(renderAtlas(atlas.map(shown), { width, ninja }))
}

function entryInPython(entry: Entry): Entry {
  const { example } = entry
  if (example === null) return entry
  return { ...entry, example: { ...example, line: translated(example.line) ?? example.line } }
}

function pickEntry(written: string): Entry {
  const wanted = written.toLowerCase()
  const found =
    atlas.find(({ family }) => family === wanted) ?? atlas.find(({ family }) => family.includes(wanted))
  if (found !== undefined) return found
  const words = new Map(
    atlas.flatMap(({ family }) => [family, ...family.split(/[ ,]+/)].map(word => [word, family])),
  )
  const near = nearest(wanted, words.keys())
  throw new NinjaError(
    'usage',
    `there is no kind of mistake "${written}"`,
    near === undefined ? 'ninja mistakes lists them' : `did you mean "${words.get(near)}"?`,
  )
}

function casesOf(name: string): readonly Case[] {
  const exercise = pickExercise(allExercises(null), name, null)
  const ground = prepare(setupOf(exercise, DEFAULT_SEED, join(packageRoot, DATA)))
  invariant('cases' in ground, `${name} does not run`)
  return ground.cases
}

/** What the diagnosis says of a line that stands in for a gradient. */
export function judgeLine(cases: readonly Case[], gradient: string, line: string): Diagnosis {
  const given = [...new Set(line.match(/(?<![.\w])[A-Za-z_]\w*/g))].filter(
    name => !helpers.has(name) && name !== 'keepdim' && name !== 'true',
  )
  const text = `import { ${[...helpers].join(', ')} } from '${LIBRARY}'\nexport function ${gradient}({ ${given.join(', ')} }) { return ${line} }`
  const source = sourceOf(text)
  invariant(source.program !== null, `the example for ${gradient} cannot be read`)
  const { script } = scriptOf(source)
  const exports = loadModule({ example: script!.js }, 'example', console, compile)
  const name = gradient.slice(1)
  const learner = learnerOf(new Map([[name, exports[gradient] as LearnerFunction]]))
  const [finding] = judge([name], learner, cases, diagnose).findings
  invariant(finding?.diagnosis, `the example for ${gradient} has no diagnosis: ${finding?.message}`)
  return { ...finding.diagnosis, message: finding.diagnosis.message.replace(/\{line \w+\}/g, '') }
}

const helpers = new Set(['tensor', 'oneHot', 'softmax', 'zerosLike', 'onesLike'])
