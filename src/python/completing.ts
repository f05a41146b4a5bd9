/** What can follow what was typed of Python so far: what the interpreter reads. */
import { generator } from '../tensor/random.ts'
import type { Vocabulary } from '../trying/completing.ts'
import { atHand, librariesFor } from './libraries.ts'
import { tensorMembers } from './torch/attributes.ts'
import { Module } from './values.ts'

const nothing = (): null => null

export const ofPython: Vocabulary = {
  words: Object.keys(atHand),
  membersOf(owner) {
    const library = Object.hasOwn(atHand, owner) ? librariesFor(generator(0), nothing)(atHand[owner]) : null
    return library instanceof Module ? Object.keys(library.members) : tensorMembers
  },
}
