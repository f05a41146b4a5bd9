/** What `take` says. */
import { type Calling, call } from './calls.ts'
import { sign, style, wrap } from './style.ts'

/** A blank that was filled in, and the id of the exercise that its line is from. */
export interface TakenBlank {
  readonly name: string
  readonly from: string
  /** The learner's own functions that came along. */
  readonly helpers: readonly string[]
}

/** A blank that stays empty. */
export interface LeftBlank {
  readonly name: string
  /** The id of the exercise in which it was looked for; null: there is none. */
  readonly from: string | null
  readonly why: 'not passed' | 'blank' | 'lacking' | 'not right'
  /** What the line uses that isn't here. */
  readonly lacking: readonly string[]
}

export interface TakeView {
  /** As it is written on the command line: `07`. */
  readonly name: string
  readonly file: string
  readonly taken: readonly TakenBlank[]
  readonly left: readonly LeftBlank[]
  /** What an exercise is called, by its id. */
  readonly called: (id: string) => string
}

export function renderTake(view: TakeView, around: Calling & { readonly width: number }): string {
  const { name, file, taken, left } = view
  const code = (words: string): string => style.code(call(around, words))
  if (taken.length === 0 && left.length === 0)
    return style.warn(`${sign.nothing} nothing to fill in: no blank in ${file} is empty`)
  if (taken.length === 0)
    return [
      style.warn(
        `${sign.nothing} nothing to fill in: no line of an exercise that you've passed fits into ${name}`,
      ),
      ...leftLines(view, around.width),
    ].join('\n')
  const helpers = [...new Set(taken.flatMap(one => one.helpers))]
  const many = taken.length + left.length
  return [
    style.good(
      `${sign.good} ${file}: ${taken.length === many ? countText(many) : `${taken.length} of ${countText(many)}`} filled in with lines of your own`,
    ),
    ...grouped(taken, one => view.called(one.from)).map(([from, own]) =>
      indented(`${style.dim('from')} ${style.strong(from)}  ${namesOf(own)}`, around.width),
    ),
    ...(helpers.length === 0
      ? []
      : [indented(`at the end of the file: ${helpers.join(', ')}, which they use`, around.width)]),
    ...leftLines(view, around.width),
    `  your version is saved; to bring it back: ${code(`undo ${name}`)}`,
    `  to see that they are right: ${code(`check ${name}`)}`,
  ].join('\n')
}

const countText = (many: number): string => (many === 1 ? 'its one empty blank is' : `${many} empty blanks`)

function leftLines({ left, called }: TakeView, width: number): string[] {
  const groups = grouped(left, one => reasonOf(one, called))
  const rows = groups.map(([reason, own]) => indented(`${namesOf(own)}: ${reason}`, width))
  return rows.length === 0 ? [] : ['still empty:', ...rows]
}

const indented = (text: string, width: number): string => `  ${wrap(text, width - 2, '    ')}`

const namesOf = (blanks: readonly { readonly name: string }[]): string =>
  blanks.map(({ name }) => name).join(', ')

function reasonOf({ from, why, lacking }: LeftBlank, called: TakeView['called']): string {
  if (from === null) return 'nothing that you wrote before fits'
  const where = called(from)
  switch (why) {
    case 'not passed':
      return `in ${where}, which you haven't passed yet`
    case 'blank':
      return `nothing is filled in in your ${where}`
    case 'lacking':
      return `what you wrote in ${where} uses ${lacking.join(', ')}, which isn't here`
    case 'not right':
      return `what you wrote in ${where} isn't right here`
  }
}

/** By what they have in common, in the order of the first of each. */
function grouped<T>(items: readonly T[], key: (item: T) => string): [string, T[]][] {
  const groups = new Map<string, T[]>()
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item])
  return [...groups]
}

/** What watch says at the beginning of an exercise with so many blanks that were solved before. */
export const takeOffer = (many: number): string =>
  many === 1
    ? "one of its blanks is like one that you've solved before: t fills it in if your line fits"
    : `${many} of its blanks are like ones that you've solved before: t fills them in where your lines fit`
