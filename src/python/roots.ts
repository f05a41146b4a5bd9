/** Where the way back begins, and what `.grad` gives: the true gradient, in a tensor that is known to be that. */
import { type Gradients, gradientsOf } from '../autograd/sweep.ts'
import { recorded, recordedSteps } from '../tensor/recording.ts'
import { Tensor } from '../tensor/tensor.ts'
import { Boxed, predecessorOf } from './box.ts'
import type { Root } from './claim.ts'
import type { Autograd } from './torch/autograd.ts'
import { NotRead, numberIn, PythonError, type PyValue, WholeFloat } from './values.ts'

const MOST_GUESSES = 12

export class Roots implements Autograd {
  readonly all: Root[] = []
  /** Of the gradients that were given, the tensors that they are of. */
  readonly fromAutograd = new Map<Tensor, Tensor>()
  /** What `retain_grad` was called on. */
  readonly retained = new Set<Tensor>()
  private readonly names: () => ReadonlyMap<string, PyValue>
  private readonly swept = new Map<Tensor, Gradients>()
  private readonly given = new Map<Tensor, Tensor>()

  /** `names`: what the notebook's names stand for. */
  constructor(names: () => ReadonlyMap<string, PyValue>) {
    this.names = names
  }

  /** How often `backward` was called. */
  get sure(): number {
    return this.all.filter(({ isGuess }) => !isGuess).length
  }

  retain({ tensor }: Boxed): void {
    this.retained.add(tensor)
  }

  backward({ tensor }: Boxed): void {
    if (tensor.data.length !== 1)
      throw new PythonError('RuntimeError', 'grad can be implicitly created only for scalar outputs')
    this.all.push({ tensor, after: recorded(), names: this.namesNow(), isGuess: false })
  }

  /** A single number called `loss` is what the gradients are of where `backward` is never called. */
  guess(name: string): void {
    const value = this.names().get(name)
    if (!/^(?:loss\w*|cost|L)$/.test(name) || !(value instanceof Boxed) || value.tensor.data.length !== 1)
      return
    if (this.all.length - this.sure < MOST_GUESSES)
      this.all.push({ tensor: value.tensor, after: recorded(), names: this.namesNow(), isGuess: true })
  }

  /** `x.grad` */
  gradient({ tensor }: Boxed): PyValue {
    for (const { tensor: root, after, isGuess } of this.all.toReversed()) {
      const found = isGuess ? null : this.gradientFrom(root, after, tensor)
      if (found !== null) return found
    }
    return null
  }

  /** `torch.autograd.grad(loss, x)` */
  gradientOf({ tensor: loss }: Boxed, { tensor }: Boxed): PyValue {
    const root = this.all.find(one => one.tensor === loss)
    if (root === undefined) throw new NotRead('torch.autograd.grad of a tensor that is no loss')
    return this.gradientFrom(loss, root.after, tensor)
  }

  private gradientFrom(root: Tensor, after: number, tensor: Tensor): PyValue {
    if (!this.swept.has(root)) this.swept.set(root, gradientsOf(recordedSteps().slice(0, after), root))
    let of: Tensor | undefined = tensor
    for (let back = 0; of !== undefined && back < 3; back++) {
      const found = this.swept.get(root)!.get(of)
      if (found !== undefined) return Boxed.of(this.placeholder(of, found))
      of = predecessorOf(of)
    }
    return null
  }

  private placeholder(of: Tensor, gradient: Tensor): Tensor {
    const known = this.given.get(of)
    if (known !== undefined) return known
    const made = new Tensor(gradient.shape, gradient.data)
    this.given.set(of, made)
    this.fromAutograd.set(made, of)
    return made
  }

  private namesNow(): Map<string, Tensor | number> {
    const made = new Map<string, Tensor | number>()
    for (const [name, value] of this.names()) {
      if (value instanceof Boxed) made.set(name, value.tensor)
      else if (typeof value === 'number' || value instanceof WholeFloat) made.set(name, numberIn(value))
    }
    return made
  }
}
