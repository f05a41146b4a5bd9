/** Judges for who watches: what is in TypeScript in another process, notebooks in a thread. */
import type { Drawn } from '../../checker/drawn.ts'
import type { Request } from '../../learner/check.ts'
import { drawnFrom, type ExerciseVerdict, orderFor, verdictFrom } from '../notebook-exercise.ts'
import { isNotebook } from '../notebook-file.ts'
import { type GradeOrder, type NotebookReader, openNotebookReader } from '../notebook-thread.ts'
import { broken } from '../save-verdicts.ts'
import { openRemote } from './remote.ts'

export interface Judges {
  /** A verdict on each of these; null where a newer run, or `close`, came in between. */
  run(requests: readonly Request[]): Promise<readonly ExerciseVerdict[] | null>
  /** What to draw of the last report that came, by its rows' names. */
  draw(): Promise<ReadonlyMap<string, Drawn>>
  /** Has a place made ready for another run like this one. */
  prepare(request: Request): void
  close(): void
}

/** `root`: of the workspace; `cwd`: from where files are named. */
export function openJudges(root: string, cwd: string): Judges {
  const remote = openRemote(root)
  let reader: NotebookReader | null = null
  /** Of the last report, where it is a notebook's. */
  let notebook: GradeOrder | null = null
  let newest = 0
  const read = async (request: Request): Promise<ExerciseVerdict | null> => {
    const { exercise, file, seed } = request
    try {
      notebook = orderFor(request, cwd)
      reader ??= openNotebookReader(request.limits, undefined)
      const graded = await reader.gradeMeanwhile(notebook)
      return graded === null ? null : verdictFrom(request, graded)
    } catch (error) {
      return { report: broken(exercise, file, seed, error), notebook: null }
    }
  }
  return {
    async run(requests) {
      const own = ++newest
      const scripts = requests.filter(({ file }) => !isNotebook(file))
      const reports = scripts.length === 0 ? [] : await remote.run(scripts)
      if (reports === null || own !== newest) return null
      const left = [...reports]
      const verdicts: ExerciseVerdict[] = []
      for (const request of requests) {
        notebook = null
        const one = isNotebook(request.file) ? await read(request) : { report: left.shift()!, notebook: null }
        if (one === null || own !== newest) return null
        verdicts.push(one)
      }
      return verdicts
    },
    async draw() {
      if (notebook === null) return remote.draw()
      const graded = await reader?.gradeMeanwhile({ ...notebook, isDrawn: true })
      return graded == null ? new Map() : drawnFrom(graded)
    },
    prepare(request) {
      if (!isNotebook(request.file)) remote.prepare(request)
    },
    close() {
      newest++
      remote.close()
      reader?.end()
    },
  }
}
