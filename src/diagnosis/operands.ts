import { Tensor } from '../tensor/tensor.ts'
import { type Branch, branchesOf, termOfBranch, toShape } from './branch.ts'
import type { Evidence } from './evidence.ts'
import { type DiagnosisRule, type Explanation, type Family, ownFormula } from './explanation.ts'
import { ratio } from './fit.ts'
import { type Form, findForm, findProduct, type Item, ownItems, type Product, reducedItems } from './forms.ts'
import { applyGuess, identity, reciprocal } from './functions.ts'
import { isFused } from './uses.ts'
import { at, subjectOf, timesText } from './words.ts'

export const form: DiagnosisRule = evidence => {
  for (const branch of branchesOf(evidence)) {
    const found = findForm(branch)
    if (found !== null) return explainForm(branch, found)
  }
  return null
}

const bilinear = new Set(['mul', 'matmul', 'div'])

function explainForm(branch: Branch, found: Form): Explanation {
  const { evidence, index } = branch
  const term = termOfBranch(branch)
  const user = term.path.via[0]
  const end = term.path.via[term.path.via.length - 1]
  const { y, u, guess, k } = found
  const factor = y === null ? '' : guess.text(/^[\w.()]+$/.test(y.text) ? y.text : `(${y.text})`)
  const text = [
    ...(k === '1' ? [] : [k]),
    ...(factor === '' ? [] : [factor]),
    ...(u === null ? [] : [u.text]),
  ].join(' * ')
  const subject = subjectOf(evidence, index)
  const formula = ownFormula(evidence) ?? text
  const where = `Look at ${at(user)}.`
  const say = (family: Family, short: string, idea: string, tier: 1 | 2 | 3 = 2): Explanation => ({
    family,
    formula,
    short,
    message: `${subject} is ${text}. ${idea} ${where}`,
    tier,
  })
  if (isFused(evidence)) {
    return say(
      'fused formulas',
      `an element-by-element formula: ${text}`,
      `That treats every element by itself, but an element of \`${evidence.name}\` reaches \`${end}\` in more than its own place, and all of these ways count.`,
    )
  }
  if (u === null) {
    return say(
      'upstream missing',
      `no gradient from above: ${text}`,
      `What comes from above, d${end}, is not in it; the chain rule multiplies by it.`,
      1,
    )
  }
  if (u.text !== `d${end}`) {
    return say(
      'wrong operand',
      `${u.text} where d${end} belongs`,
      `The gradient that comes from above along this use is d${end}.`,
    )
  }
  if (y !== null && guess === identity && reducedItems(ownItems(branch)).some(item => item.text === y.text)) {
    return say(
      'reduction',
      `${y.text} where no sum belongs`,
      'Each element has its own slope; nothing is summed or averaged before it is multiplied.',
    )
  }
  const [{ step, position }] = term.path.hops
  if (
    y !== null &&
    guess === identity &&
    step.op === 'div' &&
    position === 0 &&
    y.text === divisorOf(branch)
  ) {
    return say(
      'wrong local derivative',
      `${y.text} multiplies where it divides`,
      `\`${user}\` is made by a division by ${y.text}, and so what comes back is divided by it too.`,
    )
  }
  const own = y !== null && ownItems(branch).some(item => item.text === y.text)
  // 1/y of the output for 1/x of the input: the function is right, the tensor isn't.
  const outputForInput =
    own &&
    y.text !== evidence.name &&
    guess === reciprocal &&
    rightItem(branch, found)?.text === evidence.name
  if (outputForInput) {
    return say(
      'wrong operand',
      `${y.text} where ${evidence.name} belongs`,
      `The form is right, but the slope is that at \`${evidence.name}\`, not at \`${y.text}\`.`,
    )
  }
  const isDivisor = step.op === 'div' && position === 1
  const linear = bilinear.has(step.op) && !isDivisor && term.path.hops.length <= 2
  if (own && !(linear && guess === identity)) {
    return say(
      'wrong local derivative',
      `the slope is not ${factor}`,
      `The slope of this line is another one: how much does \`${user}\` change when \`${evidence.name}\` is nudged?`,
    )
  }
  if (y !== null && (own || rightItem(branch, found) !== undefined)) {
    return say(
      'wrong operand',
      `${y.text} is the wrong tensor here`,
      `The form is right, but ${y.text} does not belong in it: which tensor does this line of the forward pass use?`,
    )
  }
  return say(
    'wrong local derivative',
    `the slope is not ${factor}`,
    `The slope of this line is another one: how much does \`${user}\` change when \`${evidence.name}\` is nudged?`,
  )
}

/** What a quotient is divided by, by its name. */
function divisorOf(branch: Branch): string | undefined {
  const { at: where, terms } = branch.evidence.settings[0]
  return where.graph.names.get(terms[branch.index].path.hops[0].step.inputs[1])
}

/** The tensor of the use itself of which the same function would have been right. */
function rightItem(branch: Branch, { guess, u }: Form): Item | undefined {
  const [first] = branch.evidence.settings
  const right = first.terms[branch.index].value
  return ownItems(branch).find(item => {
    const base = item.of(first)
    const shaped = base === null ? null : applyGuess(guess, base, data => new Tensor(base.shape, data))
    const upstream = u?.of(first) ?? null
    if (shaped === null || upstream === null) return false
    try {
      const product = toShape(shaped.mul(upstream), right)
      return product !== null && ratio(right, product) !== null
    } catch {
      return false
    }
  })
}

export const product: DiagnosisRule = evidence => {
  const branches = branchesOf(evidence)
  // Of another shape there is nothing to take off, but the product may still be seen.
  for (const branch of branches.length > 0 ? branches : [entire(evidence)]) {
    const found = findProduct(branch)
    if (found !== null) return explainProduct(branch, found)
  }
  return null
}

function explainProduct(branch: Branch, { k, text, left, right }: Product): Explanation {
  const { evidence, index } = branch
  const term = termOfBranch(branch)
  const [{ gradient }] = evidence.settings
  // On the way to the next name an operand may be turned over first: the product is a later step.
  const met = term.path.hops.flatMap(({ step }) => step.inputs)
  const belongs = [...met, gradient(term.path.via[term.path.via.length - 1])]
  const fits = (item: Item): boolean => {
    const x = item.of(evidence.settings[0])
    return (
      x !== null &&
      belongs.some(
        other =>
          other.data.length === x.data.length &&
          (ratio(x, other) !== null || ratio(x, other.shape.length === 2 ? other.T : other) !== null),
      )
    )
  }
  if ([left, right].some(item => item.text.endsWith('.view'))) {
    return {
      family: 'shape',
      formula: ownFormula(evidence),
      short: 'a view where a transpose belongs',
      message: `${subjectOf(evidence, index)} is ${text}: the shape fits, but a view leaves the numbers where they are. .T exchanges rows and columns. Look at ${at(term.path.via[0])}.`,
      tier: 3,
    }
  }
  const turned = [left, right].filter(item => isTurned(branch, left, right, item))
  if (turned.length === 1) {
    const bare = turned[0].text.replace(/\.T$/, '')
    const slip =
      bare === turned[0].text ? 'has to be turned over, with .T' : 'is turned over, and should not be'
    return {
      family: 'shape',
      formula: ownFormula(evidence) ?? text,
      short: `${bare} ${slip}`,
      message: `${subjectOf(evidence, index)} is ${text}${timesText(k)}. These are the right operands, but ${bare} ${slip}. It is square, so the shapes fit either way. Look at ${at(term.path.via[0])}.`,
      tier: 3,
    }
  }
  const stranger = [left, right].find(item => !fits(item))
  const name = stranger?.text.replace(/\.T$/, '') ?? text
  return {
    family: 'wrong operand',
    formula: ownFormula(evidence) ?? text,
    short: `${name} is the wrong operand`,
    message: `${subjectOf(evidence, index)} is ${text}${timesText(k)}. ${stranger === undefined ? 'The operands do not belong together' : `${name} does not belong in it`}: a product sends back to each operand the gradient from above times the other operand. Look at ${at(term.path.via[0])}.`,
    tier: 2,
  }
}

/** Whether nothing but this operand's rows and columns are exchanged. */
function isTurned({ evidence, index }: Branch, left: Item, right: Item, item: Item): boolean {
  return evidence.settings.every(setting => {
    const [p, q] = [left, right].map(one => {
      const x = one.of(setting)
      return one === item ? (x?.T ?? null) : x
    })
    if (p === null || q === null || p.shape[1] !== q.shape[0]) return false
    return ratio(setting.terms[index].value, p.matmul(q)) !== null
  })
}

/** The whole value as if it were one branch, whatever its shape. */
export const entire = (evidence: Evidence): Branch => ({
  evidence,
  index: 0,
  rests: evidence.settings.map(({ value }) => value),
})
