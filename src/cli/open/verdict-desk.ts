/** Verdicts for a page: each text is judged once, noted a moment later, and the next one is got ready for. */
import { createHash } from 'node:crypto'
import { NinjaError } from '../../errors.ts'
import type { Request } from '../../learner/check.ts'
import type { BatchView, CheckedView, News, RehearsalView } from '../../page/contract.ts'
import { isTask } from '../../practice/task-names.ts'
import type { Context } from '../command.ts'
import { drawnFrom, type ExerciseVerdict, orderFor, verdictFrom } from '../notebook-exercise.ts'
import { isNotebook } from '../notebook-file.ts'
import { type NotebookReader, openNotebookReader } from '../notebook-thread.ts'
import { broken, textsOf as bytesIn, save } from '../save-verdicts.ts'
import { asSeen } from '../seen.ts'
import { importsOf } from '../watch/files.ts'
import { openRemote } from '../watch/remote.ts'
import type { Workspace } from '../workspace.ts'

export interface VerdictDesk {
  /** The verdict on a file as it is now. A text that was judged before isn't judged again. */
  check(request: Request): Promise<CheckedView>
  /** What `check` gave last. */
  newest(): Promise<CheckedView> | null
  /** Whether what the last verdict rests on beside the file is another by now: what it imports, the list of names. */
  isOutdated(request: Request): boolean
  /** A verdict is noted a moment after it's given; now, for whoever asks what has been noted. */
  keep(): void
  /** For the next check. What is rehearsed here, the page draws where nobody sees it. */
  prepare(request: Request): void
  /** Tells of the last rehearsal again, if it was of this exercise: a page has opened it. */
  tellRehearsal(id: string): void
  close(): void
}

interface VerdictSetup {
  readonly context: Context
  readonly workspace: Workspace
  readonly tell: (news: News) => void
  readonly warn: (warning: string | null) => void
  readonly lettersOf: (request: Request) => BatchView | null
}

interface Judged extends ExerciseVerdict {
  readonly drawn: CheckedView['drawn']
}

/** Milliseconds in which the page has drawn a verdict. */
const LATER = 200

export function openVerdictDesk({ context, workspace, tell, warn, lettersOf }: VerdictSetup): VerdictDesk {
  const runner = openRemote(workspace.root, true)
  let newest: {
    readonly key: string
    readonly number: number
    readonly checked: Promise<CheckedView>
  } | null = null
  let asked = 0
  let reader: NotebookReader | null = null
  let judgedBesides = ''
  let rehearsal: RehearsalView | null = null
  let later: NodeJS.Timeout | undefined
  /** Notes the newest verdict, if it hasn't been. */
  let unkept: (() => void) | null = null

  function keep(): void {
    unkept?.()
    unkept = null
  }

  function prepare(request: Request): void {
    if (isNotebook(request.file)) return
    const { id } = request.exercise
    if (rehearsal?.id === id) runner.prepare(request)
    else
      runner.prepare(request, ({ text, ...verdicts }) => {
        // It may be of the exercise before: that one's was still on its way.
        rehearsal = {
          id: verdicts.report.exercise,
          text,
          checked: { ...verdicts, letters: null, notebook: null },
        }
        tell({ kind: 'rehearsal', rehearsal })
      })
  }

  async function inScript(request: Request): Promise<Judged | null> {
    const reports = await runner.run([request])
    return reports === null ? null : { report: reports[0], drawn: await runner.draw(), notebook: null }
  }

  async function inNotebook(request: Request): Promise<Judged | null> {
    const { exercise, file, seed, limits } = request
    try {
      const order = orderFor(request, workspace.root, true)
      reader ??= openNotebookReader(limits, undefined)
      const graded = await reader.gradeMeanwhile(order)
      return graded === null ? null : { ...verdictFrom(request, graded), drawn: drawnFrom(graded) }
    } catch (error) {
      return { report: broken(exercise, file, seed, error), drawn: new Map(), notebook: null }
    }
  }

  async function run(
    request: Request,
    texts: ReturnType<typeof bytesIn>,
    number: number,
  ): Promise<CheckedView> {
    const judged = await (isNotebook(request.file) ? inNotebook(request) : inScript(request))
    const isNewest = newest === null || newest.number === number
    if (judged === null || !isNewest) return superseded(request, isNewest)
    const { report, drawn, notebook } = judged
    const { id } = request.exercise
    keep()
    unkept = () => warn(save(workspace, [report], texts, null, isTask(id) ? null : id))
    // Who waits for the picture doesn't wait for the disk, nor for what the next check needs.
    clearTimeout(later)
    later = setTimeout(() => {
      keep()
      prepare(request)
    }, LATER)
    return { report: asSeen(report, context, workspace), drawn, letters: lettersOf(request), notebook }
  }

  /** A newer one took its place: whoever asked for this one wants that, unless it's on another exercise. */
  async function superseded({ exercise: { id } }: Request, isOver: boolean): Promise<CheckedView> {
    if (newest === null || isOver) throw new NinjaError('workspace', `the check of ${id} was given up`)
    const instead = await newest.checked
    const other = instead.report.exercise
    if (other === id) return instead
    throw new NinjaError(
      'usage',
      `${id} wasn't judged: meanwhile ${other} was saved or opened`,
      'reload the page to have it judged',
    )
  }

  function check(request: Request): Promise<CheckedView> {
    const texts = bytesIn([request.file])
    judgedBesides = besidesOf(request)
    const key = [request.exercise.id, ...texts.map(digest), judgedBesides].join()
    if (newest?.key === key) return newest.checked
    const number = ++asked
    const checked = run(request, texts, number)
    newest = { key, number, checked }
    checked.catch(() => {
      if (newest?.checked === checked) newest = null
    })
    return checked
  }

  return {
    check,
    newest: () => newest?.checked ?? null,
    isOutdated: request => besidesOf(request) !== judgedBesides,
    keep,
    prepare,
    tellRehearsal(id) {
      if (rehearsal?.id === id) tell({ kind: 'rehearsal', rehearsal })
    },
    close() {
      keep()
      clearTimeout(later)
      runner.close()
      reader?.end()
    },
  }
}

const besidesOf = ({ file, data }: Request): string =>
  bytesIn([data, ...(isNotebook(file) ? [] : importsOf(file))])
    .map(digest)
    .join()

const digest = (bytes: Uint8Array | null): string =>
  bytes === null ? '' : createHash('sha1').update(bytes).digest('hex')
