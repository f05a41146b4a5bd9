/** What to do about a name that there is not. */
import * as exported from '../../index.ts'
import { missing as missingExport } from '../../room/loading.ts'
import { nearest } from '../../suggest.ts'
import { placesIn } from '../../text/tree.ts'
import { declaredIn } from '../../text/values.ts'
import { callsOf, importedBy, isMethod, isName, textOf, type Written, within } from '../../text/written.ts'
import { moduleFunctions, modules, noMethods, ofTheHost, pythonWords } from './elsewhere.ts'
import { callWithNamed, withoutNames } from './named-arguments.ts'
import { methodIn, methods, NO_AUTOGRAD, short } from './tensors.ts'

/** A name that was written, in a function whose text may be known, and the names that the function may ask for. */
interface Missing {
  readonly name: string
  readonly values: readonly string[]
  readonly written: Written | null
}

type Rule = (missing: Missing) => string | null

/** Null where nothing can be guessed. The surest first. */
export function adviceOnName(missing: Missing): string | null {
  for (const rule of rules) {
    const found = rule(missing)
    if (found !== null) return found
  }
  return null
}

/** `n, m = x.shape`: a row of expressions, the last of which assigns. */
const severalAtOnce: Rule = ({ name, written }) => {
  const isOne =
    written !== null &&
    within(written, 'SequenceExpression').some(({ expressions }) => {
      const last = expressions.at(-1)
      const names = [...expressions.slice(0, -1), last?.type === 'AssignmentExpression' ? last.left : null]
      return last?.type === 'AssignmentExpression' && names.some(one => isName(one, name))
    })
  return isOne ? 'to declare several names at once, put them in brackets: const [n, m] = x.shape' : null
}

const namedArgument: Rule = ({ name, written }) => {
  const call = written === null ? null : callWithNamed(written, name)
  return call === null ? null : withoutNames(written!, call)
}

const AS_A_STATEMENT = 'a new name starts with'

/** `d = …` as a statement, or at the beginning of a loop. */
const newName: Rule = ({ name, written }) => {
  if (written === null) return null
  for (const { node, parent } of placesIn(written.code)) {
    if (node.type !== 'AssignmentExpression' || !isName(node.left, name)) continue
    if (parent?.type === 'ForStatement') return `${AS_A_STATEMENT} let: for (let ${name} = …`
    if (parent?.type !== 'ExpressionStatement') continue
    return node.operator === '='
      ? `${AS_A_STATEMENT} const: const ${name} = …`
      : `\`${name}\` has no value yet that \`${node.operator}\` could change. Declare it first: let ${name} = …`
  }
  return null
}

/** It is used above the line that declares it, or outside of the block that does. */
const declaredElsewhere: Rule = ({ name, written }) =>
  written !== null && declaredIn(written.code).has(name)
    ? `\`${name}\` is declared inside other braces { }, and exists only there`
    : null

const typeOnly: Rule = ({ name, written }) =>
  name === 'Tensor'
    ? 'tensor(1), with a small t, makes a tensor; Tensor is only its type'
    : written !== null && importedBy(written).includes(`type ${name}`)
      ? `\`${name}\` is imported as a type, so it cannot be called`
      : null

const badImport: Rule = ({ name, written }) =>
  written !== null && importedBy(written).includes(name) ? missingExport(name) : null

/** `torch.sum(x, 0)`. */
const ofModule: Rule = ({ name, written }) => {
  if (!modules.has(name)) return null
  const there = `there is no ${name} here`
  const used =
    written === null
      ? undefined
      : within(written, 'MemberExpression').find(({ object }) => isName(object, name))
  const called = used === undefined ? null : (methodIn(used)?.name ?? null)
  const call =
    written === null ? undefined : within(written, 'CallExpression').find(one => one.callee === used)
  if (called === null || call === undefined)
    return `${there}: tensors have methods, such as x.exp(), and functions are imported by name`
  const own = ownName(called)
  if (own === null) {
    if (Object.hasOwn(Math, called)) return `${there}: for plain numbers write Math.${called}(…)`
    return `${there}, and nothing called ${called}`
  }
  const given = call.arguments.map(one => textOf(written!, one))
  if (Object.hasOwn(exported, own)) {
    const all = given.some(one => one.includes('=')) ? '…' : given.join(', ')
    return `${there}: import ${own}, and write \`${short(`${own}(${all})`)}\``
  }
  const [first, ...rest] = given
  const isPlain = /^[\w$.]+$/.test(first ?? '') && rest.every(one => !one.includes('='))
  return `${there}: ${own} is a method, so write ${isPlain ? `\`${short(`${first}.${own}(${rest.join(', ')})`)}\`` : `x.${own}(…)`}`
}

/** A function of PyTorch's as it is called here: an export, or a method. */
function ownName(name: string): string | null {
  const known = [...Object.keys(exported), ...methods]
  return (
    [name, camelCase(name), moduleFunctions[name]].find(one => one !== undefined && known.includes(one)) ??
    null
  )
}

/** `loss.backward()`. */
const autograd: Rule = ({ name, written }) =>
  written !== null &&
  within(written, 'CallExpression').some(({ callee }) => {
    const method = methodIn(callee)
    return method !== null && isName(method.on, name) && noMethods[method.name] === NO_AUTOGRAD
  })
    ? NO_AUTOGRAD
    : null

const pythonWord: Rule = ({ name }) => (Object.hasOwn(pythonWords, name) ? pythonWords[name] : null)

const host: Rule = ({ name }) =>
  ofTheHost.has(name)
    ? 'your code can use JavaScript and nothing else: no files, no processes, no network'
    : null

const notImported: Rule = ({ name }) =>
  Object.hasOwn(exported, name) ? `add ${name} to the import at the top of the file` : null

const method: Rule = ({ name }) =>
  methods.includes(name) ? `\`${name}\` is a method: write x.${name}(…)` : null

const notInBraces: Rule = ({ name, values }) =>
  values.includes(name) || values.includes(name.replace(/^d/, ''))
    ? `name it in the braces of the function\u2019s first line: { ${name}, … }: Scope`
    : null

/** As it is written first: only then as it would be written here. */
const nearName: Rule = ({ name, values, written }) => {
  if (name.length < 3) return null
  const own = written === null ? [] : declaredIn(written.code)
  const names = [...own, ...values, ...values.map(value => `d${value}`), ...Object.keys(exported)].filter(
    one => one !== written?.name,
  )
  const near = nearest(name, names) ?? nearest(camelCase(name), names)
  return near === undefined ? null : `did you mean ${near}?`
}

const nowhere: Rule = ({ name, written }) => {
  if (written === null) return null
  if (callsOf(written, name).length > 0)
    return `there is no function ${name} here: check the spelling, or build it from the functions you have`
  return isMethod(written)
    ? `if it belongs to the object, write this.${name}; otherwise declare it first, with const`
    : UNKNOWN
}

const UNKNOWN =
  'check the spelling: a name is either in the first line of the function, or declared with const'

/** Whether nothing is known of a name but that there is none. */
export const isUnknown = (advice: string | null): boolean => advice === UNKNOWN

const rules: readonly Rule[] = [
  severalAtOnce,
  namedArgument,
  newName,
  declaredElsewhere,
  typeOnly,
  badImport,
  ofModule,
  autograd,
  pythonWord,
  host,
  notImported,
  method,
  notInBraces,
  nearName,
  nowhere,
]

export const camelCase = (name: string): string =>
  name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
