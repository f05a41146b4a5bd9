/** `torch.autograd.Function`: a function of one's own, with its gradient. */
import { Callable, Class, Instance, PythonError, type PyValue, tuple } from '../values.ts'

/** What `forward` keeps for `backward`. */
export function contextFor(args: readonly PyValue[]): Instance {
  const context = new Instance(new Class('ctx', null, new Map()))
  context.fields.set(
    'save_for_backward',
    new Callable('save_for_backward', saved => {
      context.fields.set('saved_tensors', tuple(saved))
      return null
    }),
  )
  for (const name of ['mark_dirty', 'mark_non_differentiable', 'set_materialize_grads'])
    context.fields.set(name, new Callable(name, () => null))
  context.fields.set('needs_input_grad', tuple(args.map(() => true)))
  return context
}

const apply = new Callable('apply', ([own, ...args], keywords) => {
  const forward = own instanceof Class ? own.find('forward') : undefined
  if (!(forward instanceof Callable)) throw new PythonError('NotImplementedError', 'forward')
  return forward.call([contextFor(args), ...args], keywords)
})
apply.role = 'classmethod'

export const functionClass = new Class('Function', null, new Map([['apply', apply]]))
