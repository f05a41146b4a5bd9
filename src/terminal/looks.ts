import type { Verdict } from '../checker/report.ts'
import { sign, style } from './style.ts'

interface Look {
  readonly sign: string
  readonly colour: (text: string) => string
}

const right: Look = { sign: sign.good, colour: style.good }
const wrong: Look = { sign: sign.bad, colour: style.bad }

/** How each verdict looks; the sign says the same as the colour. */
export const looks: { readonly [V in Verdict]: Look } = {
  exact: right,
  approximate: right,
  inherited: { sign: sign.nearly, colour: style.dim },
  coincidence: wrong,
  wrong,
  shape: wrong,
  'not finite': wrong,
  'not a tensor': wrong,
  'wrong type': wrong,
  threw: wrong,
  timeout: wrong,
  'out of memory': wrong,
  blank: { sign: sign.nothing, colour: style.warn },
}
