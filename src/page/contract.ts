/**
 * What the page is made of, as data. A host gives it: on the static site everything is in the browser, with
 * `ninja open` it comes from the program that serves the page. What draws it doesn't know which.
 */
import type { Drawn } from '../checker/drawn.ts'
import type { Report } from '../checker/report.ts'
import type { TensorFacts } from '../practice/facts.ts'
import type { Slip } from '../practice/practice.ts'
import type { DrillRow } from '../practice/session.ts'
import type { NotebookReport } from '../python/report.ts'

export type { Drawn, Numbers, Pattern, Probe } from '../checker/drawn.ts'
export type { DrillRow } from '../practice/session.ts'

/** A verdict on an exercise, and what to draw of it. */
export interface CheckedView {
  readonly report: Report
  /** By the gradient's name: `dcounts`. Of what was never compared there is nothing. */
  readonly drawn: ReadonlyMap<string, Drawn>
  /** The batch of the table in letters; null where the exercise has none. */
  readonly letters: BatchView | null
  /** Where the exercise is done in a notebook: what was found of each of its claims. */
  readonly notebook: NotebookReport | null
}

/** A batch of names, as the rows and columns of its `dlogits` are. */
export interface BatchView {
  /** By row: `..m` and the letter that comes next. */
  readonly contexts: readonly string[]
  readonly targets: readonly string[]
  readonly vocabulary: readonly string[]
}

export interface CheckedNotebookView {
  readonly report: NotebookReport
  /** In the order of the report's gradients: a name can be claimed twice. */
  readonly drawn: readonly (Drawn | null)[]
}

/** HTML that this program made of an exercise's own text: nothing in it comes from a learner. */
export type Html = string

/** What a use does to the shape on its way forward, and so what the way back has to undo. */
export type ShapeChange =
  | { readonly kind: 'element by element' | 'reshaped' | 'picked' | 'multiplied' | 'other' }
  | { readonly kind: 'summed' | 'copied'; readonly dims: readonly number[] }

/** `from` is used to make `to`. */
export interface UseView {
  readonly from: string
  readonly to: string
  readonly change: ShapeChange
  /** The shapes at the sizes of the table. */
  readonly shapes: readonly [from: readonly number[], to: readonly number[]]
}

/** The forward pass as a graph, drawn wide. */
export interface GraphView {
  readonly width: number
  readonly height: number
  readonly nodes: readonly {
    readonly name: string
    readonly x: number
    readonly y: number
    readonly width: number
  }[]
  /** Through these points, from left to right. */
  readonly lines: readonly {
    readonly from: string
    readonly to: string
    readonly points: readonly (readonly [x: number, y: number])[]
  }[]
}

/** One part of an exercise's file, from its top to its end. `line`: that of the file in which its text begins, at first. */
export type LessonPart =
  | { readonly kind: 'text'; readonly html: Html }
  | {
      readonly kind: 'code'
      readonly title: Html
      readonly text: string
      readonly line: number
      readonly isForward: boolean
    }
  /** Something to fill in: mostly one function, else a class with methods. `text` is as it is in the file at first. */
  | {
      readonly kind: 'blank'
      readonly title: Html
      readonly blanks: readonly { readonly name: string; readonly shape: string | null }[]
      readonly text: string
      readonly line: number
    }

/** An exercise as a learner meets it. */
export interface LessonView {
  readonly id: string
  readonly track: string
  readonly number: number
  readonly title: string
  /** The file as it is at first. */
  readonly text: string
  readonly parts: readonly LessonPart[]
  /** What is judged, in the order of the table: `dcounts`, `slope`. */
  readonly blanks: readonly string[]
  /** Gradients that are given, and stand above those of the table. */
  readonly given: readonly string[]
  /** Empty where it has no forward pass. */
  readonly uses: readonly UseView[]
  readonly graph: GraphView | null
  /** What the forward pass tells of the tensor that each gradient is of, by the gradient's name: `dcounts`. */
  readonly facts: Readonly<Record<string, TensorFacts>>
  /** By blank, from the first tier to the last. */
  readonly hints: Readonly<Record<string, readonly Html[]>>
  /** The answers, by blank: the page shows them after the pass only. None where the pack has none. */
  readonly answers: Readonly<Record<string, string>>
  /** Whether its functions train a network. */
  readonly trains: boolean
  /** The notebook that it is done in. Null: it's done here, in TypeScript. */
  readonly notebook: NotebookPlace | null
}

export interface NotebookPlace {
  /** In the workspace. */
  readonly path: string
  /** What the exercise's own cells of text say, by their source. */
  readonly texts: ReadonlyMap<string, Html>
}

export interface TrackView {
  readonly name: string
  /** One sentence. */
  readonly about: string
  readonly exercises: readonly {
    readonly id: string
    readonly number: number
    readonly title: string
    readonly isPassed: boolean
    /** Its answers were shown before it was passed. */
    readonly isGivenUp: boolean
    /** Its blanks were emptied again, and are not all right yet. */
    readonly isAgain: boolean
  }[]
  readonly belt: string | null
}

/** How far practice is: see `docs/practice.md`. */
export interface PracticeView {
  /** How many kinds of tasks are due. */
  readonly due: number
  /** Tasks of a usual session. */
  readonly usual: number
  /** The session at hand, whose tasks are as the exercises of a track; null: there is none. */
  readonly session: TrackView | null
  /** The id of the task at hand. */
  readonly current: string | null
}

export interface Practising {
  look(): Promise<PracticeView>
  /** Another session. */
  begin(): Promise<PracticeView>
  /** Ends the session at hand: a task that isn't passed counts as missed. */
  end(): Promise<readonly DrillRow[]>
  /** What this learner got wrong in an exercise before, by blank: families of mistakes, the latest first. */
  mistakes(id: string): Promise<Readonly<Record<string, readonly string[]>>>
  /** A question about a blank was answered as somebody would who makes this mistake. */
  guessed(slip: Slip): Promise<void>
}

/** Something that went wrong beside the verdict, as one sentence with what to do about it. */
export interface Trouble {
  readonly kind:
    | 'worker died'
    | 'storage full'
    | 'storage forbidden'
    | 'two tabs'
    | 'changed on disk'
    | 'ended'
    | 'offline'
    | 'not saved'
  readonly message: string
  readonly advice: string
}

export interface TrainingView {
  readonly step: number
  readonly steps: number
  readonly loss: number
  /** Steps and losses so far, thinned out. */
  readonly curve: readonly (readonly [step: number, loss: number])[]
}

export type Trained =
  | {
      readonly kind: 'done'
      readonly losses: Readonly<Record<string, number>>
      readonly names: readonly string[]
    }
  | { readonly kind: 'refused'; readonly message: string }

export interface Host {
  readonly kind: 'site' | 'open'
  /** The exercise to begin with: the address's, else where the learner is. */
  readonly current: string
  /** What an exercise can import from 'backprop-ninja': the page adds what a line uses to the import. */
  readonly library: readonly string[]
  tracks(): Promise<readonly TrackView[]>
  lesson(id: string): Promise<LessonView>
  /** The learner's file. */
  read(id: string): Promise<string>
  /** Keeps the learner's file. Gives null, or what is in the way. */
  write(id: string, text: string): Promise<Trouble | null>
  /** The verdict on the learner's file as it was written last; a newer request replaces one that waits. */
  check(id: string): Promise<CheckedView>
  /** How many tiers of a blank's hints were shown; counts one more where `more`. */
  hints(id: string, blank: string, more: boolean): Promise<number>
  notebook(name: string, text: string): Promise<CheckedNotebookView>
  /** Trains an exercise's network with the learner's gradients, so many steps at most. */
  train(
    id: string,
    steps: number,
    report: (training: TrainingView) => void,
    signal: AbortSignal,
  ): Promise<Trained>
  /** Tasks are read, written and judged as exercises are; the one that was read last is at hand. */
  readonly practice: Practising | null
  /** Progress and files, as a zip; null where they are on disk anyway. */
  readonly archive: { save(): Promise<Blob>; load(zip: Uint8Array): Promise<readonly string[]> } | null
  /** What was put aside of an exercise when something else took its place; null where `ninja undo` does that. */
  readonly aside: Aside | null
  /** Calls back when the file changes elsewhere, a verdict comes by itself, or something goes wrong. */
  listen(listener: (news: News) => void): void
}

export interface Aside {
  has(id: string): boolean
  /** Exchanges the present text for the one that was put aside. Gives what is there now. */
  swap(id: string): string
}

/** A verdict on a text that nobody wrote: to draw it where nobody sees it, so that the first real one is drawn quickly. */
export interface RehearsalView {
  readonly id: string
  readonly text: string
  readonly checked: CheckedView
}

export type News =
  | { readonly kind: 'file'; readonly id: string; readonly text: string }
  | { readonly kind: 'checked'; readonly id: string; readonly checked: CheckedView }
  | { readonly kind: 'rehearsal'; readonly rehearsal: RehearsalView }
  | { readonly kind: 'trouble'; readonly trouble: Trouble | null }
