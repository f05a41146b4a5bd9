/**
 * What goes wrong, and how often: seen in 266 notebooks of the lecture's exercise from 230 public repositories, in which
 * every gradient was compared with autograd's, by value and by shape. 59 % of them have a wrong shape; how many files, by
 * gradient, is what was counted. 8 % have a wrong value: which ones were seen was written down, not how often each, so
 * each has the same share here.
 */

export const FILES = 266

interface Slip {
  readonly of: string
  /** As the bank of wrong lines has it. */
  readonly slip: string
  /** In how many files. */
  readonly files: number
}

const withShape: readonly Slip[] = [
  { of: 'dbnmeani', slip: "the lecture's own line, without keepdim", files: 105 },
  { of: 'db1', slip: 'superfluous keepdim', files: 35 },
  { of: 'db2', slip: 'superfluous keepdim', files: 28 },
  { of: 'dbndiff2', slip: 'one row, not copied', files: 10 },
  { of: 'dbnbias', slip: 'keepdim forgotten, in other words', files: 9 },
  { of: 'dbngain', slip: 'keepdim forgotten, in other words', files: 7 },
]

const withValue: readonly Omit<Slip, 'files'>[] = [
  { of: 'dhprebn', slip: 'the branch through the mean is forgotten' },
  { of: 'dcounts', slip: 'the branch through counts_sum is forgotten' },
  { of: 'dbndiff', slip: 'the branch through bndiff2 is forgotten' },
  { of: 'dlogits', slip: 'the branch through the maximum is forgotten' },
  { of: 'dlogits', slip: 'column 0 for the maximum' },
  { of: 'dlogit_maxes', slip: 'not summed' },
  { of: 'dcounts_sum_inv', slip: 'only one factor summed' },
  { of: 'dbnvar', slip: 'epsilon is forgotten' },
  { of: 'dC', slip: 'started from ones' },
]

const VALUE_SHARE = 0.08

export const slips: readonly Slip[] = [
  ...withShape,
  ...withValue.map(slip => ({ ...slip, files: (VALUE_SHARE * FILES) / withValue.length })),
]
