/** Where things are tried: an exercise with its values, and the learner's file as it is at that moment. */
import { resolve } from 'node:path'
import type { Exercise } from '../../catalogue/catalogue.ts'
import { mainCase, prepare } from '../../checker/ground.ts'
import { type ErrorCode, NinjaError } from '../../errors.ts'
import { openRoom, type Request } from '../../learner/check.ts'
import { openText, readExerciseFile, setupOf } from '../../learner/files.ts'
import { fitting, type Thread, USUAL_MEMORY } from '../../learner/starting.ts'
import type { Progress } from '../../progress/progress.ts'
import { givenFor, wordsIn } from '../../python/trial-values.ts'
import { sourceOf } from '../../text/source.ts'
import { typedIn } from '../../text/typed.ts'
import { failedAnswer, notesOn, type TryAnswer } from '../../trying/answer.ts'
import { stays } from '../../trying/session.ts'
import { snippetOf } from '../../trying/snippet.ts'
import { isInScope, tellIn, tryIn } from '../../trying/trying.ts'
import { isNotebook, openNotebook } from '../notebook-file.ts'
import { openNotebookReader } from '../notebook-thread.ts'
import { blankNames } from '../ready.ts'
import { openGradients } from './open-gradients.ts'

export interface TryDesk {
  /** `earlier`: what was typed before, and is still there. */
  evaluate(text: string, earlier?: readonly string[]): TryAnswer
  /** What a name may stand for there, besides what JavaScript has. */
  names(): readonly string[]
  end(): void
}

/** `progress`: of the learner, as it is whenever something is tried. */
export function openDesk(
  request: Request,
  all: readonly Exercise[],
  progress: () => Progress,
  { thread, isPython = false }: { readonly thread?: Thread | undefined; readonly isPython?: boolean } = {},
): TryDesk {
  const { exercise, file, seed, data, limits } = request
  const ground = prepare(setupOf(exercise, seed, data))
  if ('failure' in ground) {
    const { code, message, advice } = ground.failure
    throw new NinjaError(code as ErrorCode, message, advice ?? undefined)
  }
  const at = mainCase(ground)
  const graph = at?.graph ?? null
  const path = resolve(file)
  const blanks = blankNames(exercise)
    .filter(name => graph?.tensors.has(name.slice(1)) === true && name.startsWith('d'))
    .map(name => name.slice(1))
  const room = openRoom(request, limits.memory === USUAL_MEMORY ? fitting(thread, 'serving') : undefined)
  const has = (name: string): boolean => isInScope(graph, name)
  const names = (): readonly string[] => [
    ...Object.keys(graph?.values ?? {}),
    ...[...(graph?.tensors.keys() ?? [])].map(name => `d${name}`),
  ]
  const wantedWith = (open: ReadonlyMap<string, string>) =>
    at === null ? null : { at, blanks, open: new Set(open.keys()) }
  const reader = isPython ? openNotebookReader(limits, undefined) : null
  const evaluatePython = (code: string, earlier: readonly string[]): TryAnswer => {
    const { base, note } = readLearner(exercise, path)
    const { submission } = openText(exercise, base, path)
    const open = openGradients(all, exercise.track, progress())
    const used = wordsIn([code, ...earlier]).filter(has)
    room.begin()
    const { told } = tellIn({ room, wanted: wantedWith(open) }, used, submission!)
    const given = Object.fromEntries(
      used.flatMap(name => {
        const value = graph!.values[name] ?? told.get(name)?.value
        const one = value === undefined ? null : givenFor(graph!, name, value)
        return one === null ? [] : [[name, one]]
      }),
    )
    const none = { name: exercise.id, path, text: '' }
    const answer = reader!.try({ file: none, seed, data, trial: { code, earlier, given, known: names() } })
    const notes = [...answer.notes, ...notesOn(told, name => open.get(name) ?? null)]
    return { ...answer, notes: answer.isOpen ? [] : note === null ? notes : [note, ...notes] }
  }
  return {
    evaluate(text, earlier = []) {
      if (isPython) return evaluatePython(text, earlier)
      const typed = typedIn(text)
      if (typed.fault !== null) return failedAnswer(typed.fault.message, null, typed.isOpen)
      const { base, note } = readLearner(exercise, path)
      const source = base === '' ? null : openText(exercise, base, path).reading.source
      const before = earlier.map(typedIn)
      const snippet = snippetOf(typed, before, { file: source, has })
      const { submission, reading } = openText(exercise, `${base}${snippet.text}`, path)
      if (submission === null) return failedAnswer(reading.fault?.message ?? 'it cannot be read')
      const open = openGradients(all, exercise.track, progress())
      room.begin()
      const { gradients, ...rest } = tryIn({ room, wanted: wantedWith(open) }, snippet, submission, () => {
        const alone = sourceOf(`${base}${snippet.alone}`)
        return alone.program === null ? submission.source : alone
      })
      const notes = notesOn(gradients, name => open.get(name) ?? null)
      return {
        ...rest,
        notes: note === null ? notes : [note, ...notes],
        isOpen: false,
        stays: rest.failure === null && stays(typed, before) ? typed.declares : null,
      }
    },
    names,
    end: () => {
      room.end()
      reader?.end()
    },
  }
}

/** The learner's file; nothing of a notebook; nothing, and why, of one that can't be read. */
function readLearner(exercise: Exercise, path: string): { base: string; note: string | null } {
  if (isNotebook(path)) return { base: '', note: null }
  try {
    const text = readExerciseFile(path)
    const { reading } = openText(exercise, text, path)
    if (reading.source !== null) return { base: text, note: null }
    return {
      base: '',
      note: `your file can't be read, so none of its functions is here: line ${reading.fault?.line}: ${reading.fault?.message}`,
    }
  } catch (error) {
    if (!(error instanceof NinjaError)) throw error
    return { base: '', note: `your file isn't used: ${error.message}` }
  }
}

/** After the cells of a notebook, which is read again each time. */
export function openNotebookDesk(
  cwd: string,
  name: string,
  { seed, data, limits }: Pick<Request, 'seed' | 'data' | 'limits'>,
  thread?: Thread,
): TryDesk {
  const reader = openNotebookReader(limits, thread)
  return {
    evaluate: (code, earlier = []) =>
      reader.try({
        file: openNotebook(cwd, name),
        seed,
        data,
        trial: { code, earlier, given: null, known: [] },
      }),
    names: () => [],
    end: () => reader.end(),
  }
}
