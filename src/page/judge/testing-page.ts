/** For tests: the script of a page that has nothing but the judge. */

import type { CheckedView } from '../contract.ts'
import { openJudging } from '../judging.ts'

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

const judge: Pick<typeof judging, 'prepare' | 'train'> & Record<string, unknown> = {
  ...judging,
  check: async (...args: Parameters<typeof judging.check>) => told(await judging.check(...args)),
}

Object.assign(globalThis, { judge })
