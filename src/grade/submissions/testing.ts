/** For tests: trees without a disk, and archives as nobody honest makes them. */
import { strToU8, type Zippable, zipSync } from 'fflate'
import type { Student } from '../record.ts'
import type { Tree, TreeFile } from './tree.ts'

export function fileAs(
  path: string,
  content: string | Uint8Array = '',
  more: Partial<TreeFile> = {},
): TreeFile {
  const bytes = typeof content === 'string' ? strToU8(content) : content
  return { path, size: bytes.length, isLink: false, written: null, came: null, read: () => bytes, ...more }
}

export const treeAs = (...files: (string | TreeFile)[]): Tree => ({
  files: files.map(one => (typeof one === 'string' ? fileAs(one) : one)),
  refused: [],
})

export const studentAs = (id: string, name: string | null = null, email: string | null = null): Student => ({
  ...{ id, name, email },
  section: null,
})

/** `options`: of every file in it, as fflate has them. */
export const zipAs = (files: Readonly<Record<string, string | Uint8Array>>, options = {}): Uint8Array =>
  zipSync(
    Object.fromEntries(
      Object.entries(files).map(([path, content]) => [
        path,
        [typeof content === 'string' ? strToU8(content) : content, options],
      ]),
    ) as Zippable,
  )

/** Where the entries of an archive's list of contents start. */
export function listedIn(bytes: Uint8Array): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  const places: number[] = []
  for (let at = view.getUint32(bytes.length - 6, true); view.getUint32(at, true) === 0x02014b50; ) {
    places.push(at)
    at += 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
  }
  return places
}

/** The same archive with a number of two or four bytes changed in its list of contents, for the entry `i`. */
export function forgedAt(
  bytes: Uint8Array,
  i: number,
  offset: number,
  size: 2 | 4,
  value: number,
): Uint8Array {
  const copy = bytes.slice()
  const view = new DataView(copy.buffer)
  const at = listedIn(copy)[i] + offset
  if (size === 2) view.setUint16(at, value, true)
  else view.setUint32(at, value, true)
  return copy
}
