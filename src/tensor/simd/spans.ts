/** Broadcasting of two operands as rows and columns, where that is enough. */
import { broadcastShapes, type Shape, sameShape, sizeOf } from '../shape.ts'

/** An operand moves on by `step` numbers from row to row; within a row it goes along (1) or stands still (0). */
export interface Spans {
  shape: Shape
  rows: number
  cols: number
  aStep: number
  aAlong: number
  bStep: number
  bAlong: number
}

/** One object for all: read it before the next call. */
const spans: Spans = { shape: [], rows: 1, cols: 1, aStep: 0, aAlong: 1, bStep: 0, bAlong: 1 }

/** Null where more than two runs of dimensions differ in who is stretched, as in (2, 1, 3) and (1, 4, 1). */
export function spansOf(op: string, a: Shape, b: Shape): Spans | null {
  if (a === b || sameShape(a, b)) return one(a, sizeOf(a), 1, 1)
  if (b.length <= a.length && sizeOf(b) === 1) return one(a, sizeOf(a), 1, 0)
  if (a.length <= b.length && sizeOf(a) === 1) return one(b, sizeOf(b), 0, 1)
  const shape = broadcastShapes(op, a, b)
  let [runs, size, kind] = [0, 1, 0]
  for (let i = 1; i <= shape.length; i++) {
    const length = shape[shape.length - i]
    if (length === 1) continue
    // 1: both go along; 2: a alone; 3: b alone.
    const now = (b[b.length - i] ?? 1) === 1 ? 2 : (a[a.length - i] ?? 1) === 1 ? 3 : 1
    if (now !== kind) {
      if (++runs > 2) return null
      if (runs === 2) {
        one(shape, size, kind === 3 ? 0 : 1, kind === 2 ? 0 : 1)
        size = 1
      }
      kind = now
    }
    size *= length
  }
  if (runs < 2) return one(shape, size, kind === 3 ? 0 : 1, kind === 2 ? 0 : 1)
  spans.rows = size
  spans.aStep = kind === 3 ? 0 : spans.aAlong === 1 ? spans.cols : 1
  spans.bStep = kind === 2 ? 0 : spans.bAlong === 1 ? spans.cols : 1
  return spans
}

function one(shape: Shape, size: number, aAlong: number, bAlong: number): Spans {
  spans.shape = shape
  spans.rows = 1
  spans.cols = size
  spans.aStep = 0
  spans.aAlong = aAlong
  spans.bStep = 0
  spans.bAlong = bAlong
  return spans
}
