/** What the page and a worker that judges say to each other. */

import type { DrillTask, Practice } from '../../practice/practice.ts'
import type { DrillPlan } from '../../practice/session.ts'
import type { Cause } from '../../room/program.ts'
import type { CheckedNotebookView, CheckedView, Trained, TrainingView } from '../contract.ts'
import type { LessonFile } from '../host/course.ts'

/** An exercise as texts. */
export interface ExerciseTexts {
  /** `makemore/05_batchnorm`. */
  readonly id: string
  /**
   * By their paths in the pack: the solution and what it imports or includes (`solutions/makemore/05_batchnorm.ts`,
   * `solutions/makemore/forward.ts`), and the tables that it reads (`exercises/data/penguins.csv`).
   */
  readonly files: Readonly<Record<string, string>>
}

/** What was handed in. */
export interface HandedIn {
  readonly text: string
  /** As it is to be named: `exercises/makemore/05_batchnorm.ts`. */
  readonly file: string
}

/** A task that can't be made again. */
export interface GoneTask {
  readonly isGone: true
}

/** What makes a task again. */
export type TaskName = Pick<DrillTask, 'id' | 'kind' | 'seed' | 'mark'>

/** All of a session's plan but what the maker of tasks knows itself. */
export type SessionPlan = Omit<DrillPlan, 'kinds' | 'draw'>

/** A step that was ended when it was tried before. Steps are counted from 0; the same work takes the same ones. */
export interface EndedStep {
  readonly at: number
  readonly cause: Cause
  readonly printed: readonly string[]
  /** Whether it may be tried again, for as long as this program's own takes a few times over. */
  readonly isDoubtful: boolean
}

export type Job =
  | {
      readonly do: 'check'
      readonly exercise: ExerciseTexts
      readonly names: string
      readonly handed: HandedIn
    }
  | { readonly do: 'notebook'; readonly handed: HandedIn; readonly names: string }
  | {
      readonly do: 'train'
      readonly exercise: ExerciseTexts
      readonly names: string
      readonly handed: HandedIn
      readonly steps: number
    }
  | { readonly do: 'begin'; readonly practice: Practice; readonly plan: SessionPlan }
  | { readonly do: 'task'; readonly task: TaskName }

export type ToWorker =
  /** Be ready for an exercise. */
  | { readonly do: 'prepare'; readonly exercise: ExerciseTexts; readonly names: string }
  | (Job & { readonly ended: readonly EndedStep[] })
  /** Come to an end soon: of training. */
  | { readonly do: 'stop' }

export type FromWorker =
  /** It listens. */
  | { readonly say: 'ready' }
  /** A job begins. */
  | { readonly say: 'begun' }
  /** A step begins that may take so many milliseconds. */
  | { readonly say: 'step'; readonly at: number; readonly limit: number }
  | { readonly say: 'done'; readonly at: number }
  | { readonly say: 'printed'; readonly texts: readonly string[] }
  | { readonly say: 'progress'; readonly training: TrainingView }
  | {
      readonly say: 'result'
      readonly result: CheckedView | CheckedNotebookView | Trained | Practice | LessonFile | GoneTask
    }
  /** A step left the worker in a state that nothing can be told from. */
  | { readonly say: 'spoilt'; readonly ended: EndedStep }
  /** This program's own fault, or that of an exercise. */
  | { readonly say: 'failed'; readonly message: string }
