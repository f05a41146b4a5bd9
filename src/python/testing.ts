/** What the tests of notebooks share: the list of names, and a report in a line a gradient. */
import { readFileSync } from 'node:fs'
import { functions, operators, methods as renamed } from './names.ts'
import { checkNotebook } from './python.ts'
import type { NotebookGradient, NotebookReport } from './report.ts'

export const names = readFileSync(new URL('corpus/names.txt', import.meta.url), 'utf8')

const few = `${names
  .split('\n')
  .filter(name => /^[a-l]+$/.test(name))
  .join('\n')}\n`

export const check = (text: string, file = 'homework.py'): NotebookReport =>
  checkNotebook({ text, file, seed: 42, texts: { all: () => names, fewLetters: () => few } })

/** `right`, `shape`, where the numbers are right; else the verdict. */
export const said = ({ verdict, numbers }: NotebookGradient): string => {
  if (verdict === 'exact' || verdict === 'approximate') return 'right'
  return verdict === 'shape' && numbers !== 'right' ? 'shape, wrong' : verdict
}

/** `dprobs right`, for each gradient. */
export const verdicts = (text: string, file?: string): string[] =>
  check(text, file).gradients.map(one => `${one.name} ${said(one)}`)

/** A small network, in one cell: z = x @ w, h = tanh(z), and a loss. */
export const net = `# %%
import torch
n = 6
x = torch.randn(n, 4)
w = torch.randn(4, 5, requires_grad=True)
z = x @ w
h = torch.tanh(z)
loss = (h ** 2).sum()
z.retain_grad(); h.retain_grad()
loss.backward()
`

/** A function that compares a gradient with PyTorch's. */
export const cmp = `def cmp(s, dt, t):
    print(s, torch.allclose(dt, t.grad))
`

/** Softmax by its steps, from logits to the mean loss of the labels. */
export const softmax = `# %%
import torch
import torch.nn.functional as F
n, k = 6, 4
logits = torch.randn(n, k, requires_grad=True)
Yb = torch.randint(0, k, (n,))
logit_maxes = logits.max(1, keepdim=True).values
norm_logits = logits - logit_maxes
counts = norm_logits.exp()
counts_sum = counts.sum(1, keepdim=True)
counts_sum_inv = counts_sum ** -1
probs = counts * counts_sum_inv
logprobs = probs.log()
loss = -logprobs[range(n), Yb].mean()
for t in [logit_maxes, norm_logits, counts, counts_sum, counts_sum_inv, probs, logprobs]: t.retain_grad()
loss.backward()
`

/** Our names that PyTorch has another name for, by itself (`zeros`: `torch.zeros`) or at all (`expandAs`). */
const methods = [...Object.keys(operators), 'neg', 'index', 'indexPut', 'indexAdd', 'slice']
const bare = [...Object.keys(functions), 'oneHot', 'tensor']
const capital = [...Object.keys(renamed), ...methods, ...bare].filter(name => /[A-Z]/.test(name))
const syntax = [
  ...[
    '=>',
    '===',
    '!==',
    '{ keepdim',
    'const ',
    'let ',
    'TODO',
    'TypeScript',
    'Scope',
    'Tensor(',
    ': Tensor',
  ],
  ...['`return', '/`', 'Math.', '.length', 'undefined', 'null', 'braces', "isn't imported", 'function that'],
]

/** The words of TypeScript, and of our tensors alone, that a text has in it. */
export function typescriptIn(text: string): string[] {
  const isThere = (pattern: string): boolean => new RegExp(pattern).test(text)
  return [
    ...methods.filter(name => isThere(`\\.${name}\\(`)).map(name => `.${name}(`),
    ...bare.filter(name => isThere(`(?<![\\w.])${name}\\(`)).map(name => `${name}(`),
    ...capital.filter(name => isThere(`\\b${name}\\b`)),
    ...[...operatorsAlone(text)],
    ...syntax.filter(word => text.includes(word)),
    // Between two names it divides.
    ...(/(?<!\w )\/\/|\/\/(?! \w+ *(?:#|$))/m.test(text) ? ['//'] : []),
  ]
}

/** Methods in back quotes without their tensor: `mul`. */
const operatorsAlone = (text: string): string[] =>
  [...text.matchAll(/`(\w+)`/g)].map(([, word]) => word).filter(word => Object.hasOwn(operators, word))
