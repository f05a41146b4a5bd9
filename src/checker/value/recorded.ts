/**
 * What the check of an exercise expects, written down: the file beside a solution in a pack without answers. It has the
 * rows with a few fixed seeds, each value as JSON.
 */
import { NinjaError } from '../../errors.ts'
import type { Kept } from '../../room/kept.ts'
import { NoValue } from '../../room/kept.ts'
import { Tensor } from '../../tensor/tensor.ts'
import type { SecretMarks } from './secret.ts'
import type { Expected } from './try-pair.ts'

export interface RecordedRow {
  readonly name: string
  readonly blank: string
  readonly at?: Readonly<Record<string, number>> | undefined
  readonly within?: number | undefined
  readonly secret?: SecretMarks | undefined
  readonly value: unknown
  /** Milliseconds that the answers took for it, where that is worth counting. */
  readonly took?: number
}

export interface RecordedRows {
  readonly version: 1
  /** The seed of the first draw; the others follow it one by one. */
  readonly seed: number
  /** Of each draw, the rows in their order. */
  readonly draws: readonly (readonly RecordedRow[])[]
}

/** `solutions/layers/02_batch.rows.json`, of `layers/02_batch`. */
export const rowsFile = (id: string): string => `solutions/${id}.rows.json`

export function rowsFrom(text: string | null, path: string): RecordedRows {
  const unusable = (why: string): NinjaError =>
    new NinjaError('pack', `${path} ${why}`, 'get the pack again: it is made by ninja build --blank-only')
  if (text === null) throw unusable('is missing')
  try {
    const found = JSON.parse(text) as RecordedRows
    if (found.version !== 1 || !Array.isArray(found.draws)) throw unusable('is of another version')
    return found
  } catch (error) {
    throw error instanceof NinjaError ? error : unusable('is not JSON')
  }
}

/** One row a line, so that two versions can be compared. */
export function rowsText({ version, seed, draws }: RecordedRows): string {
  const lines = draws.map(rows => `[\n${rows.map(row => `    ${JSON.stringify(row)}`).join(',\n')}\n  ]`)
  return `{\n  "version": ${version},\n  "seed": ${seed},\n  "draws": [${lines.join(', ')}]\n}\n`
}

export const expectedIn = (row: RecordedRow): Expected => ({
  name: row.name,
  blank: row.blank,
  at: row.at,
  within: row.within,
  secret: row.secret,
  value: () => fromJson(row.value),
})

/** A value as JSON, which has no NaN and no Infinity. Throws for what is no value. */
export function toJson(value: Kept): unknown {
  if (typeof value === 'number') return Number.isFinite(value) ? value : { number: String(value) }
  if (typeof value === 'string' || typeof value === 'boolean') return value
  if (value instanceof Tensor) return { shape: value.shape, data: Array.from(value.data, toJson) }
  if (value instanceof NoValue) throw new NinjaError('pack', `the check expects ${value.what}`)
  return value.map(toJson)
}

export function fromJson(json: unknown): Kept {
  if (Array.isArray(json)) return json.map(fromJson)
  if (typeof json !== 'object' || json === null) return json as number | string | boolean
  if ('number' in json) return Number(json.number)
  const { shape, data } = json as { shape: number[]; data: unknown[] }
  return new Tensor(
    shape,
    Float64Array.from(data, one => fromJson(one) as number),
  )
}
