/** What one module could leave for the next in a realm that is frozen: it is swept away in between. */
import { wipe } from '../tensor/kernels/native.ts'
import { generator } from '../tensor/random.ts'

let chance = generator(0)

/** In the place of `Math.random`: how often that was asked before, and so a few bits of anything, shows in what it gives. */
export const random = (): number => chance.random()

export function sweep(): void {
  wipe()
  chance = generator(0)
}
