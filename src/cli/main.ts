/** The program: words in, text and an exit status out. The only place that writes to the terminal or sets the status. */

import { CommanderError, Command as Program } from 'commander'
import { namesOf } from '../catalogue/catalogue.ts'
import { NinjaError } from '../errors.ts'
import type { Thread } from '../learner/starting.ts'
import { nearestStart } from '../suggest.ts'
import { called } from '../terminal/calls.ts'
import { style, widthOf, wrap } from '../terminal/style.ts'
import { type Command, type CommandResult, type Context, contextFor, type Options } from './command.ts'
import { commands } from './commands.ts'
import { demandFree, documentOf, writeDocument } from './document.ts'
import { type Problem, problemOf } from './errors.ts'
import { GRADER, GRADER_THREAD } from './grade/orders.ts'
import { isTopic, topics } from './reference.ts'
import { TRY_HOST } from './try/remote.ts'
import { HOST } from './watch/remote.ts'
import { allExercises, commandName, findWorkspace, isInWorkspace, packageVersion } from './workspace.ts'

/** Gives the exit status; null where the program goes on. */
async function answer(words: readonly string[], thread: Thread | undefined): Promise<number | null> {
  if (words[0] === HOST) {
    const { serve } = await import('./watch/host.ts')
    serve(thread)
    return null
  }
  if (words[0] === TRY_HOST) {
    const { serveTrying } = await import('./try/host.ts')
    serveTrying()
    return null
  }
  if (words[0] === GRADER) {
    const { serveGrading } = await import('./grade/host.ts')
    serveGrading()
    return null
  }
  if (words[0] === GRADER_THREAD) {
    const { serveQuick } = await import('./grade/rooms.ts')
    serveQuick()
    return null
  }
  try {
    const context = contextFor(currentFolder(), process.stdout, thread)
    let result: CommandResult | null = null
    if (words[0] === 'help' && isTopic(words[1])) {
      const { showTopic } = await import('./commands/topics.ts')
      return write(showTopic(context, words[1], words.slice(2)))
    }
    const typed = commandIn(words, context)
    const program = programFor(context, await endingOf(typed, context), outcome => {
      result = outcome
    })
    await program.parseAsync(typed, { from: 'user' })
    return result === null ? 0 : write(result)
  } catch (thrown) {
    if (thrown instanceof CommanderError && thrown.exitCode === 0) return 0
    const problem = thrown instanceof CommanderError ? usageProblem(thrown, words) : problemOf(thrown)
    return complain(problem, words)
  }
}

function commandHere(): string {
  try {
    return commandName(process.cwd())
  } catch {
    return 'npx backprop-ninja'
  }
}

function currentFolder(): string {
  try {
    return process.cwd()
  } catch {
    throw new NinjaError('workspace', 'the current folder no longer exists', 'change to another one')
  }
}

/** The words with a command in front: nothing at all, or an exercise alone, is to be watched, or checked. */
function commandIn(words: readonly string[], { cwd }: Context): string[] {
  if (words.length > 0 && !EXERCISE.test(words[0]) && !isExercise(words[0], cwd)) return [...words]
  if (words.length === 0 && !isInWorkspace(cwd)) return ['--help']
  const isAlone = words.length < 2 && process.stdin.isTTY && process.stdout.isTTY
  return [isAlone ? 'watch' : 'check', ...words]
}

/** Whether a word is the name of an exercise or a track, all of it, and of no command. */
const isExercise = (word: string, cwd: string): boolean =>
  !word.startsWith('-') &&
  word !== 'help' &&
  commands.every(({ name }) => name !== word) &&
  namesHere(cwd).includes(word.replace(/[\\/]$/, ''))

/** Of the exercises and tracks of the workspace; none where there is no workspace, or one that can't be read. */
function namesHere(cwd: string): string[] {
  try {
    return isInWorkspace(cwd) ? namesOf(allExercises(findWorkspace(cwd, '').root)) : []
  } catch {
    return []
  }
}

/** What was typed may be anything, and long. */
const shortened = (text: string): string => (text.length > 200 ? `${text.slice(0, 100)}…` : text)

/** What can only be an exercise: `02`, `02_softmax`, `makemore/02`. */
const EXERCISE = /^\d+(_\w+)?(\.ts)?$|^[\w.]+[\\/][\w.\\/]+$/

/** What the help of a command ends with, where that is asked for. */
async function endingOf(words: readonly string[], context: Context): Promise<string | null> {
  const isHelp = (word: string): boolean => word === '--help' || word === '-h'
  const [name, ...rest] = words[0] === 'help' ? words.slice(1) : words
  if (words[0] !== 'help' && !rest.some(isHelp)) return null
  const command = commands.find(command => command.name === name)
  const ending = await command?.ending?.(
    rest.filter(word => !word.startsWith('-')),
    context,
  )
  return ending ?? null
}

function programFor(
  context: Context,
  ending: string | null,
  finish: (outcome: CommandResult) => void,
): Program {
  const program = new Program('ninja')
    .description('Learn backpropagation by doing it by hand.')
    .version(packageVersion(), '-v, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', `print the help of a command, or a table: ${topics.join(', ')}`)
    .showSuggestionAfterError(false) // ours are nearer
    .exitOverride()
    .configureOutput({ writeErr: () => {} })
  for (const command of commands) addCommand(program, command, context, ending, finish)
  return program
}

function addCommand(
  program: Program,
  command: Command,
  context: Context,
  ending: string | null,
  finish: (outcome: CommandResult) => void,
): void {
  const added = program.command(`${command.name} ${command.words}`.trim()).description(command.summary)
  for (const [flag, what] of command.options) added.option(flag, what)
  if (command.ending !== undefined && ending !== null) added.addHelpText('after', `\n${ending}`)
  if (command.takesMore) added.allowUnknownOption().allowExcessArguments()
  added.action(async (...given: unknown[]) => {
    // Commander passes the words, then the options, then itself.
    const options = given.at(-2) as Options
    const words = command.takesMore
      ? (given.at(-1) as Program).args
      : (given
          .slice(0, -2)
          .flat()
          .filter(word => word !== undefined) as string[])
    const { run } = await command.load()
    finish(await run(context, words, options))
  })
}

function write({ text, warnings, status }: CommandResult): number {
  for (const warning of warnings) process.stderr.write(`${style.warn(`warning: ${warning}`)}\n`)
  process.stdout.write(text)
  return status
}

function complain(problem: Problem, words: readonly string[]): number {
  const advice = problem.advice === null ? null : called(problem.advice, { ninja: commandHere() })
  const document = documentOf({ ...problem, advice })
  if (words.includes('--json')) process.stdout.write(`${document}\n`)
  const output = outputIn(words)
  if (output !== null) {
    tryTo(() => {
      demandFree(output)
      writeDocument(output, document)
    })
  }
  const told = [style.bad(`error: ${problem.message}`), ...(advice === null ? [] : [`  ${advice}`])]
  process.stderr.write(`${told.map(inTerminal).join('\n')}\n`)
  return problem.status
}

/** Words are wrapped where a person reads them. A program gets each line whole. */
const inTerminal = (text: string): string => {
  const { isTTY, columns } = process.stderr
  if (!isTTY) return text
  return text
    .split('\n')
    .map(line =>
      widthOf(line) <= columns
        ? line
        : (line.startsWith(' ') ? '  ' : '') + wrap(line.trimStart(), columns - 2, '  '),
    )
    .join('\n')
}

/** Where the document of a command that could not even be read is wanted. */
function outputIn(words: readonly string[]): string | null {
  // There it's the place of a notebook, and the next try would find it taken.
  if (words[0] === 'notebook') return null
  const at = words.indexOf('--output')
  if (at !== -1) return words[at + 1] ?? null
  const written = words.find(word => word.startsWith('--output='))
  return written === undefined ? null : written.slice('--output='.length)
}

/** There is a problem already: that this fails too is not said. */
function tryTo(work: () => void): void {
  try {
    work()
  } catch {}
}

function usageProblem({ code, message }: CommanderError, words: readonly string[]): Problem {
  // Commander's answer to `help` for a command that there is not.
  const [first] =
    code === 'commander.help'
      ? [`unknown command '${words[words.indexOf('help') + 1]}'`]
      : message.replace(/^error: /, '').split('\n')
  const [, kind, written] = /^unknown (command|option) '([^'=]+)/.exec(first) ?? []
  const near =
    written === undefined
      ? undefined
      : (nearestStart(written, wordsFor(kind, words)) ??
        (kind === 'command' ? nearestStart(written, namesHere(process.cwd())) : undefined))
  const advice = near === undefined ? 'ninja --help shows what there is' : `did you mean ${near}?`
  return { code: 'usage', message: shortened(first), advice, reason: null, status: 2 }
}

/** The commands, or the options of the command that was written. */
function wordsFor(kind: string, words: readonly string[]): string[] {
  if (kind === 'command') return [...commands.map(({ name }) => name), 'help']
  const options = commands.find(({ name }) => words.includes(name))?.options ?? [['--version', '']]
  return [...options.map(([flag]) => flag.split(' ')[0]), '--help']
}

/** Whoever reads may have read enough (`ninja list | head -1`): that is no failure. A full disk is one. */
process.stdout.on('error', ({ code, message }: NodeJS.ErrnoException) => {
  if (code === 'EPIPE') return
  process.exitCode = 1
  process.stderr.write(`error: cannot write the output: ${message}\n`)
})
process.stderr.on('error', () => {}) // there is nowhere left to say so

/** Ends where nothing is left to be done. Node by itself would first wait for what its compilers have begun. */
function leave(): void {
  const unwritten = process.stdout.writableLength + process.stderr.writableLength
  const left = process.getActiveResourcesInfo().filter(name => name !== 'TTYWrap' && name !== 'PipeWrap')
  if (unwritten === 0 && left.length === 0) process.exit()
}

/** Runs the program. `thread`: one for a learner's code that was started before, if any was. */
export function main(words: readonly string[], thread: Thread | undefined): void {
  answer(words, thread).then(
    status => {
      if (status === null) return
      process.exitCode ??= status
      setImmediate(leave) // after whatever a failed write has to say
    },
    error => {
      process.stderr.write(`internal: ${error?.stack ?? error}\n`)
      process.exitCode = 4
    },
  )
}
