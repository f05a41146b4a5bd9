/** Files of lines: whole ones are added at the end, and they are read one at a time, however many there are. */
import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readSync,
  writeSync,
} from 'node:fs'
import { ifThere, onDisk } from './refusal.ts'

export interface Lines {
  /** Adds one, and says where it is now. It is surely on the disk once `sync` was called. */
  readonly add: (line: string) => Omit<PlacedLine, 'text'>
  readonly sync: () => void
  readonly close: () => void
}

/** A file to add lines to, made if it isn't there. What a crash left of a line is taken away. */
export function openLines(path: string): Lines {
  const file = onDisk('write', path, () => openSync(path, constants.O_RDWR | constants.O_CREAT))
  let end = onDisk('write', path, () => {
    const whole = endOfLines(file)
    ftruncateSync(file, whole)
    return whole
  })
  let isSynced = true
  const sync = (): void => {
    if (!isSynced) onDisk('write', path, () => fsyncSync(file))
    isSynced = true
  }
  return {
    add(line) {
      const bytes = Buffer.from(`${line}\n`)
      onDisk('write', path, () => {
        for (let done = 0; done < bytes.length; )
          done += writeSync(file, bytes, done, bytes.length - done, end + done)
      })
      isSynced = false
      const at = end
      end += bytes.length
      return { at, length: bytes.length - 1 }
    },
    sync,
    close() {
      sync()
      closeSync(file)
    },
  }
}

const CHUNK = 2 ** 16
const NEWLINE = 10

/** Behind the last newline. */
function endOfLines(file: number): number {
  const chunk = Buffer.alloc(CHUNK)
  for (let end = fstatSync(file).size; end > 0; ) {
    const begin = Math.max(0, end - CHUNK)
    const read = readSync(file, chunk, 0, end - begin, begin)
    const last = chunk.subarray(0, read).lastIndexOf(NEWLINE)
    if (last !== -1) return begin + last + 1
    end = begin
  }
  return 0
}

export interface PlacedLine {
  readonly text: string
  /** Bytes: where it begins, and how long it is. */
  readonly at: number
  readonly length: number
}

/** The whole lines of a file from its beginning; none where there is no file. */
export function* linesOf(path: string): Generator<PlacedLine> {
  const file = ifThere(() => openSync(path, 'r'), null)
  if (file === null) return
  try {
    const chunk = Buffer.alloc(CHUNK)
    let rest: Buffer[] = []
    let at = 0
    for (let read = readSync(file, chunk); read > 0; read = readSync(file, chunk)) {
      let begin = 0
      for (let end = chunk.indexOf(NEWLINE); end !== -1 && end < read; end = chunk.indexOf(NEWLINE, begin)) {
        const line = Buffer.concat([...rest, chunk.subarray(begin, end)])
        yield { text: line.toString('utf8'), at, length: line.length }
        at += line.length + 1
        rest = []
        begin = end + 1
      }
      rest.push(Buffer.from(chunk.subarray(begin, read)))
    }
  } finally {
    closeSync(file)
  }
}

/** Single lines of a file, by their places. */
export function openPlaces(path: string): {
  readonly read: (place: Pick<PlacedLine, 'at' | 'length'>) => string
  readonly close: () => void
} {
  const file = onDisk('read', path, () => openSync(path, 'r'))
  return {
    read: ({ at, length }) => {
      const bytes = Buffer.alloc(length)
      const read = readSync(file, bytes, 0, length, at)
      return bytes.toString('utf8', 0, read)
    },
    close: () => closeSync(file),
  }
}
