/** What an error message of the engine itself complains of, as far as it names something. */

export type Complaint =
  | { readonly of: 'name'; readonly name: string }
  /** `x.sum2(…)`: `on` is what stands before the dot, null where nothing does. */
  | { readonly of: 'call'; readonly called: string; readonly on: string | null }
  | {
      readonly of:
        | 'extending'
        | 'read-only'
        | 'constant'
        | 'undefined'
        | 'iterating'
        | 'taking apart'
        | 'depth'
        | 'length'
    }
  | { readonly of: 'new'; readonly name: string }
  | { readonly of: 'place'; readonly place: string }

/** V8's messages. The first group that matches is what is named. */
const complaints: readonly (readonly [message: RegExp, read: (found: RegExpExecArray) => Complaint])[] = [
  [/^([\p{ID_Continue}$]+) is not defined$/u, ([, name]) => ({ of: 'name', name })],
  [/call stack/, () => ({ of: 'depth' })],
  [/^Invalid (?:typed )?array length/, () => ({ of: 'length' })],
  [/object is not extensible|^Cannot add a property/, () => ({ of: 'extending' })],
  [/^Cannot (?:redefine|delete|set) property|cannot be changed$/, () => ({ of: 'read-only' })],
  [/Assignment to constant variable/, () => ({ of: 'constant' })],
  [/Class constructor ([\p{ID_Continue}$]+) cannot be invoked/u, ([, name]) => ({ of: 'new', name })],
  [/Invalid index : (-?\d+)/, ([, place]) => ({ of: 'place', place })],
  [/Cannot destructure property/, () => ({ of: 'taking apart' })],
  [/is not iterable|^what is spread/, () => ({ of: 'iterating' })],
  [/^Cannot (?:read|set) properties of undefined/, () => ({ of: 'undefined' })],
  [
    /^(?:(.*)\.)?([\p{ID_Continue}$]+) is not a function$/u,
    ([, on, called]) => ({ of: 'call', called, on: on ?? null }),
  ],
]

/** Null for a message that is none of these. */
export function complaintIn(message: string): Complaint | null {
  for (const [pattern, read] of complaints) {
    const found = pattern.exec(message)
    if (found !== null) return read(found)
  }
  return null
}

/** An engine's message in words that a learner has written. What it quotes may be a whole tensor, and is left out. */
export const readableMessage = (message: string): string =>
  message
    .replace(/^\.for is/, 'an element of the list is')
    .replace("of '.for' as", 'of an element of the list, as')
    .replace(/ \(cannot read property .*\)$/, '')
    .replace(/^Spread syntax requires .* to be a function$/, 'what is spread with ... is not a list')
    .replace(
      /^Cannot assign to read only property '(.*?)' of .*$/s,
      (_, name) => `${isName(name) ? name : 'this'} cannot be changed`,
    )
    .replace(/^Cannot add property (.*?)(?:, object is not extensible)?$/s, (all, name) =>
      isName(name) ? all : 'Cannot add a property, object is not extensible',
    )
    .replace(/^(Cannot read properties of \w+ \(reading ')(.*?)(?:'\))?$/s, (all, before, name) =>
      isName(name) ? all : `${before}…')`,
    )

/** Whether it is a name of a property that somebody wrote. */
const isName = (name: string): boolean => /^[\p{ID_Continue}$.-]{1,40}$/u.test(name)
