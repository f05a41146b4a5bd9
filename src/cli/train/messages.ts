/** What the program and the thread that trains say to each other. */
import type { Examined, Job } from '../../checker/examine.ts'
import type { Modules } from '../../checker/load.ts'
import type { Checkpoint } from '../../training/checkpoint.ts'
import type { Curve } from '../../training/curve.ts'
import type { Settings } from '../../training/settings.ts'

export interface Order {
  readonly exercise: string
  readonly modules: Modules
  readonly solution: string
  /** Null: by autograd. */
  readonly learner: Job | null
  readonly settings: Settings
  readonly data: Checkpoint['data']
  /** Where to go on, as `printCheckpoint` wrote it. */
  readonly resume: string | null
  /** Steps between two checks of the gradients. */
  readonly checkEvery: number
  /** Written by both threads: the places are below. */
  readonly shared: SharedArrayBuffer
}

/** Places in the shared numbers. */
export const BEAT = 0 // counts: something goes on
export const TURN = 1 // which of the learner's functions is running; -1: none
export const STOP = 2 // 1: please stop after this step
export const SHARED_BYTES = 12

export interface Progress {
  readonly step: number
  readonly curve: Curve
}

export type Told =
  | {
      readonly kind: 'begun'
      readonly step: number
      /** By position, see `TURN`. */
      readonly functions: readonly string[]
      /** Names in each part. */
      readonly parts: Readonly<Record<'train' | 'dev' | 'test', number>>
      readonly parameters: number
      /** The loss of a network that takes all characters for equally likely. */
      readonly guessing: number
      readonly note: string | null
    }
  | ({ readonly kind: 'progress' } & Progress)
  | { readonly kind: 'checkpoint'; readonly step: number; readonly text: string }
  /** The gradients were checked before this step, and are right. */
  | { readonly kind: 'checked'; readonly step: number }
  | { readonly kind: 'finishing' }
  | { readonly kind: 'ended'; readonly end: End }

export type End =
  | {
      readonly kind: 'done'
      readonly losses: Readonly<Record<'train' | 'dev' | 'test', number>>
      readonly names: readonly string[]
      /** Of the last batch, with the right character of each example. */
      readonly dlogits: readonly (readonly number[])[]
      readonly labels: readonly number[]
      readonly vocabulary: readonly string[]
    }
  | { readonly kind: 'asked' }
  /** A gradient that was right before is wrong in this step. */
  | { readonly kind: 'wrong'; readonly step: number; readonly examined: Examined }
  | {
      readonly kind: 'failed'
      readonly step: number
      readonly code: string
      readonly message: string
      readonly advice: string | null
      readonly stack: string | null
    }
