/** The diagnoses that the documentation shows are the ones that there are, word for word. */
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { forward, inputs } from '../../solutions/gpt/04_layer_norm_at_once.ts'
import type { Scope as Batchnorm } from '../../solutions/makemore/09_batchnorm_at_once.ts'
import type { Scope } from '../../solutions/makemore/forward.ts'
import type { ScopeOf } from '../catalogue/exercise.ts'
import { placed } from '../checker/text/placed.ts'
import type { LearnerFunction } from '../room/program.ts'
import { tensor, zerosLike } from '../tensor/creation.ts'
import { constantsIn } from '../text/definitions.ts'
import { sourceOf } from '../text/source.ts'
import { type BankExercise, kept } from './bank/lines.ts'
import { tryLine } from './bank/trial.ts'

const root = new URL('../../', import.meta.url)
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8')
const pages = readdirSync(root).includes('docs')
  ? readdirSync(new URL('docs/', root)).filter(name => name.endsWith('.md'))
  : []
const flat = (text: string): string => text.replaceAll(/\s+/g, ' ')
const documentation = flat(['README.md', ...pages.map(name => `docs/${name}`)].map(read).join('\n'))

type LayerNorm = ScopeOf<typeof inputs, typeof forward>
type Anything = Scope & Batchnorm & LayerNorm

test.each<[file: string, exercise: BankExercise, of: string, line: (scope: Anything) => unknown]>([
  [
    'makemore/02_softmax',
    '07_whole_network',
    'dcounts',
    ({ counts_sum_inv, dprobs }) => counts_sum_inv.mul(dprobs),
  ],
  [
    'makemore/04_tanh',
    '07_whole_network',
    'dhpreact',
    ({ hpreact, dh }) => tensor(1).sub(hpreact.pow(2)).mul(dh),
  ],
  ['makemore/06_embedding', '07_whole_network', 'dC', ({ C, Xb, demb }) => zerosLike(C).indexPut([Xb], demb)],
  [
    'makemore/09_batchnorm_at_once',
    '09_batchnorm_at_once',
    'dhprebn',
    ({ bngain, bnvar_inv, n, dhpreact, bnraw }) =>
      bngain
        .mul(bnvar_inv)
        .div(n)
        .mul(
          dhpreact
            .mul(n)
            .sub(dhpreact.sum(0))
            .sub(bnraw.mul(dhpreact.mul(bnraw).sum(0))),
        ),
  ],
  [
    'gpt/04_layer_norm_at_once',
    'gpt/04_layer_norm_at_once',
    'dx',
    ({ dln, lnw, ln_rstd, ln_hat }) =>
      ln_rstd.mul(lnw).mul(dln.sub(dln.mean(-1, kept)).sub(ln_hat.mul(dln.mul(ln_hat).mean(-1, kept)))),
  ],
])('%s', (file, exercise, of, line) => {
  const { family, short, message } = tryLine({ exercise, of, line: line as unknown as LearnerFunction })
  const source = sourceOf(read(`exercises/${file}.ts`))
  const made = new Map([...constantsIn(source as never)].map(([name, one]) => [name, { ...one, name }]))
  const said = placed(
    { family: family!, formula: null, short: short!, message: message!, tier: 1 },
    made as never,
  )
  expect(documentation).toContain(flat(said.message))
})
