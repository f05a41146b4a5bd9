/** Evaluates Python that somebody typed, with the values of an exercise or after the cells of a notebook. */
import { bytesOf } from '../tensor/base64.ts'
import { generator } from '../tensor/random.ts'
import { record } from '../tensor/recording.ts'
import { Tensor } from '../tensor/tensor.ts'
import { unclosed } from '../text/brackets.ts'
import { failedAnswer, type TryAnswer } from '../trying/answer.ts'
import { adviceOn } from './advice.ts'
import { bounded } from './bounds.ts'
import { Boxed } from './box.ts'
import { builtinsFor } from './builtins.ts'
import { codeCellsOf, withoutIndent } from './cells.ts'
import { withoutImports } from './dialect.ts'
import { evaluate } from './expressions.ts'
import { Interpreter } from './interpreter.ts'
import { atHand, librariesFor } from './libraries.ts'
import { missingFrom, textOf, unreadFor } from './missing.ts'
import { Roots } from './roots.ts'
import { shownFor } from './shown.ts'
import { execute } from './statements.ts'
import type { Autograd } from './torch/autograd.ts'
import { nodesIn, type PyStatement, parsePython, targetsOf } from './tree.ts'
import type { GivenValue } from './trial-values.ts'
import { Callable, NotRead, PythonError, type PyValue, Unread } from './values.ts'

export interface PythonAttempt {
  readonly code: string
  /** What was typed before, and is still there. */
  readonly earlier: readonly string[]
  /** The values of an exercise, by name; null: in the notebook's scope. */
  readonly given: Readonly<Record<string, GivenValue>> | null
  /** All the names that there are, used or not. */
  readonly known: readonly string[]
}

const STEPS = 4_000_000

const valueFrom = (given: GivenValue): PyValue =>
  typeof given === 'number'
    ? given
    : Boxed.of(new Tensor(given.shape, new Float64Array(bytesOf(given.numbers).buffer)), given.kind)

/** `notebook`: its text and its name. `open`: gives the text of a file that it opens. */
export function tryPython(
  { code: written, earlier, given, known }: PythonAttempt,
  notebook: { readonly text: string; readonly file: string },
  seed: number,
  open: (name: string) => string | null,
): TryAnswer {
  const code = withoutIndent(written)
  const { body, unfinished } = parsePython(code)
  const isOpen = needsMore(code, unfinished.length > 0)
  if (isOpen || unfinished.length > 0)
    return failedAnswer(
      unfinished[0]?.error ??
        `SyntaxError: this isn't Python, or it isn't finished: ${unfinished[0]?.text ?? ''}`,
      null,
      isOpen,
    )
  const work = (): TryAnswer => {
    const desk = deskOf(seed, open, given === null)
    if (given === null) desk.readCells(notebook)
    else for (const [name, value] of Object.entries(given)) desk.run.top.names.set(name, valueFrom(value))
    return desk.answer(body, earlier.map(withoutIndent), known)
  }
  return record(() => bounded(() => withoutImports(work))).result
}

/** A block ends with an empty line. */
function needsMore(code: string, isUnfinished: boolean): boolean {
  const lines = code.split('\n')
  const isBlock = lines.some(line => /:\s*(?:#.*)?$/.test(line)) && lines.at(-1)!.trim() !== ''
  const [bare] = [code.replace(/#.*|'[^'\n]*'|"[^"\n]*"/g, '').replaceAll('//', '')]
  return unclosed(bare) !== null || (isBlock && (lines.length > 1 || isUnfinished))
}

function deskOf(seed: number, open: (name: string) => string | null, isNotebook: boolean) {
  const printed: string[] = []
  const print = new Callable('print', (args, { sep, end: _ }) => {
    printed.push(args.map(one => shownFor(one, false)).join(typeof sep === 'string' ? sep : ' '))
    return null
  })
  let isTried = false
  const builtins = builtinsFor(() => run, open)
  const autograd: Autograd = {
    backward: x => (isTried ? refuseAutograd() : roots.backward(x)),
    gradient: x => (isNotebook ? roots.gradient(x) : refuseAutograd()),
    gradientOf: (loss, x) => (isNotebook && !isTried ? roots.gradientOf(loss, x) : refuseAutograd()),
    retain: () => {},
  }
  const run: Interpreter = new Interpreter({
    builtins: new Map([...builtins, ['print', print]]),
    libraries: librariesFor(generator(seed), open, autograd),
    steps: STEPS,
    watcher: { autograd },
  })
  const { names } = run.top
  const roots = new Roots(() => names)
  for (const [name, library] of Object.entries(atHand)) names.set(name, run.libraries(library))
  const faults: string[] = []
  return {
    run,
    readCells({ text, file }: { readonly text: string; readonly file: string }): void {
      for (const { number, text: cell } of codeCellsOf(text, file)) {
        for (const node of parsePython(cell).body) {
          try {
            execute([node], run.top, run)
          } catch (error) {
            const missing = missingFrom(error)
            faults.push(`cell ${number}, line ${node.lineno ?? 1}: ${textOf(missing)}`)
            for (const name of targetsOf([node])) names.set(name, unreadFor(name, missing))
          }
        }
      }
      printed.length = 0
    },
    answer(body: readonly PyStatement[], earlier: readonly string[], known: readonly string[]): TryAnswer {
      isTried = true
      const notes = faults.slice(0, 1).map(fault => `your notebook has an error in ${fault}`)
      const bound = targetsOf(earlier.flatMap(code => parsePython(code).body))
      try {
        for (const code of earlier) execute(parsePython(code).body, run.top, run)
        printed.length = 0
        const last = body.at(-1)
        const isExpression = last?.nodeType === 'Expr'
        execute(isExpression ? body.slice(0, -1) : body, run.top, run)
        const value = isExpression ? evaluate(last.value, run.top, run) : null
        if (value instanceof Unread) throw new NotRead(value.why)
        const own = targetsOf(body)
        const isKept = own.length > 0 || body.some(isImport) || usesAny(body, bound)
        return {
          printed,
          result: value === null ? null : shownFor(value),
          shape: value instanceof Boxed ? value.shape : null,
          failure: null,
          notes,
          isOpen: false,
          stays: isKept ? own : null,
        }
      } catch (error) {
        const missing = missingFrom(error)
        const message = missing.kind === 'not read' ? `not read: ${missing.why}` : textOf(missing)
        return { ...failedAnswer(message, adviceOn(error, [...known, ...names.keys()])), printed, notes }
      }
    },
  }
}

function refuseAutograd(): never {
  throw new PythonError('RuntimeError', 'there is no autograd here: writing the gradients is your part')
}

const isImport = ({ nodeType }: PyStatement): boolean => nodeType === 'Import' || nodeType === 'ImportFrom'

const usesAny = (body: readonly PyStatement[], names: readonly string[]): boolean =>
  [...nodesIn(body)].some(node => node.nodeType === 'Name' && names.includes(node.id))
