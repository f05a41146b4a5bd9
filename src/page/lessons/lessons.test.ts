import { expect, test } from 'vitest'
import { blankExercises } from '../../author/blank-only/testing.ts'
import { readSolution } from '../../catalogue/catalogue.ts'
import { formatShape } from '../../tensor/shape.ts'
import type { LessonPart, LessonView, ShapeChange } from '../contract.ts'
import { lessonOf } from './lesson.ts'
import { all, caseOf, crafts, exerciseOf, lessonFor } from './testing.ts'

const lessons = all.map(({ id }) => lessonFor(id))
const lesson = (id: string): LessonView => lessons.find(one => one.id === id)!
const of = <K extends LessonPart['kind']>({ parts }: LessonView, kind: K) =>
  parts.filter((part): part is Extract<LessonPart, { kind: K }> => part.kind === kind)

test('what is shown of the code stands in the file at the line that is told', () => {
  for (const { id, text, parts } of lessons) {
    const lines = text.split('\n')
    for (const part of parts) {
      if (part.kind === 'text') continue
      const many = part.text.split('\n').length
      expect([id, lines.slice(part.line - 1, part.line - 1 + many).join('\n')]).toEqual([id, part.text])
    }
  }
})

test('each blank is in one cell, with its shape, hints and answer; what is given is in none', () => {
  for (const one of lessons) {
    const placed = of(one, 'blank').flatMap(({ blanks }) => blanks.map(({ name }) => name))
    expect([one.id, placed]).toEqual([one.id, one.blanks])
    expect(one.blanks.filter(name => one.hints[name].length === 0 || one.answers[name] === '')).toEqual([])
    expect(one.given.filter(name => one.blanks.includes(name))).toEqual([])
  }
  expect(of(lesson('makemore/02_softmax'), 'blank')[1].blanks).toEqual([
    { name: 'dcounts_sum', shape: '(n, 1)' },
  ])
  expect(of(lesson('layers/01_one_sample'), 'blank').map(({ blanks }) => blanks.length)).toEqual([2])
})

test('an exercise with a graph has one forward pass, others have none', () => {
  for (const one of lessons) {
    const passes = of(one, 'code').filter(({ isForward }) => isForward)
    expect([one.id, passes.length]).toEqual([one.id, one.graph === null ? 0 : 1])
  }
  expect(lessons.filter(({ graph }) => graph !== null).length).toBeGreaterThan(20)
})

test('each blank that is a gradient has the facts of its tensor, which cross to the page as text', () => {
  for (const { id, blanks, facts, uses } of lessons) {
    const { graph } = caseOf(exerciseOf(id)) ?? {}
    const gradients = blanks.filter(name => graph?.tensors.has(name.slice(1)) === true && name[0] === 'd')
    expect([id, Object.keys(facts)]).toEqual([id, gradients])
    expect(JSON.parse(JSON.stringify(facts))).toEqual(facts)
    for (const { name, users } of Object.values(facts))
      expect(users).toEqual(
        expect.arrayContaining(uses.filter(({ from }) => from === name).map(({ to }) => to)),
      )
  }
  expect(lesson('makemore/02_softmax').facts.dcounts_sum_inv).toEqual({
    ...{ name: 'counts_sum_inv', shape: [32, 1], users: ['probs'] },
    uses: [{ op: 'mul', place: 1, result: [32, 27], copied: [1] }],
  })
})

const changes = (id: string): ReadonlyMap<string, ShapeChange> =>
  new Map(lesson(id).uses.map(({ from, to, change }) => [`${from} ${to}`, change]))

test('what a use does to the shape is read off the forward pass', () => {
  const softmax = changes('makemore/02_softmax')
  expect(softmax.get('counts counts_sum')).toEqual({ kind: 'summed', dims: [1] })
  expect(softmax.get('counts probs')).toEqual({ kind: 'element by element' })
  expect(softmax.get('counts_sum_inv probs')).toEqual({ kind: 'copied', dims: [1] })
  expect(softmax.get('logits logit_maxes')).toEqual({ kind: 'picked' })
  const whole = changes('makemore/07_whole_network')
  expect(whole.get('b1 hprebn')).toEqual({ kind: 'copied', dims: [0] })
  expect(whole.get('embcat hprebn')).toEqual({ kind: 'multiplied' })
  expect(whole.get('emb embcat')).toEqual({ kind: 'reshaped' })
  expect(whole.get('C emb')).toEqual({ kind: 'picked' })
  // A pick, and then a mean.
  expect(whole.get('logprobs loss')).toEqual({ kind: 'other' })
})

test('where it says summed or copied, the shapes differ in these dimensions alone', () => {
  const told = lessons.flatMap(one => one.uses.map(use => ({ id: one.id, ...use })))
  for (const { id, from, to, change, shapes } of told) {
    if (change.kind === 'element by element') expect([id, from, shapes[0]]).toEqual([id, from, shapes[1]])
    if (change.kind !== 'summed' && change.kind !== 'copied') continue
    const [small, large] = change.kind === 'summed' ? [shapes[1], shapes[0]] : shapes
    const rest = (shape: readonly number[]): string => formatShape(shape.filter(size => size !== 1))
    const others = large.filter((_, dim) => !change.dims.includes(dim))
    expect([id, from, to, rest(small)]).toEqual([id, from, to, rest(others)])
  }
  expect(told.filter(({ change }) => change.kind === 'summed').length).toBeGreaterThan(50)
})

test('given are the gradients that blanks are handed and none of them makes, the latest first', () => {
  expect(lesson('makemore/02_softmax').given).toEqual(['dprobs'])
  expect(lesson('makemore/09_batchnorm_at_once').given).toEqual(['dhpreact'])
  expect(lesson('makemore/07_whole_network').given).toEqual([])
  expect(lesson('broadcasting/13_jacobian').given).toEqual(['dP', 'dp'])
})

test('the graph flows from left to right, and has a line for each use', () => {
  for (const { id, graph, uses } of lessons) {
    if (graph === null) continue
    const at = new Map(graph.nodes.map(node => [node.name, node]))
    expect([id, graph.lines.length]).toEqual([id, uses.length])
    for (const { from, to } of graph.lines) expect(at.get(from)!.x).toBeLessThan(at.get(to)!.x)
    expect(Math.max(...graph.nodes.map(({ x }) => x))).toBe(at.get('loss')!.x)
  }
})

test('texts are HTML that a strict page takes: no style, no script, nothing from elsewhere', () => {
  const html = lessons.flatMap(one => [
    ...of(one, 'text').map(part => part.html),
    ...one.parts.flatMap(part => (part.kind === 'text' ? [] : [part.title])),
    ...Object.values(one.hints).flat(),
  ])
  expect(html.filter(text => /\bstyle=|<script|<img|\bon\w+=|src=/.test(text))).toEqual([])
  expect(html.filter(text => text.includes('tex:'))).toEqual([])
  const formulas = all.flatMap(exercise => readSolution(exercise).match(/^\/\/ tex:/gm) ?? [])
  expect(html.join('').match(/<math/g)).toHaveLength(formulas.length)
})

test('a picture stays as it is, a formula becomes one, a list keeps its numbers', () => {
  const [text] = of(lesson('makemore/09_batchnorm_at_once'), 'text')
  expect(text.html).toContain('<h2 class="t">09 · Batchnorm at once</h2>')
  expect(text.html).toContain('<pre tabindex="0">x -+------------------------------&gt; xhat')
  expect(text.html).toMatch(/<div class="formula" tabindex="0"><math display="block"[\s\S]*<mi>μ<\/mi>/)
  expect(text.html).toMatch(/<ol><li><strong>dxhat_i<\/strong>: one arrow[\s\S]*<\/li><li>[\s\S]*<\/ol>/)
})

test('below commands of the terminal it says what the page has instead, and never within a sentence', () => {
  const said = (id: string): string[] =>
    of(lesson(id), 'text').flatMap(({ html }) =>
      html.split('\n').filter((_, i, all) => all[i + 1]?.includes('class="note')),
    )
  expect(said('makemore/01_log_loss')).toEqual([expect.stringContaining('at every save')])
  expect(said('makemore/10_train')).toEqual([expect.stringMatching(/^<p>calls your functions .*<\/p>$/)])
  expect(said('makemore/02_softmax')).toEqual([])
})

test('what stands beside a command is no command: each of those that the page has is told once', () => {
  const told = of(lesson('makemore/01_log_loss'), 'text').flatMap(
    ({ html }) => html.match(/In this page.*<\/p>/) ?? [],
  )
  expect(told).toEqual([
    'In this page you need no terminal: your line is saved and checked whenever you pause; a button below the verdict gives hints.</p>',
  ])
})

test('an exercise without answers is shown as the one that has them, but for these', () => {
  for (const id of ['makemore/02_softmax', 'derivatives/01_slope']) {
    const [blank] = blankExercises([exerciseOf(id)])
    expect(lessonOf(blank, caseOf(blank), crafts)).toEqual({ ...lessonFor(id), answers: {} })
  }
})

test('an exercise says whether its functions train a network', () => {
  expect(lessonFor('makemore/10_train').trains).toBe(true)
  expect(lessonFor('makemore/09_batchnorm_at_once').trains).toBe(false)
})
