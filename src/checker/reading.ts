/**
 * What the text of a function tells about a mistake, where its value alone does not: a name that only stands in the
 * braces, a function that was never called, a sign that means something else here. Only for what is no gradient.
 */
import { adviceOnOtherName } from './advice.ts'
import type { Judgement } from './report.ts'

/** A learner's function as it is written. */
interface Written {
  /** Its first lines, up to the one that opens its body. */
  readonly head: string
  /** Without comments. */
  readonly body: string
  /** As it stands. */
  readonly raw: string
  /** The names that its first line takes apart or takes. */
  readonly parameters: readonly string[]
  /** All functions of the file but this one. */
  readonly others: readonly string[]
  /** The fields of the object that it takes apart in braces; empty where there are none. */
  readonly fields: readonly string[]
  readonly type: string
  /** The whole file. */
  readonly text: string
}

type Told = Pick<Judgement, 'verdict' | 'message' | 'advice' | 'diagnosis'>

/** Why it went wrong and what to do; null where the text does not tell. `defined`: the first line, from 1. */
export function readingOf(
  told: Told,
  lines: readonly string[],
  defined: number,
  functions: Iterable<string>,
): string | null {
  const written = writtenAt(lines, defined, functions)
  for (const rule of rules) {
    const found = rule(told, written)
    if (found !== null) return found
  }
  return null
}

function writtenAt(lines: readonly string[], defined: number, functions: Iterable<string>): Written {
  const text = lines.join('\n')
  const margin = /^\s*/.exec(lines[defined - 1])![0]
  const end = lines.findIndex((line, i) => i >= defined && line.startsWith(`${margin}}`))
  const all = lines.slice(defined - 1, end === -1 ? undefined : end)
  const opens = all.findIndex(line => /\{\s*$/.test(line))
  const head = all.slice(0, opens + 1).join('\n')
  const raw = all.slice(opens + 1).join('\n')
  const [, braces = '', omit, type = '', without = ''] =
    /\{([^{}]*)\}:\s*(Omit<)?(\w+)([^)>]*)/.exec(head) ?? []
  const inside = /\((.*)\)/s.exec(head)?.[1].replace(/\([^()]*\) => \w+/g, '') ?? ''
  const parameters =
    braces === '' ? [...inside.matchAll(/(\w+)\??:/g)].map(([, name]) => name) : words(braces)
  const shape = new RegExp(`interface ${type} \\{([^}]*)\\}`).exec(text)?.[1] ?? ''
  const fields = type === '' ? [] : [...shape.matchAll(/^\s+(\w+)\??:/gm)].map(([, name]) => name)
  const given = omit === undefined ? fields : fields.filter(name => !words(without).includes(name))
  const own = /function\*?\s+(\w+)/.exec(head)?.[1]
  const isFunction = (name: string): boolean =>
    has(
      text,
      `^\\s*(?:export )?(?:async )?function\\*? ${name}\\b|^(?:export )?const ${name}(?:: [^=]+)? = (?:\\(|\\w+ =>)`,
    )
  const others = [...functions].filter(name => name !== own && !parameters.includes(name) && isFunction(name))
  return { head, raw, body: raw.replace(/\/\/.*$/gm, ''), parameters, others, fields: given, type, text }
}

const words = (text: string): string[] => text.match(/\w+/g) ?? []

const has = (body: string, pattern: string): boolean => new RegExp(pattern, 'm').test(body)

type Rule = (told: Told, written: Written) => string | null

const inBraces = ({ parameters, type }: Written, name: string): string =>
  `name it in the braces of the function's first line: { ${[...parameters, name].join(', ')} }: ${type}`

const notDefined: Rule = ({ message, advice }, written) => {
  const name = /^ReferenceError: (\w+) is not defined/.exec(message)?.[1]
  if (name === undefined) return null
  if (written.fields.includes(name)) return inBraces(written, name)
  if (name === 'math') return 'it is called Math here, with a capital: Math.sqrt(x)'
  if (Object.hasOwn(Math, name)) return `it is a part of Math: Math.${name}`
  const isMade = has(written.body, `^\\s*${name}\\s*=[^=]`)
  if (isMade || advice?.startsWith('a new name starts with const') !== true) return null
  const { parameters } = written
  return parameters.length === 0
    ? null
    : `is it a slip of the pen? This function is handed ${parameters.join(', ')}; any other name has to be made first, with const`
}

/** A function in the place of a number makes NaN of all it touches. */
const notCalled: Rule = ({ verdict, message }, written) => {
  const isOdd = verdict === 'not finite' || /(?:gave|\]) a function|is not iterable/.test(message)
  if (!isOdd) return null
  const name = written.others.find(
    other =>
      has(written.body, `(?<![.\\w])${other}\\b(?!\\s*[(:=])`) &&
      !has(written.body, `(?:const|let)\\s+(?:${other}\\b|[{[][^}\\]]*\\b${other}\\b)`),
  )
  if (name === undefined) return null
  return written.fields.includes(name)
    ? `\`${name}\` is your function here. For its number, ${inBraces(written, name)}`
    : `\`${name}\` is a function, and no number: call it, ${name}(…)`
}

/** An operator beside an object, of a class of this file, makes NaN. */
const objectOperand: Rule = ({ verdict, message }, { head, body, text }) => {
  if (verdict !== 'not finite' && !message.includes('[object Object]')) return null
  const typed = [...head.matchAll(/(\w+): (\w+)(?: \| number)?(?=[,)])/g)]
  const objects = typed.filter(([, , type]) => has(text, `\\bclass ${type}\\b`)).map(([, name]) => name)
  if (!/\bfunction\b/.test(head)) objects.unshift('this')
  const name = objects.find(object =>
    has(body, `(?<![.\\w])${object}\\s*[-+*/]|[-+*/]\\s*${object}\\b(?!\\s*[.([])`),
  )
  if (name === undefined) return null
  const way =
    has(head, '\\): [A-Z]\\w* \\{') && name !== 'this' ? 'use methods' : `its number is ${name}.data`
  return `\`${name}\` is an object, and operators do not work on objects: ${way}`
}

/** It is to return an object of a class of this file, or a list of them, and returns something else. */
const noObject: Rule = ({ message }, { head, body, text }) => {
  const [, type = '', list] = /\): (\w+)(\[\])? \{\s*$/.exec(head) ?? []
  const isOther = /(?:gave|\]) nothing|\w is not a function/.test(message) && !/^\w*Error/.test(message)
  if (!isOther || type === '' || !has(text, `\\bclass ${type}\\b`) || !/^\s*return\s+[^\s;]/m.test(body))
    return null
  return list === undefined
    ? `it is to return a ${type}. Operators make plain numbers: use methods, or new ${type}(…)`
    : `what stands in its list is to be a ${type} each. Operators make plain numbers; a method is called with (…)`
}

/** The object itself in the place of the number in it. */
const wholeObject: Rule = ({ message }, { text }) =>
  /gave an object, needs a number/.test(message) && has(text, '^  data: number')
    ? 'the number of an object is in it: x.data'
    : null

/** A function that was to be handed on was called. */
const calledAtOnce: Rule = ({ message }, { body, others }) => {
  if (!/^TypeError: Cannot (?:read|set) properties of undefined/.test(message)) return null
  const name = others.find(other => has(body, `\\bnew \\w+\\([^()]*\\b${other}\\(`))
  return name === undefined
    ? null
    : `${name}(…) calls the function at once. To hand it on, write its name alone: ${name}`
}

/** A method was asked of what has none: a list, or what may be a number. */
const methodOfNone: Rule = ({ message }, { head }) => {
  const [, name, method] = /^TypeError: (\w+)\.(\w+) is not a function/.exec(message) ?? []
  if (name === undefined || Object.hasOwn(listMethods, method)) return null
  if (has(head, `\\b${name}: (?:readonly )?[A-Z]\\w*\\[\\]`))
    return `\`${name}\` is a list, and ${method} is a method of its elements: ${name}.map(x => x.${method}())`
  return has(head, `\\b${name}: \\w+ \\| number\\b`)
    ? `\`${name}\` may be a plain number here, and numbers have no methods: make an object of it first`
    : null
}

const noSpread: Rule = ({ verdict, message }, { body }) => {
  if (verdict !== 'not finite' && !/nothing/.test(message)) return null
  const [, name, list] = /Math\.(max|min|hypot)\(([A-Za-z]\w*)\)/.exec(body) ?? []
  return name === undefined
    ? null
    : `Math.${name} takes numbers, not a list of them: Math.${name}(...${list})`
}

const power: Rule = ({ verdict }, { body }) =>
  verdict === 'wrong' && /[\w)]\s*\^\s*[\w(-]/.test(body)
    ? '`^` is no power in TypeScript: write `x ** 2`'
    : null

const plusAfter: Rule = ({ verdict }, { body }) =>
  verdict === 'wrong' && /[\w\])]\s*=\+/.test(body)
    ? '`=+` puts what follows in its place: what adds to it is `+=`'
    : null

const wholeDivision: Rule = ({ verdict }, { raw, parameters }) => {
  if (verdict !== 'wrong' && verdict !== 'not finite') return null
  const name = /^[^'"`]*[\w)]\s*\/\/\s*([A-Za-z]\w*)\)*\s*$/m.exec(raw)?.[1]
  return name !== undefined && parameters.includes(name)
    ? `what stands behind // is a comment, so nothing was divided by \`${name}\`: a division is one /`
    : null
}

const pythonTuple: Rule = ({ verdict, message }, { body }) => {
  if (verdict !== 'wrong type' || !/gave the number .*needs a list/.test(message)) return null
  const given = /\breturn\s+(.*)$/m.exec(body)?.[1].trim() ?? ''
  const isList = given.startsWith('[') && !/\]\s*[-+*/]/.test(given)
  if (isList) return null
  const flat = given.replace(/^\((.*)\)$/, '$1').replace(/\w\([^()]*\)/g, '')
  return /,/.test(flat) && !given.startsWith('[')
    ? 'a list is written with brackets: [a, b]'
    : 'lists have no arithmetic: xs.map(x => 2 * x) goes through one'
}

const noSuchPlace: Rule = ({ message }, { body }) =>
  /gave nothing/.test(message) && /^\s*return\s+[^\s;]/m.test(body)
    ? 'it returns something that has no value, such as a place that is not in the list'
    : null

const places: Rule = ({ message }, { body }) => {
  const [, name, list] = /for\s*\(\s*(?:const|let)\s+(\w+)\s+in\s+(\w+)/.exec(body) ?? []
  return name !== undefined && /the text|is NaN|gave NaN|on string/.test(message)
    ? `\`in\` goes through the places, as texts. For the elements write for (const ${name} of ${list})`
    : null
}

const listMethods: Readonly<Record<string, string>> = {
  append: 'a list grows by xs.push(x)',
  index: 'the place of x in a list is xs.indexOf(x)',
  copy: 'a copy of a list is [...xs]',
  extend: 'a list grows by xs.push(...ys)',
}

const typeErrors: Rule = ({ message }, { body }) => {
  if (/Assignment to constant variable/.test(message))
    return 'a name that changes is made with let, not const'
  const made = /Class constructor (\w+) cannot be invoked/.exec(message)?.[1]
  if (made !== undefined) return `an object is made with new: new ${made}(…)`
  const pair = /\(const \[\w+, \w+\] of (\w+)\)/.exec(body)
  if (pair !== null && /is not iterable/.test(message))
    return `places and elements together are ${pair[1]}.entries()`
  const place = /Invalid index : (-?\d+)/.exec(message)?.[1]
  if (place !== undefined)
    return `the list has no place ${place}: places count from 0, and end one before its length`
  if (/^TypeError: .* is not iterable/.test(message)) return 'a list was needed there'
  if (/Cannot destructure property/.test(message))
    return 'a function was called without what it takes apart: what is it to be handed?'
  const called = /^TypeError: (?:.*\.)?(\w+) is not a function/.exec(message)?.[1]
  if (called === undefined) return null
  if (Object.hasOwn(listMethods, called)) return listMethods[called]
  const method = /\.\w+ is not a function/.test(message) ? adviceOnOtherName(called) : null
  if (method !== null) return method
  if (has(body, `Math\\.${called}\\(`)) return `did you mean Math.${called.toLowerCase()}?`
  if (has(body, `(?<![.\\w])${called}\\(`))
    return `${called}(…) calls it. An element of a list is xs[0]; a product needs its *`
  if (has(body, `\\.${called}\\(`)) return `there is no ${called} in what stands before its dot`
  return 'what was handed to another function is not what it takes: what does it want first, what second?'
}

const rules: readonly Rule[] = [
  notDefined,
  objectOperand,
  notCalled,
  calledAtOnce,
  noObject,
  wholeObject,
  methodOfNone,
  noSpread,
  places,
  power,
  plusAfter,
  wholeDivision,
  pythonTuple,
  noSuchPlace,
  typeErrors,
]
