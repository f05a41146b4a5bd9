/** Zip archives, as much of the format as is needed to write one, and to look at a stranger's before any of it is unpacked. */
import { Inflate, strToU8, zipSync } from 'fflate'

/** A file in an archive, as the archive describes it: nothing of that is known to be true. */
export interface Packed {
  readonly path: string
  /** Bytes, once it is unpacked. */
  readonly size: number
  /** Bytes, as it is in the archive. */
  readonly packedSize: number
  /** A link to another file instead of a file. */
  readonly isLink: boolean
  readonly isFolder: boolean
  /** When it was written, in milliseconds since 1970; null where that isn't said. */
  readonly at: number | null
  /** Throws what is wrong with it. Never gives more than `size` bytes. */
  readonly unpack: () => Uint8Array
}

/** What is the matter with a file in an archive: it isn't what the archive says, or no way is known to unpack it. */
export type ZipTrouble = 'damaged' | 'locked' | 'unknown'

/** Why something is no archive that can be read, in words that go on after its name. */
export class ZipFault extends Error {
  override readonly name: string = 'ZipFault'
  readonly trouble: ZipTrouble

  constructor(message: string, trouble: ZipTrouble = 'damaged') {
    super(message)
    this.trouble = trouble
  }
}

/** The same files give the same archive. */
export function zipOf(files: ReadonlyMap<string, string>): Uint8Array {
  const entries = [...files].map(([path, text]) => [path, strToU8(text)] as const)
  return zipSync(Object.fromEntries(entries), { level: 6, mtime: '1980-01-01T00:00:00' })
}

const END = 0x06054b50
const END_64 = 0x06064b50
const END_64_PLACE = 0x07064b50
const LISTED = 0x02014b50
const LOCAL = 0x04034b50
const END_SIZE = 22
const END_64_PLACE_SIZE = 20
const END_64_SIZE = 56
const LISTED_SIZE = 46
const LOCAL_SIZE = 30
/** What stands for "see elsewhere" where two and where four bytes are too few. */
const ELSEWHERE_16 = 0xffff
const ELSEWHERE = 0xffffffff

/** What its list of contents says, of at most so many files and folders. Throws `ZipFault`. */
export function entriesOf(bytes: Uint8Array, most = 0xffff): Packed[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const end = endOf(view)
  const { many, start } = listIn(view, end)
  if (many > most) throw new ZipFault(`has ${many} files in it; at most ${most} are read`)
  const entries: Packed[] = []
  let at = start
  const isListed = (): boolean => at + LISTED_SIZE <= end && view.getUint32(at, true) === LISTED
  for (let i = 0; i < many; i++) {
    if (!isListed()) throw new ZipFault(DAMAGED)
    entries.push(entryAt(view, bytes, at))
    at +=
      LISTED_SIZE +
      view.getUint16(at + 28, true) +
      view.getUint16(at + 30, true) +
      view.getUint16(at + 32, true)
  }
  if (isListed()) throw new ZipFault('is damaged: it has more files in it than it says')
  return entries
}

const DAMAGED = 'is damaged: its list of contents cannot be read'

/** Where the list of contents ends: a comment may come after that. */
function endOf(view: DataView): number {
  const last = view.byteLength - END_SIZE
  for (let at = last; at >= Math.max(0, last - 0xffff); at--) if (view.getUint32(at, true) === END) return at
  throw new ZipFault('is no zip archive')
}

/** How many there are in the list of contents, and where it starts. */
function listIn(view: DataView, end: number): { readonly many: number; readonly start: number } {
  const [many, start] = [view.getUint16(end + 10, true), view.getUint32(end + 16, true)]
  const place = end - END_64_PLACE_SIZE
  if (many !== ELSEWHERE_16 && start !== ELSEWHERE) return { many, start }
  if (place < 0 || view.getUint32(place, true) !== END_64_PLACE) return { many, start }
  const at = numberAt(view, place + 8)
  if (at + END_64_SIZE > place || view.getUint32(at, true) !== END_64) throw new ZipFault(DAMAGED)
  return { many: numberAt(view, at + 32), start: numberAt(view, at + 48) }
}

/** One of eight bytes; those that are no longer exact are larger than any archive. */
const numberAt = (view: DataView, at: number): number => Number(view.getBigUint64(at, true))

function entryAt(view: DataView, bytes: Uint8Array, at: number): Packed {
  const nameEnd = at + LISTED_SIZE + view.getUint16(at + 28, true)
  const extraEnd = nameEnd + view.getUint16(at + 30, true)
  if (extraEnd > bytes.length) throw new ZipFault(DAMAGED)
  const flags = view.getUint16(at + 8, true)
  const method = view.getUint16(at + 10, true)
  const path = nameFrom(bytes.subarray(at + LISTED_SIZE, nameEnd))
  const extra = extrasIn(view, nameEnd, extraEnd)
  // The upper half is what Unix knows of a file; its first digit is the kind.
  const kind = (view.getUint32(at + 38, true) >>> 28) & 0xf
  const [size, packedSize, start] = sizesAt(view, at, extra.get(SIZES_64), path)
  return {
    path,
    size,
    packedSize,
    isLink: kind === 0xa,
    isFolder: path.endsWith('/'),
    at: timeAt(view, at, extra.get(TIMES)),
    unpack: () => {
      if ((flags & 1) !== 0) throw new ZipFault('is locked with a password', 'locked')
      const isThere = start + LOCAL_SIZE <= bytes.length && view.getUint32(start, true) === LOCAL
      if (!isThere) throw new ZipFault(DAMAGED)
      const from = start + LOCAL_SIZE + view.getUint16(start + 26, true) + view.getUint16(start + 28, true)
      const content = unpacked(bytes.subarray(from, from + packedSize), method, size, path)
      if (crcOf(content) !== view.getUint32(at + 16, true))
        throw new ZipFault(`is damaged: ${path} cannot be unpacked`)
      return content
    },
  }
}

/** What is said of a file beside the fields that all have: where each starts and ends, by its number. */
type Extras = ReadonlyMap<number, readonly [start: number, end: number]>

const SIZES_64 = 0x0001
const TIMES = 0x5455

function extrasIn(view: DataView, start: number, end: number): Extras {
  const extras = new Map<number, readonly [number, number]>()
  for (let at = start; at + 4 <= end; ) {
    const next = at + 4 + view.getUint16(at + 2, true)
    if (next > end) break
    extras.set(view.getUint16(at, true), [at + 4, next])
    at = next
  }
  return extras
}

/** Its size, its size in the archive, and where it starts: those for which four bytes are too few come from `extra`. */
function sizesAt(
  view: DataView,
  at: number,
  [from, to]: readonly [number, number] = [0, 0],
  path: string,
): number[] {
  let next = from
  return [24, 20, 42].map(offset => {
    const value = view.getUint32(at + offset, true)
    if (value !== ELSEWHERE) return value
    if (next + 8 > to) throw new ZipFault(`holds ${path}, which is too large`)
    next += 8
    return numberAt(view, next - 8)
  })
}

/** Most archives have the local time of whoever made them, without a zone: it is taken for the time here. */
function timeAt(view: DataView, at: number, [from, to]: readonly [number, number] = [0, 0]): number | null {
  if (from + 5 <= to && (view.getUint8(from) & 1) !== 0) return view.getInt32(from + 1, true) * 1000
  const [time, date] = [view.getUint16(at + 12, true), view.getUint16(at + 14, true)]
  const [year, month, day] = [1980 + (date >> 9), (date >> 5) & 15, date & 31]
  // The first year stands for none.
  if (year === 1980 || month === 0 || day === 0) return null
  return new Date(year, month - 1, day, time >> 11, (time >> 5) & 63, (time & 31) * 2).getTime()
}

/** UTF-8, whether or not that is said; what cannot be is of the old kind. */
function nameFrom(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return Array.from(bytes, byte =>
      byte < 128 ? String.fromCharCode(byte) : CODE_PAGE_437[byte - 128],
    ).join('')
  }
}

const CODE_PAGE_437 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0'

function unpacked(packed: Uint8Array, method: number, size: number, path: string): Uint8Array {
  const fault = new ZipFault(`is damaged: ${path} cannot be unpacked`)
  if (method === 0) {
    if (packed.length !== size) throw fault
    return packed
  }
  if (method !== 8) throw new ZipFault(`packs ${path} in a way that this program doesn't know`, 'unknown')
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

/** Bytes; each may become a thousand times as many. */
const PIECE = 8192

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
