/** Zip archives, as much of the format as is needed to write one, and to look at a stranger's before any of it is unpacked. */
import { Inflate, strToU8, zipSync } from 'fflate'

/** A file in an archive, as the archive describes it: nothing of that is known to be true. */
export interface Packed {
  readonly path: string
  /** Bytes, once it is unpacked. */
  readonly size: number
  /** A link to another file instead of a file. */
  readonly isLink: boolean
  readonly isFolder: boolean
  /** Throws what is wrong with it. Never gives more than `size` bytes. */
  readonly unpack: () => Uint8Array
}

/** Why something is no archive that can be read, in words that go on after its name. */
export class ZipFault extends Error {
  override readonly name: string = 'ZipFault'
}

/** The same files give the same archive. */
export function zipOf(files: ReadonlyMap<string, string>): Uint8Array {
  const entries = [...files].map(([path, text]) => [path, strToU8(text)] as const)
  return zipSync(Object.fromEntries(entries), { level: 6, mtime: '1980-01-01T00:00:00' })
}

const END = 0x06054b50
const LISTED = 0x02014b50
const LOCAL = 0x04034b50
const END_SIZE = 22
const LISTED_SIZE = 46
const LOCAL_SIZE = 30
/** What stands for "see elsewhere" in archives of more than 4 GB. */
const ELSEWHERE = 0xffffffff

/** What its list of contents says. Throws `ZipFault`. */
export function entriesOf(bytes: Uint8Array): Packed[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const end = endOf(view)
  const many = view.getUint16(end + 10, true)
  const entries: Packed[] = []
  let at = view.getUint32(end + 16, true)
  for (let i = 0; i < many; i++) {
    if (at + LISTED_SIZE > bytes.length || view.getUint32(at, true) !== LISTED) throw new ZipFault(DAMAGED)
    entries.push(entryAt(view, bytes, at))
    at +=
      LISTED_SIZE +
      view.getUint16(at + 28, true) +
      view.getUint16(at + 30, true) +
      view.getUint16(at + 32, true)
  }
  return entries
}

const DAMAGED = 'is damaged: its list of contents cannot be read'

/** Where the list of contents ends: a comment may come after that. */
function endOf(view: DataView): number {
  const last = view.byteLength - END_SIZE
  for (let at = last; at >= Math.max(0, last - 0xffff); at--) if (view.getUint32(at, true) === END) return at
  throw new ZipFault('is no zip archive')
}

function entryAt(view: DataView, bytes: Uint8Array, at: number): Packed {
  const nameSize = view.getUint16(at + 28, true)
  const method = view.getUint16(at + 10, true)
  const [packed, size] = [view.getUint32(at + 20, true), view.getUint32(at + 24, true)]
  const start = view.getUint32(at + 42, true)
  const path = new TextDecoder().decode(bytes.subarray(at + LISTED_SIZE, at + LISTED_SIZE + nameSize))
  // The upper half is what Unix knows of a file; its first digit is the kind.
  const kind = (view.getUint32(at + 38, true) >>> 28) & 0xf
  if ([packed, size, start].includes(ELSEWHERE)) throw new ZipFault(`holds ${path}, which is too large`)
  return {
    path,
    size,
    isLink: kind === 0xa,
    isFolder: path.endsWith('/'),
    unpack: () => {
      if ((view.getUint16(at + 8, true) & 1) !== 0) throw new ZipFault(`is locked with a password`)
      const isThere = start + LOCAL_SIZE <= bytes.length && view.getUint32(start, true) === LOCAL
      if (!isThere) throw new ZipFault(DAMAGED)
      const from = start + LOCAL_SIZE + view.getUint16(start + 26, true) + view.getUint16(start + 28, true)
      const content = unpacked(bytes.subarray(from, from + packed), method, size, path)
      if (crcOf(content) !== view.getUint32(at + 16, true))
        throw new ZipFault(`is damaged: ${path} cannot be unpacked`)
      return content
    },
  }
}

function unpacked(packed: Uint8Array, method: number, size: number, path: string): Uint8Array {
  const fault = new ZipFault(`is damaged: ${path} cannot be unpacked`)
  if (method === 0) {
    if (packed.length !== size) throw fault
    return packed
  }
  if (method !== 8) throw new ZipFault(`packs ${path} in a way that this program doesn't know`)
  const content = new Uint8Array(size)
  let at = 0
  const inflate = new Inflate(chunk => {
    if (at + chunk.length > size) throw fault
    content.set(chunk, at)
    at += chunk.length
  })
  try {
    // In small pieces, so that what is larger than it says is found out early.
    for (let from = 0; from < packed.length; from += PIECE)
      inflate.push(packed.subarray(from, from + PIECE), from + PIECE >= packed.length)
  } catch {
    throw fault
  }
  if (at !== size) throw fault
  return content
}

const PIECE = 1024

const crcTable = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1
  return c
})

function crcOf(bytes: Uint8Array): number {
  let c = 0xffffffff
  for (const byte of bytes) c = crcTable[(c ^ byte) & 0xff] ^ (c >>> 8)
  return (c ^ 0xffffffff) >>> 0
}
