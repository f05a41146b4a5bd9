/**
 * The Python twin of an exercise: the same text, forward pass and blanks, in PyTorch's Python. It runs in Jupyter with
 * torch, and is judged here without. All but the data is translated from the solution's text.
 */
import { type Cell, parseCells, wholeMarkdownOf } from '../notebook/cells.ts'
import { blanksOf } from '../notebook/solution.ts'
import { definitionsIn, remarksIn } from '../text/definitions.ts'
import type { ParsedText } from '../text/source.ts'
import { namesIn } from '../text/values.ts'
import { ORIGIN, originLine } from './origin.ts'
import { assignment } from './placing.ts'
import { prose, translated } from './prose.ts'
import { type PythonStep, pythonOf, stepsIn } from './translation.ts'

export interface TwinCell {
  readonly kind: 'markdown' | 'code'
  readonly text: string
}

/** What a twin is made of. */
export interface TwinSource {
  /** The solution's own text, and the whole with its parts in place. */
  readonly solution: string
  readonly whole: ParsedText
  /** Python that makes the inputs: cells that begin with `# %%`. */
  readonly inputs: string
  /** Gives the Python that fills a blank; null: it stays blank. */
  readonly answer: (name: string) => string | null
  /** Where the list of names is, as seen from the notebook. */
  readonly names: string
}

/** The list of names beside the notebook: whoever has it must put it there. */
export const BESIDE = 'names.txt'

/** @throws NotTranslatable for an exercise that has no counterpart in Python. */
export function twinOf({ solution, whole, inputs, answer, names: list }: TwinSource): TwinCell[] {
  const { steps } = stepsIn(whole, 'forward')
  const blanks = blanksOf(solution)
  const [first, ...rest] = parseCells(solution)
  const later = rest.filter(({ kind, lines }) => kind === 'markdown' || isBlankCell(lines))
  const names = blanks.map(({ name }) => name)
  return [
    { kind: 'markdown', text: introduction(first, list === BESIDE && inputs.includes(BESIDE)) },
    ...inputs
      .replaceAll(`'${BESIDE}'`, `'${list}'`)
      .split(/^# %% ?/m)
      .slice(1)
      .map((text): TwinCell => ({ kind: 'code', text: `# ${text.trim()}` })),
    { kind: 'code', text: COMPARE },
    { kind: 'code', text: forwardCell(steps, remarksIn(whole, 'forward')) },
    ...givenCell(whole, names, steps),
    ...helperCells(whole, names),
    ...later.map(
      (cell): TwinCell =>
        cell.kind === 'markdown'
          ? { kind: 'markdown', text: prose(wholeMarkdownOf(cell)) }
          : { kind: 'code', text: blankCell(cell, blanks, answer) },
    ),
    {
      kind: 'code',
      text: names.map(name => `cmp('${name.slice(1)}', ${name}, ${name.slice(1)})`).join('\n'),
    },
  ]
}

const COMPARE = `# Compares one of your gradients with PyTorch's
def cmp(name, dt, t):
    if dt is None:
        print(f'{name:15s} | blank')
        return
    if dt.shape != t.grad.shape:
        print(f'{name:15s} | shape {tuple(dt.shape)}, needs {tuple(t.grad.shape)}')
        return
    exact = torch.all(dt == t.grad).item()
    approximate = torch.allclose(dt, t.grad)
    maxdiff = (dt - t.grad).abs().max().item()
    print(f'{name:15s} | exact: {str(exact):5s} | approximate: {str(approximate):5s} | maxdiff: {maxdiff}')`

const isBlankCell = (lines: readonly string[]): boolean => lines.some(line => /^\s*\/\/ answer\b/.test(line))

const introduction = (cell: Cell, needsNames: boolean): string =>
  `${prose(wholeMarkdownOf(cell))}\n\n${needsNames ? `This notebook needs \`${BESIDE}\` beside it. ` : ''}Fill in the blanks, and run \`ninja check\` on the notebook: it needs no PyTorch.`

function forwardCell(steps: readonly PythonStep[], remarks: ReturnType<typeof remarksIn>): string {
  const wide = Math.max(...steps.map(({ name, code }) => name.length + code.length)) + 3
  const lines = steps.map(({ name, code }) => {
    const remark = remarks.find(({ made }) => made === name)?.comment
    return remark === undefined ? `${name} = ${code}` : `${`${name} = ${code}`.padEnd(wide)}  # ${remark}`
  })
  const inner = steps.map(({ name }) => name).filter(name => name !== 'loss')
  return [
    '# The forward pass, in steps small enough to go backwards one at a time',
    ...lines,
    '',
    `for t in [${inner.join(', ')}]:`,
    '    t.retain_grad()',
    'loss.backward()',
    'loss',
  ].join('\n')
}

/** The gradients that the blanks start from, where an exercise begins in the middle. */
function givenCell(whole: ParsedText, names: readonly string[], steps: readonly PythonStep[]): TwinCell[] {
  const made = new Set(steps.map(({ name }) => `d${name}`))
  const defined = definitionsIn(whole)
  const used = names.flatMap(name => defined.get(name)?.code?.params.flatMap(namesIn) ?? [])
  const given = [...new Set(used)].filter(name => made.has(name) && !names.includes(name))
  if (given.length === 0) return []
  const lines = given.map(name => `${name} = ${name.slice(1)}.grad`)
  return [{ kind: 'code', text: ['# Given: the upstream gradients', ...lines].join('\n') }]
}

/** Functions that answers may call, such as one from an exercise before. */
function helperCells(whole: ParsedText, names: readonly string[]): TwinCell[] {
  const cells = parseCells(whole.text)
  const known = new Set(['inputs', 'forward', 'longForm', ...names])
  return [...definitionsIn(whole).values()].flatMap(({ name, code }) => {
    const cell = cells.find(({ lines }) => lines.some(line => line.includes(`function ${name}(`)))
    if (code === null || cell === undefined || known.has(name)) return []
    const { steps, result } = stepsIn(whole, name)
    const lines = [
      ...steps.map(step => `${step.name} = ${step.code}`),
      ...(result === null ? [] : [`return ${pythonOf(result)}`]),
    ]
    const head = `def ${name}(${code.params.flatMap(namesIn).join(', ')}):`
    return [{ kind: 'code', text: [`# ${cell.title}`, head, ...lines.map(line => `    ${line}`)].join('\n') }]
  })
}

function blankCell(
  { title, lines }: Cell,
  blanks: ReturnType<typeof blanksOf>,
  answer: TwinSource['answer'],
): string {
  const own = blanks.filter(({ name }) => lines.some(line => line.includes(`function ${name}(`)))
  const comments = lines
    .slice(1)
    .filter(line => /^\/\/ (?!hint:| )/.test(line) && !/^\/\/ (?:answer|end answer)/.test(line))
  return [
    `# ${titleOf(title)}`,
    ...comments.map(line => line.replace(/^\/\//, '#')),
    ...own.map(({ name, note }) => `${answer(name) ?? `${name} = None`}${note === '' ? '' : `  # ${note}`}`),
  ].join('\n')
}

/** `bngain feeds hpreact = bngain * bnraw + bnbias` */
const titleOf = (title: string): string =>
  title.replace(/(\w+ = )(.+?)(?=(?:,| and) \w+ = | and, |$)/g, (all, made: string, code: string) => {
    const found = translated(code)
    return found === null ? all : `${made}${found}`
  })

/** The answer of a blank in Python: its steps, then its value. */
export function answerInPython(whole: ParsedText, name: string): string {
  const { steps, result } = stepsIn(whole, name)
  const last = result === null ? [] : assignment(name, result)
  return [...steps.map(step => `${step.name} = ${step.code}`), ...last].join('\n')
}

/** As Jupyter's own format, without outputs. `id`: of the exercise that it was made from. */
export const notebookOf = (cells: readonly TwinCell[], id: string): string =>
  `${JSON.stringify(
    {
      cells: cells.map(({ kind, text }, i) => ({
        cell_type: kind,
        id: `cell-${i + 1}`,
        metadata: {},
        source: text.split(/(?<=\n)/),
        ...(kind === 'code' ? { execution_count: null, outputs: [] } : {}),
      })),
      metadata: {
        [ORIGIN]: { exercise: id },
        kernelspec: { display_name: 'Python 3', language: 'python', name: 'python3' },
        language_info: { name: 'python' },
      },
      nbformat: 4,
      nbformat_minor: 5,
    },
    null,
    1,
  )}\n`

/** As a Python file of cells: text in comments below `# %% [markdown]`, code below `# %%`. */
export function scriptOf([introduction, ...cells]: readonly TwinCell[], id: string): string {
  const marked = { ...introduction, text: `${introduction.text}\n\n${originLine(id)}` }
  return [marked, ...cells]
    .map(({ kind, text }) =>
      kind === 'code'
        ? `# %%\n${text}\n`
        : `# %% [markdown]\n${text
            .split('\n')
            .map(line => `# ${line}`.trimEnd())
            .join('\n')}\n`,
    )
    .join('\n')
}
