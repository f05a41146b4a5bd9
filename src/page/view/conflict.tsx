/** The file says one thing, the page another: both are shown, and one is taken. */
import type { PageSession } from '../session.ts'

export function Conflict({ session }: { session: PageSession }) {
  const { conflict, text, lesson } = session.state
  if (conflict === null) return null
  const [theirs, mine] = differing(conflict, text)
  return (
    <section class="conflict" aria-labelledby="conflict">
      <h2 id="conflict">Two texts of {lesson?.id}.ts</h2>
      <p>It was changed elsewhere while you typed here. Which one do you want to go on with?</p>
      <div class="both">
        <Side
          title={`Elsewhere, from line ${theirs.line}`}
          text={theirs.text}
          take="Take that one"
          onTake={() => session.settle('theirs')}
        />
        <Side
          title={`Here, from line ${mine.line}`}
          text={mine.text}
          take="Keep this one"
          onTake={() => session.settle('mine')}
        />
      </div>
    </section>
  )
}

function Side({
  title,
  text,
  take,
  onTake,
}: {
  title: string
  text: string
  take: string
  onTake: () => void
}) {
  return (
    <div>
      <p class="label">{title}</p>
      <pre class="mono" tabIndex={0}>
        {text}
      </pre>
      <button type="button" class="button" onClick={onTake}>
        {take}
      </button>
    </div>
  )
}

/** The lines from the first that differs to the last. */
function differing(a: string, b: string): { line: number; text: string }[] {
  const [one, other] = [a.split('\n'), b.split('\n')]
  let first = 0
  while (first < Math.min(one.length, other.length) && one[first] === other[first]) first++
  let tail = 0
  while (tail < Math.min(one.length, other.length) - first && one.at(-1 - tail) === other.at(-1 - tail))
    tail++
  return [one, other].map(lines => ({
    line: first + 1,
    text: lines.slice(first, lines.length - tail).join('\n'),
  }))
}
