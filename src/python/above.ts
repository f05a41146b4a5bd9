/** `super()`: an object, with the methods of the classes above one of its own. */
import type { Class, Instance } from './values.ts'

export class Above {
  readonly self: Instance
  readonly class: Class | null
  constructor(self: Instance, above: Class | null) {
    this.self = self
    this.class = above
  }
}
