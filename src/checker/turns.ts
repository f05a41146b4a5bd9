/** What can be stopped from outside, by the position that the learner's thread tells. */

export const inWhole = (blank: string): string => `${blank} in the whole`

export const WHOLE = 'the whole'
export const PICTURE = 'the picture'

/**
 * Each function by itself; what a check asks of each among the learner's other lines; the file and the check themselves
 * there; and the picture.
 */
export const turnsOf = (functions: readonly string[]): string[] => [
  ...functions,
  ...functions.map(inWhole),
  WHOLE,
  PICTURE,
]
