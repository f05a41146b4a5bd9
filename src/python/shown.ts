/** Python's values as a prompt shows them: tensors with their numbers. */
import { formatTensor } from '../tensor/print.ts'
import { Boxed } from './box.ts'
import { textFor } from './text.ts'
import { type PyValue, Tuple } from './values.ts'

export function shownFor(value: PyValue, isQuoted = true): string {
  if (value instanceof Boxed) return tensorText(value)
  if (!Array.isArray(value) || !value.some(one => one instanceof Boxed || Array.isArray(one)))
    return textFor(value, isQuoted)
  const items = value.map(one => shownFor(one)).join(',\n ')
  return value instanceof Tuple ? `(${items})` : `[${items}]`
}

/** Whole numbers have no point there. */
function tensorText({ tensor, kind }: Boxed): string {
  const text = formatTensor(tensor)
  return kind === 'float' ? text : text.replace(/(\d)\.(?!\d)/g, '$1')
}
