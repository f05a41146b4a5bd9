/** Which kinds of tasks a session has, and in which order: what is due first, and others mixed in. */
import { type Day, daysBetween } from './days.ts'
import { isDue, type Recall } from './recall.ts'

/** Of one kind in a session where little is due. */
const REPEATS = 3

/** Kinds that are met for the first time in one session. */
const NEW = 3

/**
 * The kinds of `many` tasks, two of a kind apart from each other as far as that goes. `kinds`: all, those to be met
 * first at the front.
 */
export function mixOf(
  kinds: readonly string[],
  recalls: Readonly<Record<string, Recall>>,
  today: Day,
  many: number,
): string[] {
  const known = kinds
    .filter(kind => Object.hasOwn(recalls, kind))
    .map(kind => ({ kind, recall: recalls[kind] }))
    .sort((a, b) => daysBetween(b.recall.due, a.recall.due))
  const names = (rows: typeof known): string[] => rows.map(({ kind }) => kind)
  const fresh = kinds.filter(kind => !Object.hasOwn(recalls, kind)).slice(0, NEW)
  // However much is due, something new has its place.
  const room = Math.max(1, many - Math.min(1, fresh.length))
  const due = names(known.filter(({ recall }) => isDue(recall, today))).slice(0, room)
  const rest = known
    .filter(({ recall }) => !isDue(recall, today))
    .sort((a, b) => daysBetween(b.recall.asked, a.recall.asked))
  // What was missed last has its days off: it comes on its day.
  const others = [
    ...names(rest.filter(({ recall }) => recall.misses === 0)),
    ...names(rest.filter(({ recall }) => recall.misses > 0)),
  ]
  const each = Math.max(1, Math.min(REPEATS, Math.floor(many / 2 / Math.max(1, due.length))))
  const few = others.length === 0 ? REPEATS : 1
  const chosen = [
    ...due,
    ...fresh,
    ...due.flatMap(kind => times(kind, each - 1)),
    ...fresh.flatMap(kind => times(kind, few - 1)),
    ...others,
  ].slice(0, many)
  const again = [...due, ...fresh, ...others]
  for (let i = 0; chosen.length < many && again.length > 0; i++) chosen.push(again[i % again.length])
  return apart(chosen)
}

const times = (kind: string, many: number): string[] => Array.from({ length: many }, () => kind)

/** The first of each kind, then the second of each … */
function apart(chosen: readonly string[]): string[] {
  const kinds = [...new Set(chosen)]
  const counts = new Map(kinds.map(kind => [kind, chosen.filter(one => one === kind).length]))
  const most = Math.max(0, ...counts.values())
  // Those that come often are spread over the rounds in between the others.
  const placed = kinds.flatMap((kind, k) => {
    const count = counts.get(kind)!
    return Array.from({ length: count }, (_, i) => ({ kind, at: (i + (k + 1) / (kinds.length + 1)) / count }))
  })
  return most < 2 ? kinds : placed.sort((a, b) => a.at - b.at).map(({ kind }) => kind)
}
