/** A wrong shape beside the right one, dimensions lined up from the right as broadcasting does. */
import { largestIn } from '../../picture/heat.ts'
import type { Pictured } from '../pictured.ts'
import type { TableRow } from '../rows.ts'

export function ShapeStory({ row, pictured }: { row: TableRow; pictured: Pictured | null }) {
  const { judged, name } = row
  const [wanted, own] = [judged.expectedShape, judged.shape]
  if (judged.verdict !== 'shape' || wanted === null || own === null) return null
  const count = Math.max(wanted.length, own.length)
  const lined = (shape: readonly number[]): (number | null)[] =>
    Array.from({ length: count }, (_, i) => shape[i - (count - shape.length)] ?? null)
  const [asked, mine] = [lined(wanted), lined(own)]
  const tensor = name.startsWith('d') ? name.slice(1) : name
  return (
    <section class="part">
      <h3>Shape, lined up from the right</h3>
      <table class="dims">
        <tbody>
          <tr>
            <th scope="row">{tensor}, so expected</th>
            {asked.map((size, i) => (
              <td key={i} class={size === null ? 'none' : ''}>
                {size ?? ''}
              </td>
            ))}
          </tr>
          <tr>
            <th scope="row">yours</th>
            {mine.map((size, i) => (
              <td key={i} class={size === null || asked[i] === null || size !== asked[i] ? 'gone' : ''}>
                {size ?? (asked[i] === null ? '' : 'gone')}
              </td>
            ))}
          </tr>
        </tbody>
      </table>
      {isSameNumbers(pictured) && isBroadcast(wanted, own) && (
        <p class="note">
          <b aria-hidden="true">≈</b> Your numbers are right. In PyTorch, <code>==</code> would broadcast one
          against the other and say True, so the lecture’s <code>cmp</code> would not have told you.
        </p>
      )}
    </section>
  )
}

const isSameNumbers = (pictured: Pictured | null): boolean =>
  pictured?.yours != null &&
  pictured.yours.data.length === pictured.expected.data.length &&
  largestIn(pictured.yours.data.map((x, i) => x - pictured.expected.data[i])) <= 1e-9 * pictured.largest

/** Whether one is repeated to compare it with the other: element for element it is the same, then. */
const isBroadcast = (a: readonly number[], b: readonly number[]): boolean =>
  a.filter(size => size !== 1).join() === b.filter(size => size !== 1).join() && suits(a, b)

const suits = (a: readonly number[], b: readonly number[]): boolean => {
  const [short, long] = a.length < b.length ? [a, b] : [b, a]
  return short.every((size, i) => size === long[i + long.length - short.length])
}
