/** The class as Markdown: class.md. */
import type { ClassExercise, ClassSummary, FileOf } from './class.ts'
import { cellCode, code, plain, table, words } from './markdown.ts'
import { gradeOutcomes } from './outcomes.ts'
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

export function classText(summary: ClassSummary): string {
  const { exercises, families, unknown, talk, copies, moreCopies, late, missing, open, strays } = summary
  // Where there is one exercise, it goes without saying.
  const within = (exercise: string): string => (exercises.length === 1 ? '' : ` (${code(exercise)})`)
  const fileText = ({ student, exercise }: FileOf): string => `${plain(student)}${within(exercise)}`
  const parts = [
    `# ${plain(headingOf(summary))}`,
    words(statusesText(summary)),
    ...section(
      'To talk about',
      talk.map(({ exercise, blank, why }) => `- ${code(blank)}${within(exercise)}: ${words(why)}`),
    ),
    ...exercises.flatMap(exerciseParts),
    ...(families.length === 0 && unknown.times === 0 ? [] : ['## Mistakes']),
    ...families.flatMap(({ family, students, times, examples }) => [
      `### ${plain(family)}: ${manyText(students, 'student')}, ${timesText(times)}`,
      words(familyText(family)),
      examples
        .map(
          ({ exercise, blank, line, short, students: many }) =>
            `- ${code(blank)}${within(exercise)}, ${manyText(many, 'student')}${short === null ? '' : `: ${words(short)}`}${line === null ? '' : `\n  - ${code(line)}`}`,
        )
        .join('\n'),
    ]),
    ...(unknown.times === 0 ? [] : [words(unknownText(unknown))]),
    ...section(
      'A person must look',
      open.map(one => `- ${fileText(one)}: ${words(whyOpen(one))}`),
    ),
    ...(copies.length === 0 ? [] : ['## Alike', words(ALIKE)]),
    copies
      .map(({ students, shared, more }) =>
        [
          `- ${students.map(plain).join(' and ')}`,
          ...shared.map(
            ({ text, kind, owners, exercise }) =>
              `  - ${SAME_NAMES[kind] ?? `${kind} ${code(text)}`}${within(exercise)}: ${ownersText(owners)}`,
          ),
          ...(more === 0 ? [] : [`  - and ${more} more`]),
        ].join('\n'),
      )
      .join('\n'),
    moreCopies === 0 ? '' : `And ${manyText(moreCopies, 'more pair')}.`,
    ...section(
      'Late',
      late.map(one => `- ${fileText(one)}`),
    ),
    ...section(
      'Missing',
      missing.map(one => `- ${fileText(one)}`),
    ),
    ...section(
      'Not graded',
      strays.map(one => `- ${code(one.path)} ${plain(strayText(one))}`),
    ),
  ]
  return `${parts.filter(part => part !== '').join('\n\n')}\n`
}

function exerciseParts({ exercise, title, judged, blanks, scores }: ClassExercise): string[] {
  const used = gradeOutcomes.filter(one => blanks.some(({ outcomes }) => outcomes[one] > 0))
  return [
    `## ${plain(title)}`,
    `${code(exercise)}: ${manyText(judged, 'file')} judged. ${words(scoresText(scores))}`,
    judged === 0
      ? ''
      : table(
          ['blank', 'earned', ...used.map(one => OUTCOME_NAMES[one])],
          blanks.map(({ blank, judged: many, earned, outcomes }) => [
            cellCode(blank),
            percentText(earned, many),
            ...used.map(one => String(outcomes[one])),
          ]),
        ),
    scores.count === 0 ? '' : table(['score', ...scoreBarNames], [['students', ...scores.bars.map(String)]]),
  ]
}

const section = (title: string, items: readonly string[]): string[] =>
  items.length === 0 ? [] : [`## ${title}`, items.join('\n')]
