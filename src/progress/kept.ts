/** A file of `.ninja/` that holds one value: read, changed by several runs at once, and never lost. */
import { isUtf8 } from 'node:buffer'
import { existsSync, readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { NinjaError } from '../errors.ts'
import { makeFolder, writeAtomically } from './atomic.ts'
import { withLock } from './lock.ts'
import { ifThere, onDisk } from './refusal.ts'
import { stampOf } from './stamp.ts'
import type { Parsed } from './versioned.ts'

/** What such a file is called and how its text is made. */
export interface KeptForm<T> {
  /** Of the file, and of what it is about: `progress`. */
  readonly name: string
  readonly empty: () => T
  readonly print: (value: T) => string
  readonly parse: (text: string) => Parsed<T>
}

export interface ReadKept<T> {
  readonly value: T
  /** One sentence that the learner must see: a damaged file was found. */
  readonly warning: string | null
}

export interface KeptFile<T> {
  /**
   * The value as it is. A damaged file is moved aside, or only warned about where the disk doesn't allow that.
   * @throws NinjaError 'workspace' if the file can't be read, or was written by a newer program.
   */
  read(): ReadKept<T>
  /**
   * Changes the value, and gives the new one; nothing is written if that says the same as the old. Other runs wait
   * meanwhile, so `change` should be quick, and must not use the file.
   * @throws NinjaError 'workspace' as `read` does, and if the disk refuses or another run doesn't let go; the file is
   * then as it was.
   */
  update(change: (value: T) => T): ReadKept<T>
}

/** Opens `<workspace>/.ninja/<name>.json`. Touches no file yet. */
export function openKept<T>(workspace: string, form: KeptForm<T>): KeptFile<T> {
  const { name, print } = form
  const folder = join(workspace, '.ninja')
  const file = join(folder, `${name}.json`)

  const update = (change: (value: T) => T): ReadKept<T> => {
    makeFolder(folder)
    return withLock(join(folder, `${name}.lock`), () => {
      const { value: before, damage } = load(file, form)
      const value = change(before)
      const text = print(value)
      const aside = damage === null ? null : setAside(folder, name)
      try {
        if (text !== print(before)) writeAtomically(file, text)
      } catch (error) {
        if (aside !== null) renameSync(aside, file) // so that the next run finds it, and can say so
        throw error
      }
      const warning =
        aside && `${file} is damaged (${damage}), so it was saved as ${aside} and ${name} starts over.`
      return { value, warning }
    })
  }

  const read = (): ReadKept<T> => {
    const { value, damage } = load(file, form)
    if (damage === null) return { value, warning: null }
    try {
      return update(unchanged => unchanged) // looks again while others wait: they may have moved it already
    } catch (error) {
      if (!(error instanceof NinjaError)) throw error
      return {
        value,
        warning: `${file} is damaged (${damage}) and stays where it is: ${error.message}.`,
      }
    }
  }

  return { read, update }
}

function load<T>(file: string, form: KeptForm<T>): { value: T; damage: string | null } {
  const parsed = parseKept(file, form)
  switch (parsed.kind) {
    case 'understood':
      return { value: parsed.value, damage: null }
    case 'damaged':
      return { value: form.empty(), damage: parsed.reason }
    case 'newer':
      throw new NinjaError(
        'workspace',
        `${file} was written by a newer backprop-ninja: it has version ${parsed.version}`,
        'Update backprop-ninja (npm install backprop-ninja@latest), then run the command again.',
      )
  }
}

/** What such a file holds, the file left where it is. @throws NinjaError 'workspace' if it can't be read. */
export function parseKept<T>(file: string, { empty, parse }: KeptForm<T>): Parsed<T> {
  const bytes = onDisk('read', file, () => ifThere<Buffer | null>(() => readFileSync(file), null))
  if (bytes === null) return { kind: 'understood', value: empty() }
  // Decoding would replace bad bytes silently.
  return isUtf8(bytes) ? parse(bytes.toString()) : { kind: 'damaged', reason: 'it is not UTF-8 text' }
}

/** Moves a damaged file to a name that is free, and gives that. Only for whoever has the lock. */
function setAside(folder: string, name: string): string {
  const file = join(folder, `${name}.json`)
  const stamp = stampOf(new Date())
  let aside = join(folder, `${name}.corrupt-${stamp}.json`)
  for (let n = 2; existsSync(aside); n++) aside = join(folder, `${name}.corrupt-${stamp}-${n}.json`)
  onDisk('move', file, () => renameSync(file, aside))
  return aside
}
