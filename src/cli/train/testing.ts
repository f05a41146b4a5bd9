/** For tests: a pack with a small network whose loss is a mean over rows, trained by Adam. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { emptyFolder, ninja } from '../testing.ts'

export const SOLUTION = `// %% [markdown]
// # 01 · The next letter

// %%
import { crossEntropy, oneHot, type ScopeOf, type Source, softmax, type Tensor, zerosLike } from 'backprop-ninja'

// %% The data and the parameters
export const sizes = {
  usual: { n: 6, C: 4 },
  other: { n: 5, C: 3 },
}

export function inputs({ n, C }: typeof sizes.usual, { g, names }: Source) {
  const V = names.vocabulary.length
  const X = g.randint(0, V, [n])      // (n)
  const Y = g.randint(0, V, [n])      // (n)
  const E = g.randn(V, C)             // (V, C)
  const W = g.randn(C, V).mul(0.3)    // (C, V)
  return { n, V, X, Y, E, W }
}

// %% The forward pass
export function forward({ X, Y, E, W }: ReturnType<typeof inputs>) {
  const emb = E.index(X)              // (n, C)
  const logits = emb.matmul(W)        // (n, V)
  const loss = crossEntropy(logits, Y) // a single number
  return { emb, logits, loss }
}
type Scope = ScopeOf<typeof inputs, typeof forward>

// %% logits feeds loss = crossEntropy(logits, Y)
// hint: One.
// hint: Two.
// hint: Three.
export function dlogits({ n, V, Y, logits }: Scope): Tensor {
  // answer (n, V)
  return softmax(logits, -1).sub(oneHot(Y, V)).div(n)
  // end answer
}

// %% W feeds logits = emb.matmul(W)
// hint: One.
// hint: Two.
// hint: Three.
export function dW({ emb, dlogits }: Scope): Tensor {
  // answer (C, V)
  return emb.T.matmul(dlogits)
  // end answer
}

// %% E feeds emb = E.index(X)
// hint: One.
// hint: Two.
// hint: Three.
export function dE({ E, X, W, dlogits }: Scope): Tensor {
  // answer (V, C)
  return zerosLike(E).indexAdd(X, dlogits.matmul(W.T))
  // end answer
}

// %% Adam
// hint: One.
// hint: Two.
// hint: Three.
export function adam(p: Tensor, grad: Tensor, m: Tensor, v: Tensor, t: number, lr: number): Tensor[] {
  // answer
  const nextM = m.mul(0.9).add(grad.mul(0.1))
  const nextV = v.mul(0.99).add(grad.pow(2).mul(0.01))
  const step = nextM.div(1 - 0.9 ** t).div(nextV.div(1 - 0.99 ** t).sqrt().add(1e-8))
  return [p.sub(step.mul(lr)), nextM, nextV]
  // end answer
}

// %% check
import type { Check } from 'backprop-ninja'

export const check: Check<{ adam: typeof adam }> = ({ adam }, { g }) => {
  const [p, grad] = [g.randn(2, 3), g.randn(2, 3)]
  return [{ name: 'adam', blank: 'adam', learner: () => adam(p, grad, zerosLike(p), zerosLike(p), 1, 0.1) }]
}

// %% recipe
import { batchAt, type Chunk, type Inputs, type Names, type Recipe, tensor } from 'backprop-ninja'

const examplesAt = (names: Names, positions: number[]): Inputs & { n: number } => {
  const { Xb, Yb } = batchAt(names, positions, 1)
  return { n: positions.length, V: names.vocabulary.length, X: Xb.view(-1), Y: Yb }
}

export const recipe: Recipe<'channels'> = {
  options: {
    steps: { what: 'training steps', usual: 300, least: 1, most: 1e9 },
    batch: { what: 'letters in each step', usual: 9, least: 2, most: 1000 },
    channels: { what: 'numbers for each letter', usual: 4, least: 1, most: 100 },
    lr: { what: 'learning rate', usual: 0.01, least: 0, most: 1e30 },
  },
  sizes: ({ batch, channels }) => ({ n: batch, C: channels }),
  largest: ({ batch, channels }) => batch * channels,
  parameters({ batch, channels }, source) {
    const { E, W } = inputs({ n: batch, C: channels }, source)
    return { E, W }
  },
  batches: ({ batch }, names) => (_, g) => {
    const drawn = [...g.randint(0, names.text.length, [batch]).data]
    const half = Math.ceil(batch / 2)
    return [drawn.slice(0, half), drawn.slice(half)].map(part => ({
      batch: examplesAt(names, part),
      weight: part.length / batch,
    }))
  },
  optimiser: {
    by: 'adam',
    returns: 'Adam\\u2019s step',
    state: p => ({ m: zerosLike(p), v: zerosLike(p) }),
    run({ adam }, { p, grad, state: { m, v }, lr, step }) {
      const [next, nextM, nextV] = adam(p, grad, m, v, step + 1, lr)
      return { p: next, state: { m: nextM, v: nextV } }
    },
  },
  rate: ({ steps, lr }, step) => lr * (1 - step / steps),
  examples(_, names): Chunk[] {
    const batch = examplesAt(names, Array.from(names.text, (_, i) => i))
    return [{ batch, count: batch.n }]
  },
  evaluate: ({ parameters: { E, W } }, { X, Y }) =>
    crossEntropy(E.index(X as Tensor).matmul(W), Y as Tensor),
  scores: ({ parameters: { E, W } }, name) => E.index(tensor([name.at(-1) ?? 0])).matmul(W),
  pictures: ({ network: { parameters }, vocabulary }) => [
    {
      file: 'weights',
      what: 'W',
      title: 'W: a row for each channel',
      table: parameters.W,
      rows: 'channels',
      columns: vocabulary,
      inTerminal: true,
    },
  ],
}
`

/** A workspace with that pack. `edit`: what the learner's file is, made from the answers; null leaves it blank. */
export function tinyWorkspace(edit: ((answers: string) => string) | null): string {
  const pack = emptyFolder()
  const folder = join(pack, 'solutions', 'tiny')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, '01_next.ts'), SOLUTION)
  const own = { name: 'tiny', version: '1.0.0', ninja: { format: 1, tracks: ['tiny'], start: 'tiny' } }
  writeFileSync(join(pack, 'package.json'), JSON.stringify(own))
  const workspace = join(emptyFolder(), 'course')
  const { status, stderr, stdout } = ninja(join(workspace, '..'), ['init', 'course', '--pack', pack])
  if (status !== 0) throw new Error(`init failed: ${stderr}${stdout}`)
  if (edit !== null) {
    const answers = SOLUTION.split('// %% check')[0].replace(/^ *\/\/ (?:end )?answer.*\n/gm, '')
    writeFileSync(join(workspace, 'exercises', 'tiny', '01_next.ts'), edit(answers))
  }
  return workspace
}
