/** For tests: the script of a page that has nothing but the judge. */

import type { CheckedView } from '../contract.ts'
import { type ExerciseTexts, type HandedIn, openJudging } from '../judging.ts'

const judging = openJudging({
  room: 'room.html',
  program: async name => (await fetch(name)).text(),
})

/** What crosses to the test is JSON. */
const told = ({ report, drawn, letters }: CheckedView): object => ({
  report,
  letters,
  drawn: Object.fromEntries(
    [...drawn].map(([name, { yours, expected, probe, ...rest }]) => [
      name,
      { yours: yours?.shape ?? null, expected: expected?.shape ?? null, hasProbe: probe !== null, ...rest },
    ]),
  ),
})

type About = [exercise: ExerciseTexts, names: string]
let about: About | null = null

const judge: Pick<typeof judging, 'prepare' | 'train'> & Record<string, unknown> = {
  ...judging,
  know: (...given: About) => {
    about = given
  },
  check: async (handed: HandedIn) => told(await judging.check(...about!, handed)),
}

Object.assign(globalThis, { judge })
