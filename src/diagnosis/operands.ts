import { Tensor } from '../tensor/tensor.ts'
import { type Branch, branchesOf, termOfBranch, toShape } from './branch.ts'
import type { Evidence } from './evidence.ts'
import { type DiagnosisRule, type Explanation, type Family, ownFormula } from './explanation.ts'
import { ratio } from './fit.ts'
import { type Form, findForm, findProduct, type Item, ownItems, type Product, reducedItems } from './forms.ts'
import { applyGuess, identity, reciprocal } from './functions.ts'
import { isFused } from './uses.ts'
import { at, goesThroughSum, subjectOf, timesText } from './words.ts'

/** Of more ways than these hardly anybody has all right but one. */
const MOST_BRANCHES = 8

export const form: DiagnosisRule = evidence => {
  // A closed formula with no gradient in it could be too many things.
  if (evidence.route === 'long' && evidence.used.length === 0) return null
  const branches = branchesOf(evidence)
  if (branches.length > MOST_BRANCHES) return null
  for (const branch of branches) {
    const found = findForm(branch)
    if (found !== null) return explainForm(branch, found)
  }
  return null
}

/** How a gradient was brought into the shape that it has in the result. */
function fitText({ evidence: { settings, name } }: Branch, item: Item): string {
  const x = item.of(settings[0])
  const { needed } = settings[0]
  if (x === null || x.data.length === needed.data.length) return ''
  return `, ${x.data.length > needed.data.length ? 'summed' : 'repeated'} into the shape of \`${name}\``
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
    message: `${subject} is \`${text}\`. ${idea} ${where}`,
    tier,
  })
  const [first] = evidence.settings
  const { ancestors } = first.at.graph
  if (y === null && u !== null && !ancestors.get(u.text.slice(1))!.has(evidence.name)) {
    return {
      ...say('wrong operand', `${u.text} is another gradient`, ''),
      message: `${subject} is \`${text}\`${fitText(branch, u)}. \`${u.text}\` is the gradient of another tensor: nothing of it comes back to \`${evidence.name}\`. ${where}`,
    }
  }
  const isSummedUp = first.terms.filter(({ path }) => path.via[0] === user).length > 1 && goesThroughSum(term)
  if (isSummedUp && y !== null && !evidence.used.some(other => other !== end)) {
    return {
      ...say('fused formulas', 'each element by itself', ''),
      message: `Your line treats each element by itself. But in ${at(user)}, an element of \`${evidence.name}\` is also part of the sum, so it changes the other elements too. The part that goes through that sum is wrong in your line.`,
    }
  }
  if (isFused(evidence)) {
    return say(
      'fused formulas',
      `an element-by-element formula: ${text}`,
      `That treats each element by itself, but an element of \`${evidence.name}\` reaches \`${end}\` in more places than its own, and every one of these ways counts.`,
    )
  }
  if (u === null) {
    return say(
      'upstream missing',
      `no upstream gradient: ${text}`,
      `The upstream gradient d${end} isn't in it: multiply by it.`,
      1,
    )
  }
  if (u.text !== `d${end}`) {
    return say(
      'wrong operand',
      `${u.text} instead of d${end}`,
      `The upstream gradient along this use is d${end}.`,
    )
  }
  if (y !== null && guess === identity && reducedItems(ownItems(branch)).some(item => item.text === y.text)) {
    return say(
      'reduction',
      `${y.text} where nothing should be summed`,
      "Each element has its own slope: don't sum or average before you multiply.",
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
      `\`${user}\` is made by dividing by ${y.text}, so divide what comes back by it too.`,
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
      `${y.text} instead of ${evidence.name}`,
      `The form is right, but the slope is taken at \`${evidence.name}\`, not at \`${y.text}\`.`,
    )
  }
  const isDivisor = step.op === 'div' && position === 1
  const linear = bilinear.has(step.op) && !isDivisor && term.path.hops.length <= 2
  if (own && !(linear && guess === identity)) {
    return say(
      'wrong local derivative',
      `the slope is not ${factor}`,
      `That isn't the slope of this line: how much does \`${user}\` change when you nudge \`${evidence.name}\`?`,
    )
  }
  if (y !== null && (own || rightItem(branch, found) !== undefined)) {
    return say(
      'wrong operand',
      `${y.text} is the wrong tensor here`,
      `The form is right, but \`${y.text}\` doesn't belong in it: which tensor does this line of the forward pass use?`,
    )
  }
  return say(
    'wrong local derivative',
    `the slope is not ${factor}`,
    `That isn't the slope of this line: how much does \`${user}\` change when you nudge \`${evidence.name}\`?`,
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
  // On the way to the next name an operand may be transposed first: the product is a later step.
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
      short: 'a view instead of a transpose',
      message: `${subjectOf(evidence, index)} is \`${text}\`: the shape fits, but a view keeps the numbers in their order. \`.T\` swaps rows and columns. Look at ${at(term.path.via[0])}.`,
      tier: 3,
    }
  }
  const turned = [left, right].filter(item => isTurned(branch, left, right, item))
  if (turned.length === 1) {
    const bare = turned[0].text.replace(/\.T$/, '')
    const slip = bare === turned[0].text ? 'needs .T' : 'should not be transposed'
    return {
      family: 'shape',
      formula: ownFormula(evidence) ?? text,
      short: `${bare} ${slip}`,
      message: `${subjectOf(evidence, index)} is \`${text}\`${timesText(k)}. These are the right operands, but ${bare} ${slip}. It's square, so the shapes fit either way. Look at ${at(term.path.via[0])}.`,
      tier: 3,
    }
  }
  const stranger = [left, right].find(item => !fits(item))
  const name = stranger?.text.replace(/\.T$/, '') ?? text
  return {
    family: 'wrong operand',
    formula: ownFormula(evidence) ?? text,
    short: `${name} is the wrong operand`,
    message: `${subjectOf(evidence, index)} is \`${text}\`${timesText(k)}. ${stranger === undefined ? "The operands don't belong together" : `\`${name}\` doesn't belong in it`}: a product sends back to each operand the upstream gradient times the other operand. Look at ${at(term.path.via[0])}.`,
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
