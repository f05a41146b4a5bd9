/** Right forms and wrong lines of the bank thrown together: whoever is wrong is blamed, whoever is right is not. */
import { expect, test } from 'vitest'
import { right } from '../../diagnosis/bank/right.ts'
import { answersOf } from '../../diagnosis/bank/trial.ts'
import { wrong } from '../../diagnosis/bank/wrong.ts'
import { generator } from '../../tensor/random.ts'
import { judge } from './judge.ts'
import { learnerOf } from './learner.ts'
import { cases, order } from './testing.ts'

const WHOLE = '07_whole_network'
const forms = right.filter(({ exercise }) => exercise === WHOLE)
const slips = wrong.filter(({ exercise }) => exercise === WHOLE)
const g = generator(1)
const draw = <T>(rows: readonly T[], count: number): T[] =>
  Array.from({ length: count }, () => rows[Math.floor(g.random() * rows.length)])

test.each([0, 1, 2, 3])('%i wrong lines among forms of right ones are all blamed, and nobody else', many => {
  for (let round = 0; round < 30; round++) {
    const drawn = draw(slips, many)
    const functions = new Map(answersOf(WHOLE))
    for (const { of, line } of [...draw(forms, 12), ...drawn]) functions.set(of.slice(1), line)
    const { findings } = judge(order, learnerOf(functions), cases)
    const innocent = many === 0 ? ['exact', 'approximate'] : ['exact', 'approximate', 'inherited']
    const blamed = findings.filter(({ verdict }) => !innocent.includes(verdict)).map(({ name }) => name)
    const guilty = new Set(drawn.map(({ of }) => of))
    expect(new Set(blamed), drawn.map(({ of, slip }) => `${of}: ${slip}`).join('; ')).toEqual(guilty)
  }
})
