/** Lines of a forward pass, done with what somebody else's notebook has: recorded, to go backwards. */
import { gradientsOf } from '../autograd/sweep.ts'
import { generator } from '../tensor/random.ts'
import { record, recordedSteps, type Step } from '../tensor/recording.ts'
import type { Tensor } from '../tensor/tensor.ts'
import { bounded } from './bounds.ts'
import { Boxed } from './box.ts'
import { builtinsFor } from './builtins.ts'
import { Interpreter } from './interpreter.ts'
import { librariesFor } from './libraries.ts'
import { execute } from './statements.ts'
import type { PythonStep } from './translation.ts'
import { nodesIn, parsePython } from './tree.ts'

export interface DoneSteps {
  /** What each of the steps made that is a tensor. */
  readonly made: ReadonlyMap<string, Tensor>
  /** Of the step called `loss`; a tensor that it doesn't depend on has none. */
  readonly gradient: (x: Tensor) => Tensor | undefined
  /** The operations of each step, by its name. */
  readonly operations: readonly { readonly name: string; readonly step: Step }[]
  /** The step that failed, as the given shapes don't fit; the ones after it weren't done. */
  readonly failed: string | null
}

/** Statements and calls: a forward pass has no loop. */
const STEPS = 10_000

/** `given`: by name, what the steps read that none of them makes. */
export function doSteps(
  steps: readonly PythonStep[],
  given: ReadonlyMap<string, Tensor | number>,
): DoneSteps {
  const names = builtinsFor(
    () => run,
    () => null,
  )
  const none = (): null => null
  const run: Interpreter = new Interpreter({
    builtins: names,
    libraries: librariesFor(generator(0), none),
    steps: STEPS,
  })
  run.top.names.set('torch', run.libraries('torch'))
  run.top.names.set('F', run.libraries('torch.nn.functional'))
  for (const [name, value] of given)
    run.top.names.set(
      name,
      typeof value === 'number' ? value : Boxed.of(value, isIndex(name, steps) ? 'int' : 'float'),
    )
  const made = new Map<string, Tensor>()
  const operations: { name: string; step: Step }[] = []
  const { result: failed, steps: taken } = record(() =>
    bounded(() => {
      for (const { name, code } of steps) {
        const before = recordedSteps().length
        try {
          execute(parsePython(`${name} = ${code}`).body, run.top, run)
        } catch {
          return name
        }
        for (const step of recordedSteps().slice(before)) operations.push({ name, step })
        const value = run.top.names.get(name)
        if (value instanceof Boxed) made.set(name, value.tensor)
      }
      return null
    }),
  )
  const loss = made.get('loss')
  const gradients = loss === undefined ? undefined : gradientsOf(taken, loss)
  return { made, gradient: x => gradients?.get(x), operations, failed }
}

/** Whether the steps pick by it: `C[Xb]`, `F.cross_entropy(logits, Yb)`. */
export const isIndex = (name: string, steps: readonly PythonStep[]): boolean =>
  steps.some(({ code }) =>
    new RegExp(
      `\\[[^\\]]*\\b${name}\\b|(?:cross_entropy|nll_loss)\\(.+, ${name}\\b|one_hot\\(${name}\\b`,
    ).test(code),
  )

/** The names that a line reads. */
export const namesRead = (code: string): Set<string> =>
  new Set([...nodesIn(parsePython(code).body)].flatMap(node => (node.nodeType === 'Name' ? [node.id] : [])))
