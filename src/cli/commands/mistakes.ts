/** `ninja mistakes`: the atlas, each example judged as it is shown. */
import { join } from 'node:path'
import { pickExercise } from '../../catalogue/catalogue.ts'
import { modulesOf } from '../../checker/check.ts'
import { examine, type Ground, prepare } from '../../checker/examine.ts'
import type { Diagnosis } from '../../checker/report.ts'
import { strip } from '../../checker/strip.ts'
import { atlas, type Entry } from '../../diagnosis/atlas.ts'
import { diagnose } from '../../diagnosis/diagnose.ts'
import { invariant, NinjaError } from '../../errors.ts'
import { nearest } from '../../suggest.ts'
import { renderAtlas, renderEntry } from '../../terminal/atlas.ts'
import { type Context, type Options, type Outcome, outcome } from '../command.ts'
import { DATA, DEFAULT_SEED } from '../settings.ts'
import { allExercises, packageRoot } from '../workspace.ts'

export function run({ width, ninja }: Context, words: readonly string[], { json }: Options): Outcome {
  const ground = groundOf('makemore/07_whole_network')
  const said = ({ example }: Entry): Diagnosis | null =>
    example === null ? null : judgeLine(ground, example.gradient, example.line)
  if (words.length > 0) {
    const entry = pickEntry(words.join(' '))
    return outcome(
      json === true
        ? JSON.stringify({ ...entry, says: said(entry) })
        : renderEntry(entry, said(entry), width),
    )
  }
  if (json === true) return outcome(JSON.stringify(atlas.map(entry => ({ ...entry, says: said(entry) }))))
  return outcome(renderAtlas(atlas, { width, ninja }))
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

function groundOf(name: string): Ground {
  const exercise = pickExercise(allExercises(null), name, null)
  return prepare({
    exercise: exercise.id,
    modules: modulesOf(exercise),
    solution: exercise.solution,
    seed: DEFAULT_SEED,
    data: join(packageRoot, DATA),
  })
}

/** What the diagnosis says of a line that stands in for a gradient. */
export function judgeLine(ground: Ground, gradient: string, line: string): Diagnosis {
  const given = [...new Set(line.match(/(?<![.\w])[A-Za-z_]\w*/g))].filter(
    name => !helpers.has(name) && name !== 'keepdim' && name !== 'true',
  )
  const text = `import { ${[...helpers].join(', ')} } from 'backprop-ninja'\nexport function ${gradient}({ ${given.join(', ')} }) { return ${line} }`
  const { js } = strip(text)
  invariant(js !== null, `the example for ${gradient} is no TypeScript`)
  const job = { modules: { example: js }, learner: 'example', functions: [gradient], stopped: [] }
  const [finding] = examine(ground, job, () => {}, diagnose).findings
  invariant(finding?.diagnosis, `the example for ${gradient} has no diagnosis: ${finding?.message}`)
  return { ...finding.diagnosis, message: finding.diagnosis.message.replace(/\{line \w+\}/g, '') }
}

const helpers = new Set(['tensor', 'oneHot', 'softmax', 'zerosLike', 'onesLike'])
