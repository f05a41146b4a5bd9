/** What is said of what the browser does not do. */
import type { Trouble } from '../contract.ts'
import type { Taken } from './keeping.ts'

export const troubleOf = (kept: Taken): Trouble | null => (kept === 'kept' ? null : troubles[kept])

const troubles: Readonly<Record<Exclude<Taken, 'kept'>, Trouble>> = {
  full: {
    kind: 'storage full',
    message: 'This browser has no room left: your last change is not kept.',
    advice: 'Export your progress before you close the page.',
  },
  forbidden: {
    kind: 'storage forbidden',
    message: 'This browser keeps nothing for this page (a private window?).',
    advice: 'Everything works, and it is gone when you close the page: export your progress before that.',
  },
}

export const twoTabs = (at: Date): Trouble => ({
  kind: 'two tabs',
  message: `This exercise is open in another tab, and was changed there at ${clock(at)}.`,
  advice: 'Take its text or keep yours: nothing is lost either way.',
})

const clock = (at: Date): string =>
  [at.getHours(), at.getMinutes()].map(part => String(part).padStart(2, '0')).join(':')

export const offline = (isAllHere: boolean): Trouble => ({
  kind: 'offline',
  message: 'No network.',
  advice: isAllHere
    ? 'All exercises work: they are on this machine already.'
    : "What you've opened works; for the other exercises you need the network once.",
})

export const judgeFailed = (reason: string): Trouble => ({
  kind: 'worker died',
  message: `The judge stopped and was started again: ${reason}.`,
  advice: 'Your text is safe. If it happens again, look at the function that you changed last.',
})
