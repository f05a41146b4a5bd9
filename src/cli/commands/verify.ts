/** `ninja verify`: proves exercises, of the pack that one stands in, else of the packs of the workspace. */
import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { type ProofProgress, type Verification, verify } from '../../author/verify.ts'
import { hasAnswers } from '../../catalogue/catalogue.ts'
import { NinjaError } from '../../errors.ts'
import { toJUnit } from '../../terminal/junit.ts'
import { renderBelonging, renderProgress, renderVerification, verifiedSuite } from '../../terminal/verify.ts'
import { demandOwnAnswers } from '../answers.ts'
import { type CommandResult, type Context, numberOption, type Options, outcome } from '../command.ts'
import { exitStatus } from '../errors.ts'
import { writeFile } from '../files.ts'
import { verifyHomework } from '../homework.ts'
import { packAround } from '../packs.ts'
import { formulaProgram } from '../programs.ts'
import { openProgressLine } from '../progress-line.ts'
import { proverProgram, settingsFrom } from '../settings.ts'
import { exercisesNamed } from '../target-exercise.ts'
import { allExercises, isInWorkspace } from '../workspace.ts'

export async function run(
  context: Context,
  words: readonly string[],
  options: Options,
): Promise<CommandResult> {
  const since = performance.now()
  const workspace = isInWorkspace(context.cwd) ? context.workspace() : null
  const all = packAround(context.cwd) ?? allExercises(workspace?.root ?? null)
  const { data } = settingsFrom(options, context, workspace)
  const wanted = exercisesNamed(all, words)
  const other = options.blankOnly
  if (typeof other === 'string' && words.length > 0)
    throw new NinjaError('usage', '--blank-only is about a whole pack', 'leave the exercises out')
  const homework = typeof other === 'string' ? null : wanted.find(exercise => !hasAnswers(exercise))
  if (homework != null) demandOwnAnswers(homework.pack)
  const threads = Math.round(numberOption(options, 'threads', availableParallelism(), 1))
  const finish = (verification: Verification, render: typeof renderVerification): CommandResult => {
    if (typeof options.junit === 'string')
      writeFile(resolve(context.cwd, options.junit), toJUnit([verifiedSuite(verification)]))
    const seconds = (performance.now() - since) / 1000
    const text =
      options.json === true ? toJson(verification, seconds) : render(verification, context.width, seconds)
    return outcome(text, [], isClean(verification) ? 0 : exitStatus.pack)
  }
  if (typeof other === 'string') return finish(verifyHomework(context, other, data), renderBelonging)
  const progress = showProgress(since, options.json !== true)
  const verification = await verify(wanted, all, {
    data,
    program: proverProgram(),
    threads,
    onProgress: progress.show,
    faultInTex: tex => formulaProgram().faultInTex(tex),
  }).finally(progress.end)
  return finish(verification, renderVerification)
}

const isClean = ({ findings, exercises }: Verification): boolean =>
  findings.length === 0 && exercises.every(one => one.findings.length === 0)

function toJson(verification: Verification, seconds: number): string {
  return JSON.stringify({ version: 1, passed: isClean(verification), seconds, ...verification })
}

/** It takes a while. Where a machine listens, nothing is said of that. */
function showProgress(
  since: number,
  isForPeople: boolean,
): { show: (progress: ProofProgress) => void; end: () => void } {
  const { stderr } = process
  if (!stderr.isTTY && !isForPeople) return { show: () => {}, end: () => {} }
  const { show, end } = openProgressLine(stderr)
  return {
    show: progress => show(() => renderProgress(progress, (performance.now() - since) / 1000)),
    end,
  }
}
