/**
 * Mistakes that the exercise's author knows: wrong answers, each with a message. A learner's function makes one of them
 * if it behaves as that wrong answer does: in every row, with every seed. One value alone proves nothing.
 */
import type { Family, Pair } from '../../catalogue/exercise.ts'
import { replaceAnswer, type WrongLine } from '../../notebook/wrong.ts'
import { type Kept, keep } from '../../room/kept.ts'
import { type Compile, type Exports, isExported, loadModule, type Modules } from '../../room/loading.ts'
import { thrownAs } from '../../room/thrown.ts'
import { definitionsIn } from '../../text/definitions.ts'
import { LIBRARY } from '../../text/library.ts'
import { importsIn, scriptOf } from '../../text/script.ts'
import { type ParsedText, sourceOf } from '../../text/source.ts'
import { transplanted } from '../../text/transplant.ts'
import type { Diagnosis } from '../report.ts'
import { compareValues } from './compare.ts'
import { unsecret } from './secret.ts'
import type { Try } from './try-pair.ts'

/** What comes of one row: a value, or the message of what was thrown; null: a blank. */
type Behaviour = { readonly value: Kept } | { readonly said: string } | null

export interface KnownMistake {
  readonly family: Family
  readonly message: string
  /** What comes of the n-th row of its blank with a seed, found out once; null where the check cannot make it. */
  readonly behaviour: (seed: number, nth: number) => Behaviour
}

/** The exercise's own side, with its answers in place. */
export interface Answered {
  readonly whole: ParsedText
  readonly modules: Modules
  readonly path: string
  readonly compile: Compile
  /** Names that its script hands out besides: those of its check cell. */
  readonly besides: readonly string[]
  readonly limit: <T>(work: () => T) => T
  readonly wrong: () => readonly WrongLine[]
  readonly draw: (exports: Exports, seed: number) => readonly Pair[]
}

/** The known mistakes of each blank, in the order of the file. Nothing runs until somebody asks what comes of it. */
export function knownMistakes(answered: Answered): (blank: string) => readonly KnownMistake[] {
  const found = new Map<string, readonly KnownMistake[]>()
  return blank => {
    if (!found.has(blank)) {
      const own = answered.wrong().filter(line => line.blank === blank)
      found.set(
        blank,
        own.flatMap(line => knownFrom(line, answered) ?? []),
      )
    }
    return found.get(blank)!
  }
}

function knownFrom({ blank, family, code, message }: WrongLine, answered: Answered): KnownMistake | null {
  if (message === null) return null
  let exports: Exports | null = null
  const drawn = new Map<number, readonly Pair[]>()
  const pairsWith = (seed: number): readonly Pair[] => {
    exports ??= exportsWith(blank, code, answered)
    if (!drawn.has(seed))
      drawn.set(
        seed,
        answered.draw(exports, seed).filter(pair => pair.blank === blank),
      )
    return drawn.get(seed)!
  }
  const tried = (seed: number, nth: number): Behaviour => {
    try {
      return { value: answered.limit(() => keep(pairsWith(seed)[nth].learner())) }
    } catch (error) {
      const thrown = thrownAs(error)
      return thrown.kind === 'blank' ? null : { said: thrown.message }
    }
  }
  const before = new Map<string, Behaviour>()
  return {
    family: family as Family,
    message,
    behaviour(seed, nth) {
      const row = `${seed} ${nth}`
      if (!before.has(row)) before.set(row, tried(seed, nth))
      return before.get(row)!
    },
  }
}

/** Runs the solution with this instead of a blank's answer. */
function exportsWith(
  blank: string,
  code: string,
  { whole, modules, path, compile, besides }: Answered,
): Exports {
  const { start, end } = definitionsIn(whole).get(blank)!.node
  const spoilt = replaceAnswer(whole.text.slice(start!, end!), code, () => true)
  const [owner, method] = blank.split('.')
  // A wrong answer may need what is imported for it alone.
  const imports = importsIn(whole).map(one => whole.text.slice(one.start!, one.end!))
  const filled = method === undefined ? spoilt : `class ${owner} extends Object {\n${spoilt}\n}`
  const donor = sourceOf([...imports, filled].join('\n'))
  if (donor.program === null) throw new Error(donor.fault.message)
  const edits = transplanted(whole, donor, [blank], LIBRARY)
  const { script, fault } = scriptOf(whole, { besides, exports: isExported, edits })
  if (script === null) throw new Error(fault.message)
  return loadModule({ ...modules, [path]: script.js }, path, silent, compile)
}

const silent: object = new Proxy({}, { get: () => () => undefined })

/** `rows`: what came of the learner's function in each row of the blank, with each seed; null where it was stopped. */
export function recognise(
  known: readonly KnownMistake[],
  rows: readonly (readonly Try[] | null)[],
): Diagnosis | null {
  const found = known.find(({ behaviour }) =>
    rows.every((tries, nth) => tries?.every(tried => isAlike(tried, behaviour(tried.seed, nth)))),
  )
  if (found === undefined) return null
  const { family, message } = found
  return { family, formula: null, short: firstSentence(message), message, tier: 2 }
}

function isAlike({ value, lost, pair }: Try, behaviour: Behaviour): boolean {
  if (behaviour === null || pair === null) return false
  if (lost !== null) return 'said' in behaviour && lost.kind === 'threw' && lost.said === behaviour.said
  if (!('value' in behaviour)) return false
  const theirs = unsecret(behaviour.value, pair.secret, pair.value())
  return compareValues(value!, theirs, pair.within).kind === 'same'
}

const firstSentence = (message: string): string =>
  (/^.*?[.!?](?=\s|$)/s.exec(message)?.[0] ?? message).replace(/\.$/, '')
