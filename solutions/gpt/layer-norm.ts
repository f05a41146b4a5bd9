import type { Tensor } from 'backprop-ninja'

// %% Layer norm backward, from exercise 04
/** The gradient of layer norm's input, from that of the normalized values, `hat`. */
export function layerNormBack(dhat: Tensor, hat: Tensor, rstd: Tensor): Tensor {
  const byMean = dhat.mean(-1, { keepdim: true })
  const byVariance = hat.mul(dhat.mul(hat).mean(-1, { keepdim: true }))
  return rstd.mul(dhat.sub(byMean).sub(byVariance))
}
