/** The text of a task: a solution in the format that exercises are made of. */
import * as library from '../index.ts'
import { namesUsedIn } from '../text/expressions.ts'
import { LIBRARY } from '../text/library.ts'
import { answerFor, type UsedIn } from './answers.ts'
import type { Draft } from './draft.ts'
import type { DrillFamily } from './families.ts'
import { hintsFor } from './hints.ts'
import { type Operand, shapeText } from './value.ts'

export interface TaskBlank {
  readonly x: Operand
  readonly parts: readonly UsedIn[]
}

export function sourceText(family: DrillFamily, draft: Draft, blanks: readonly TaskBlank[]): string {
  const answers = blanks.map(({ x, parts }) => answerFor(x, parts))
  const imported = [...new Set([...draft.lines.map(({ code }) => code), ...answers].flatMap(namesUsedIn))]
    .filter(name => Object.hasOwn(library, name))
    .sort()
  return [
    textCell(family, draft, blanks),
    `// %%\nimport { ${[...imported, 'type ScopeOf', 'type Source', 'type Tensor'].join(', ')} } from '${LIBRARY}'\n`,
    inputsCell(draft),
    forwardCell(draft),
    ...blanks.map((blank, i) => blankCell(draft, blank, answers[i])),
  ].join('\n')
}

const WIDTH = 107

/** A comment, in lines that aren't too long; the first one with a mark in front. */
function comment(text: string, mark = '', indent = ''): string {
  const lines: string[] = []
  let line = `//${mark === '' ? '' : ` ${mark}`}`
  for (const word of text.split(' ')) {
    if (`${line} ${word}`.length > WIDTH) {
      lines.push(line)
      line = `//${indent}`
    }
    line += ` ${word}`
  }
  return [...lines, line].join('\n')
}

function textCell({ title, text }: DrillFamily, { story }: Draft, blanks: readonly TaskBlank[]): string {
  const many =
    blanks.length === 1 ? 'There is one blank' : `There are ${['two', 'three'][blanks.length - 2]} blanks`
  return [
    '// %% [markdown]',
    `// # ${title}`,
    '//',
    comment(text),
    '//',
    comment(`The numbers say ${story.about}. ${many}; all other gradients are given.`),
    '',
  ].join('\n')
}

function inputsCell({ story, sizes, draws }: Draft): string {
  const set = (name: 'usual' | 'small' | 'other'): string =>
    `  ${name}: { ${Object.entries(sizes[name])
      .map(([dim, size]) => `${dim}: ${size}`)
      .join(', ')} },`
  const dims = story.dims.filter(dim =>
    draws.some(draw => draw.dims.includes(dim) || draw.text.includes(dim)),
  )
  const lines = draws.map(({ name, text, dims }) => [`const ${name} = ${text}`, shapeText(dims)] as const)
  return [
    '// %% The data',
    'export const sizes = {',
    ...(['usual', 'small', 'other'] as const).map(set),
    '}',
    '',
    `export function inputs({ ${dims.join(', ')} }: typeof sizes.usual, { g }: Source) {`,
    ...beside(lines),
    `  return { ${[...dims, ...draws.map(({ name }) => name)].join(', ')} }`,
    '}',
    '',
  ].join('\n')
}

const isNeeded = (dim: string, draws: Draft['draws']): boolean =>
  draws.some(({ text }) => namesUsedIn(text).includes(dim))

/** What makes the inputs in the notebook in Python. */
export function pythonText({ story, sizes, draws }: Draft): string {
  const dims = story.dims.filter(dim => isNeeded(dim, draws))
  const lines = draws.map(({ name, python, dims }) => [`${name} = ${python}`, shapeText(dims)] as const)
  const longest = Math.max(...lines.map(([code]) => code.length))
  return [
    '# %% The data',
    'import torch',
    'import torch.nn.functional as F',
    '',
    'torch.set_default_dtype(torch.float64)  # so that rounding is too small to look like a mistake',
    '',
    `${dims.join(', ')} = ${dims.map(dim => sizes.usual[dim]).join(', ')}`,
    'g = torch.Generator().manual_seed(2147483647)',
    ...lines.map(([code, shape]) => `${code.padEnd(longest)}  # ${shape}`),
    `for p in [${draws
      .filter(({ isFixed }) => !isFixed)
      .map(({ name }) => name)
      .join(', ')}]:`,
    '    p.requires_grad = True',
    '',
  ].join('\n')
}

/** Code with its remarks below each other. */
function beside(lines: readonly (readonly [code: string, remark: string])[]): string[] {
  const longest = Math.max(...lines.map(([code]) => code.length))
  return lines.map(([code, remark]) => `  ${code.padEnd(longest)} // ${remark}`)
}

function forwardCell({ story, draws, lines }: Draft): string {
  const used = new Set(lines.flatMap(({ code }) => namesUsedIn(code)))
  const given = [...story.dims, ...draws.map(({ name }) => name)].filter(name => used.has(name))
  const code = lines.map(
    ({ name, code, dims }) =>
      [`const ${name} = ${code}`, name === 'loss' ? 'a single number' : shapeText(dims)] as const,
  )
  return [
    '// %% The forward pass',
    `export function forward({ ${given.join(', ')} }: ReturnType<typeof inputs>) {`,
    ...beside(code),
    `  return { ${lines.map(({ name }) => name).join(', ')} }`,
    '}',
    'type Scope = ScopeOf<typeof inputs, typeof forward>',
    '',
  ].join('\n')
}

function blankCell(draft: Draft, { x, parts }: TaskBlank, answer: string): string {
  return [
    `// %% ${x.name} feeds ${parts.map(({ line }) => `${line.name} = ${line.code}`).join(' and ')}`,
    ...hintsFor(x, parts).map(hint => comment(hint, 'hint:', '      ')),
    `export function d${x.name}({ ${namesFor(draft, parts, answer).join(', ')} }: Scope): Tensor {`,
    `  // answer ${shapeText(x.dims)}`,
    ...answer.split('\n').map(line => `  ${line}`),
    '  // end answer',
    '}',
    '',
  ].join('\n')
}

/** What the answer needs, and what else is in the lines that the tensor is used in. */
function namesFor({ story, draws, lines }: Draft, parts: readonly UsedIn[], answer: string): string[] {
  const needed = new Set(namesUsedIn(answer))
  const near = new Set(
    parts.flatMap(({ line }) => [...line.of.map(({ name }) => name), line.name, `d${line.name}`]),
  )
  const values = [...draws, ...lines].map(({ name }) => name)
  return [...story.dims, ...values, ...lines.map(({ name }) => `d${name}`)].filter(
    name => (needed.has(name) || near.has(name)) && name !== 'loss' && name !== 'dloss',
  )
}
