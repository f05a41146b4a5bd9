/** PyTorch and numpy differ in what they refuse. A notebook's imports tell which of them is meant. */
import { NotRead, PythonError } from './values.ts'

let imported: ReadonlySet<string> = new Set()

/** A notebook that has imported nothing so far. */
export function withoutImports<T>(run: () => T): T {
  const before = imported
  imported = new Set()
  try {
    return run()
  } finally {
    imported = before
  }
}

export function noteImport(name: string): void {
  imported = new Set([...imported, name.split('.')[0]])
}

/** Whether arrays of numpy are all that there are. */
export const isNumpyAlone = (): boolean => imported.has('numpy') && !imported.has('torch')

/** Something that PyTorch refuses and numpy computes: where it may be either of them, it is not read. */
export function refusedByTorch(what: string): void {
  if (isNumpyAlone()) return
  throw imported.has('numpy') ? new NotRead(what) : new PythonError('RuntimeError', what)
}

/** Something that means one thing to PyTorch and another to numpy. */
export function refusedByNumpy(what: string): void {
  if (imported.has('numpy')) throw new NotRead(what)
}
