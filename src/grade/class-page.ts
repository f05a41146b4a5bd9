/** The class as a page: class.html. One file without a script, which loads nothing and runs nothing of what it shows. */
import type { ClassExercise, ClassSummary, FileOf } from './class.ts'
import { classStyle, styleHash } from './class-style.ts'
import type { CopyPair } from './copies.ts'
import type { FamilyCount } from './families.ts'
import { html, Markup } from './html.ts'
import { type GradeOutcome, gradeOutcomes } from './outcomes.ts'
import type { ScoreSpread } from './scores.ts'
import type { BlankTally } from './tallies.ts'
import {
  ALIKE,
  familyText,
  headingOf,
  manyText,
  OUTCOME_NAMES,
  ownersText,
  percentText,
  SAME_NAMES,
  scoreBarNames,
  scoresText,
  statusesText,
  strayText,
  timesText,
  unknownText,
  whyOpen,
} from './wording.ts'

const NOTHING = html``

export function classPage(summary: ClassSummary): string {
  const { exercises, families, unknown, talk, copies, moreCopies, late, missing, open, strays } = summary
  // Where there is one exercise, it goes without saying.
  const isOne = exercises.length === 1
  const fileText = ({ student, exercise }: FileOf): string => (isOne ? student : `${student}, ${exercise}`)
  const policy = `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'`
  const hasMistakes = families.length > 0 || unknown.times > 0
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${headingOf(summary)}</title>
<style>${ownStyle}</style>
</head>
<body>
<main>
<h1>${headingOf(summary)}</h1>
<p>${statusesText(summary)}</p>
${section(
  'To talk about',
  talk.map(
    ({ exercise, blank, why }) =>
      html`<li><b><code>${blank}</code></b>${isOne ? '' : html` <span class="soft">${exercise}</span>`}<br>${phrases(why)}</li>`,
  ),
  'talk',
)}
${exercises.map(exerciseSection)}
${hasMistakes ? html`<h2>Mistakes</h2>` : NOTHING}
${families.map(family => familySection(family, isOne))}
${unknown.times > 0 ? html`<p>${unknownText(unknown)}</p>` : NOTHING}
${section(
  'A person must look',
  open.map(one => html`<li>${fileText(one)}: ${whyOpen(one)}</li>`),
)}
${copies.length > 0 ? html`<h2>Alike</h2><p>${ALIKE}</p>` : NOTHING}
${copies.map(pair => copySection(pair, isOne))}
${moreCopies > 0 ? html`<p>And ${manyText(moreCopies, 'more pair')}.</p>` : NOTHING}
${section(
  'Late',
  late.map(one => html`<li>${fileText(one)}</li>`),
)}
${section(
  'Missing',
  missing.map(one => html`<li>${fileText(one)}</li>`),
)}
${section(
  'Not graded',
  strays.map(one => html`<li><code>${one.path}</code> ${strayText(one)}</li>`),
)}
</main>
</body>
</html>
`
  return page.text
}

const section = (title: string, items: readonly Markup[], look = 'names'): Markup =>
  items.length === 0 ? NOTHING : html`<h2>${title}</h2><ul class="${look}">${items}</ul>`

/** What stands in backquotes is code. */
const phrases = (text: string): Markup[] =>
  text.split(/`([^`]+)`/).map((part, i) => (i % 2 === 1 ? html`<code>${part}</code>` : html`${part}`))

function exerciseSection({ exercise, title, judged, blanks, scores }: ClassExercise): Markup {
  const used = gradeOutcomes.filter(one => blanks.some(({ outcomes }) => outcomes[one] > 0))
  const table =
    judged === 0
      ? NOTHING
      : html`<div class="wide" role="region" aria-label="Blanks of ${exercise}" tabindex="0"><table class="blanks">
<thead><tr><th scope="col">blank</th><td></td><th scope="col" class="number">earned</th>${used.map(
          one => html`<th scope="col" class="number">${swatch(one)}${OUTCOME_NAMES[one]}</th>`,
        )}</tr></thead>
<tbody>${blanks.map(
          tally => html`<tr><th scope="row"><code>${tally.blank}</code></th><td>${bar(tally)}</td><td class="number">${percentText(
            tally.earned,
            tally.judged,
          )}</td>${used.map(one => html`<td class="number${tally.outcomes[one] === 0 ? ' soft' : ''}">${tally.outcomes[one]}</td>`)}</tr>
`,
        )}</tbody></table></div>`
  return html`<h2>${title}</h2>
<p><code>${exercise}</code>: ${manyText(judged, 'file')} judged. ${scoresText(scores)}</p>
${table}${scoresTable(scores)}
`
}

const swatch = (outcome: GradeOutcome): Markup =>
  html`<svg class="swatch" width="10" height="10" viewBox="0 0 10 10" aria-hidden="true"><rect class="${outcome}" x="0.5" y="0.5" width="9" height="9"/></svg>`

/** The numbers beside it say the same. */
const [WIDE, HIGH] = [200, 12]

function bar({ judged, outcomes }: BlankTally): Markup {
  let x = 0
  const pieces = gradeOutcomes.map(outcome => {
    const width = (WIDE * outcomes[outcome]) / Math.max(1, judged)
    const piece = rectangle(outcome, x, width)
    x += width
    return piece
  })
  return drawn(pieces)
}

const rectangle = (look: string, x: number, width: number): Markup =>
  width <= 0
    ? NOTHING
    : html`<rect class="${look}" x="${x.toFixed(1)}" y="0" width="${width.toFixed(1)}" height="${HIGH}"/>`

const drawn = (pieces: readonly Markup[]): Markup =>
  html`<svg width="${WIDE}" height="${HIGH}" viewBox="0 0 ${WIDE} ${HIGH}" preserveAspectRatio="none" aria-hidden="true">${pieces}</svg>`

function scoresTable({ count, bars }: ScoreSpread): Markup {
  if (count === 0) return NOTHING
  const most = Math.max(1, ...bars)
  return html`<table class="spread"><thead><tr><th scope="col">score</th><td></td><th scope="col" class="number">students</th></tr></thead>
<tbody>${bars.map(
    (many, i) =>
      html`<tr><th scope="row">${scoreBarNames[i]}</th><td>${drawn([
        rectangle('score', 0, (WIDE * many) / most),
      ])}</td><td class="number">${many}</td></tr>
`,
  )}</tbody></table>`
}

function familySection({ family, students, times, examples }: FamilyCount, isOne: boolean): Markup {
  const list = examples.map(
    ({ exercise, blank, line, short, students: many }) =>
      html`<li><code>${blank}</code> <span class="soft">${isOne ? '' : `${exercise}, `}${manyText(many, 'student')}</span>${
        short === null ? NOTHING : html`<br>${phrases(short)}`
      }${line === null ? NOTHING : html`<code class="line">${line}</code>`}</li>
`,
  )
  return html`<h3>${family}: ${manyText(students, 'student')}, ${timesText(times)}</h3>
<p>${familyText(family)}</p>
<ul class="examples">${list}</ul>
`
}

function copySection({ students, shared, more }: CopyPair, isOne: boolean): Markup {
  const both = `${students[0]} and ${students[1]}`
  const rows = shared.map(
    ({ kind, text, exercise, owners }) =>
      html`<tr><th scope="row">${kind}</th><td>${SAME_NAMES[kind] ?? html`<code>${text}</code>`}</td>${
        isOne ? NOTHING : html`<td>${exercise}</td>`
      }<td>${ownersText(owners)}</td></tr>
`,
  )
  return html`<h3>${both}</h3>
<div class="wide" role="region" aria-label="Shared by ${both}" tabindex="0"><table>
<thead><tr><th scope="col">what</th><th scope="col">both have</th>${
    isOne ? NOTHING : html`<th scope="col">in</th>`
  }<th scope="col">how rare</th></tr></thead>
<tbody>${rows}</tbody></table></div>
${more > 0 ? html`<p>They share ${more} more.</p>` : NOTHING}`
}

/** Our own style is put in as it is. */
const ownStyle = new Markup(classStyle)
