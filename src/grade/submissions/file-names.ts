/** Names for files about students, whatever the students are called. */
import { INVISIBLE } from './paths.ts'

/**
 * A name, without what comes after a dot, for each of these ids: readable, on every system a name of a file in the same
 * folder, and never that of another one, also where large and small letters are the same. At most `LONGEST_NAME` bytes,
 * so that `.md` has its place. The same ids give the same names, in whatever order they come.
 */
export function fileNamesOf(ids: Iterable<string>): ReadonlyMap<string, string> {
  const names = new Map<string, string>()
  const taken = new Set<string>()
  const take = (id: string, name: string): boolean => {
    const key = folded(name)
    if (taken.has(key)) return false
    taken.add(key)
    names.set(id, name)
    return true
  }
  const all = [...new Set(ids)].sort().map(id => ({ id, name: safe(id) }))
  // Who is called as a file can be called comes first, so that nobody takes that name from them.
  const others = all.filter(({ id, name }) => id !== name || !take(id, name))
  for (const { id, name } of others) {
    for (let i = 1; ; i++) if (take(id, i === 1 ? name : `${cut(name, LONGEST_NAME - 8)}-${i}`)) break
  }
  return names
}

/** Bytes of UTF-8. */
export const LONGEST_NAME = 96

/** What Windows opens a device by, whatever comes after a dot. */
const DEVICE = /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9\u00b9\u00b2\u00b3])\s*(?:\.|$)/i

function safe(id: string): string {
  const plain = id
    .normalize('NFC')
    .replace(INVISIBLE, '_')
    .replace(/[<>:"/\\|?*%$`;&!]/g, '_')
    .replace(/^[\s.~-]+/u, '')
  const name = ending(cut(DEVICE.test(plain) ? `_${plain}` : plain, LONGEST_NAME))
  return name === '' ? 'nameless' : name
}

/** Windows takes off dots and spaces at the end. */
const ending = (name: string): string => name.replace(/[\s.]+$/u, '')

/** As much of it as has at most so many bytes. */
function cut(name: string, most: number): string {
  let size = 0
  let end = 0
  for (const char of name) {
    size += new TextEncoder().encode(char).length
    if (size > most) return ending(name.slice(0, end))
    end += char.length
  }
  return name
}

/** The same for names that some file system takes for one. */
const folded = (name: string): string => name.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC')
