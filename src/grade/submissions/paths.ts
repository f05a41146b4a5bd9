/** Names of files as strangers gave them: which are refused, how the others are shown, and what they become on disk. */

/** Characters that can't be seen, or that change the order of those beside them. */
export const INVISIBLE =
  /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e007f}]/gu

/** What's wrong with a path, in words that go on after it; null where nothing is. */
export function faultIn(path: string): string | null {
  if (/^[/\\]|^[A-Za-z]:|\\/.test(path) || path.split('/').includes('..'))
    return 'would lead out of the folder of the submissions'
  if (path.search(INVISIBLE) >= 0) return 'has a character in its name that cannot be seen'
  if (path.length > LONGEST) return `has a name of more than ${LONGEST} characters`
  return null
}

const LONGEST = 1000

/** A path to be shown: what can't be seen in it is written as `\u202e`, and the middle of a long one left out. */
export function shownPath(path: string): string {
  const seen = path.replace(INVISIBLE, char => `\\u${char.codePointAt(0)!.toString(16).padStart(4, '0')}`)
  return seen.length <= SHOWN ? seen : `${seen.slice(0, SHOWN / 2)}…${seen.slice(-SHOWN / 2)}`
}

const SHOWN = 160

/** The last part of a path. */
export const lastOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1)

/** A name without what comes after its last dot, or after `.tar`. */
export const stemOf = (name: string): string => name.replace(/(?:\.tar)?\.[^.]*$/i, '')
