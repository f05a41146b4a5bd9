/** `ninja verify`: proves exercises, of the pack that one stands in, else of the packs of the workspace. */
import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { type Verification, verify } from '../../author/verify.ts'
import { type Exercise, pickExercise } from '../../catalogue/catalogue.ts'
import { renderVerification, toJUnit } from '../../terminal/verify.ts'
import { type CommandResult, type Context, numberOption, type Options, outcome } from '../command.ts'
import { exitStatus } from '../errors.ts'
import { writeFile } from '../files.ts'
import { packAround } from '../packs.ts'
import { proverProgram, settingsFrom } from '../settings.ts'
import { allExercises, fromStart, isInWorkspace } from '../workspace.ts'

export async function run(
  context: Context,
  words: readonly string[],
  options: Options,
): Promise<CommandResult> {
  const since = performance.now()
  const workspace = isInWorkspace(context.cwd) ? context.workspace() : null
  const all = packAround(context.cwd) ?? allExercises(workspace?.root ?? null)
  const { data } = settingsFrom(options, context, workspace)
  const verification = await verify(named(all, words), all, {
    data,
    program: proverProgram(),
    threads: Math.round(numberOption(options, 'threads', availableParallelism(), 1)),
    onProgress: progress,
  })
  if (typeof options.junit === 'string') writeFile(resolve(context.cwd, options.junit), toJUnit(verification))
  const seconds = (performance.now() - since) / 1000
  const text =
    options.json === true
      ? toJson(verification, seconds)
      : renderVerification(verification, context.width, seconds)
  return outcome(text, [], isClean(verification) ? 0 : exitStatus.pack)
}

/** Exercises by name, and tracks. */
function named(all: readonly Exercise[], words: readonly string[]): readonly Exercise[] {
  if (words.length === 0) return all
  const { track } = fromStart(all)[0]
  const wanted = words.flatMap(word => {
    const whole = all.filter(exercise => exercise.track === word)
    return whole.length > 0 ? whole : [pickExercise(all, word, track)]
  })
  return all.filter(exercise => wanted.includes(exercise))
}

const isClean = ({ findings, exercises }: Verification): boolean =>
  findings.length === 0 && exercises.every(one => one.findings.length === 0)

function toJson(verification: Verification, seconds: number): string {
  return JSON.stringify({ version: 1, passed: isClean(verification), seconds, ...verification })
}

/** It takes a while: on a terminal, how far it has come. */
function progress(done: number, of: number): void {
  if (!process.stderr.isTTY) return
  process.stderr.write(done === of ? '\r\u001b[K' : `\r${done} of ${of}`)
}
