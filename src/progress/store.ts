/** The progress file of a workspace. */
import { type KeptForm, openKept, parseKept } from './kept.ts'
import {
  emptyProgress,
  type ParsedProgress,
  type Progress,
  parseProgress,
  printProgress,
} from './progress.ts'

export interface ReadProgress {
  readonly progress: Progress
  /** One sentence that the learner must see: a damaged file was found. */
  readonly warning: string | null
}

/** As of any file that is kept: see `KeptFile`. */
export interface ProgressStore {
  read(): ReadProgress
  update(change: (progress: Progress) => Progress): ReadProgress
}

/** Opens `<workspace>/.ninja/progress.json`. Touches no file yet. */
export function openStore(workspace: string): ProgressStore {
  const kept = openKept(workspace, FORM)
  const named = ({ value, warning }: ReturnType<typeof kept.read>): ReadProgress => ({
    progress: value,
    warning,
  })
  return { read: () => named(kept.read()), update: change => named(kept.update(change)) }
}

/** What a progress file holds, the file left where it is. @throws NinjaError 'workspace' if it can't be read. */
export function parseFile(file: string): ParsedProgress {
  const parsed = parseKept(file, FORM)
  return parsed.kind === 'understood' ? { kind: 'understood', progress: parsed.value } : parsed
}

const FORM: KeptForm<Progress> = {
  name: 'progress',
  empty: emptyProgress,
  print: printProgress,
  parse(text) {
    const parsed = parseProgress(text)
    return parsed.kind === 'understood' ? { kind: 'understood', value: parsed.progress } : parsed
  },
}
