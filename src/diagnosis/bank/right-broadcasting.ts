/** Other forms of answers of the track broadcasting, which must pass without a word. */
import { oneHot, zeros, zerosLike } from '../../tensor/creation.ts'
import { type RightRow, rightElsewhere } from './lines.ts'

const ties = rightElsewhere('broadcasting/06_max_with_ties')
const gather = rightElsewhere('broadcasting/08_gather_and_scatter')
const placing = rightElsewhere('broadcasting/14_placing')

export const inBroadcasting: readonly RightRow[] = [
  ...ties('db', { 'what a left over': ({ da, dlarger }) => dlarger.sub(da) }),
  ...gather('dx', {
    'a product with ones': ({ x, at, dpicked }) => oneHot(at, x.shape[0]).T.matmul(dpicked),
  }),
  ...gather('dlogP', {
    'all places in a row': ({ logP, ix1, ix2, dlogprob }) =>
      zerosLike(logP).view(-1).indexAdd(ix1.mul(logP.shape[0]).add(ix2), dlogprob).view(logP.shape),
  }),
  ...gather('dz', {
    'ones in the columns': ({ z, within, dgathered }) =>
      oneHot(within, z.shape[1]).mul(dgathered.unsqueeze(2)).sum(1),
  }),
  ...placing('dweight', {
    'rows, then columns': ({ dN, ix1, ix2 }) => dN.index(ix1).mul(oneHot(ix2, dN.shape[1])).sum(1),
  }),
  ...placing('dold', {
    'zeros in rows': ({ at, dcache }) => dcache.indexPut([at], zeros(3, dcache.shape[1])),
  }),
]
