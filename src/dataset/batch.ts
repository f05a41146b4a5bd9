/** Contexts and labels for the network, drawn from a list of names. */
import type { Generator } from '../tensor/random.ts'
import { Tensor } from '../tensor/tensor.ts'
import { END, type Names } from './names.ts'

export interface Batch {
  /** (n, block): the numbers of the `block` characters before each label, full stops in front of short beginnings. */
  readonly Xb: Tensor
  /** (n): the number of the character to predict. */
  readonly Yb: Tensor
}

/** `n` examples, each equally likely, drawn with replacement. */
export function randomBatch(names: Names, g: Generator, n: number, block: number): Batch {
  return batchAt(names, g.randint(0, names.text.length, [n]).data, block)
}

/** All examples of a list, in its order. */
export const allOf = (names: Names, block: number): Batch =>
  batchAt(
    names,
    Array.from({ length: names.text.length }, (_, i) => i),
    block,
  )

/** Examples packed for drawing: each context with its label behind it, side by side, so that a draw looks in one place. */
export interface Deck {
  readonly block: number
  readonly cards: Uint16Array
}

export function deckOf({ Xb, Yb }: Batch): Deck {
  const block = Xb.shape[1]
  const cards = new Uint16Array(Yb.data.length * (block + 1))
  for (let row = 0, to = 0; row < Yb.data.length; row++) {
    for (let i = 0; i < block; i++) cards[to++] = Xb.data[row * block + i]
    cards[to++] = Yb.data[row]
  }
  return { block, cards }
}

/** `n` of these examples, drawn as `randomBatch` does. */
export function drawFrom({ block, cards }: Deck, g: Generator, n: number): Batch {
  const width = block + 1
  const count = cards.length / width
  const contexts = new Float64Array(n * block)
  const labels = new Float64Array(n)
  for (let row = 0; row < n; row++) {
    const from = Math.floor(g.random() * count) * width
    labels[row] = cards[from + block]
    for (let i = 0; i < block; i++) contexts[row * block + i] = cards[from + i]
  }
  return { Xb: new Tensor([n, block], contexts), Yb: new Tensor([n], labels) }
}

/** The examples from one position up to, not including, another. */
export const slice = ({ Xb, Yb }: Batch, from: number, to: number): Batch => {
  const block = Xb.shape[1]
  const [contexts, labels] = [Xb.data.slice(from * block, to * block), Yb.data.slice(from, to)]
  return { Xb: new Tensor([labels.length, block], contexts), Yb: new Tensor([labels.length], labels) }
}

/** The examples at the given positions of the text. */
export function batchAt(names: Names, positions: ArrayLike<number>, block: number): Batch {
  const n = positions.length
  const contexts = new Float64Array(n * block)
  const labels = new Float64Array(n)
  for (let row = 0; row < n; row++) {
    const position = positions[row]
    labels[row] = names.numbers.get(names.text[position])!
    for (let back = 1; back <= block; back++) {
      const letter = names.text[position - back]
      if (letter === undefined || letter === END) break
      contexts[row * block + block - back] = names.numbers.get(letter)!
    }
  }
  return { Xb: new Tensor([n, block], contexts), Yb: new Tensor([n], labels) }
}
