/** The class as Markdown: class.md. */
import type { ClassExercise, ClassSummary, FileOf } from './class.ts'
import { code, plain, table, words } from './markdown.ts'
import { gradeOutcomes } from './outcomes.ts'
import {
  familyText,
  headingOf,
  manyText,
  OUTCOME_NAMES,
  ownersText,
  percentText,
  scoreBarNames,
  scoresText,
  statusesText,
  timesText,
  unknownText,
  whyOpen,
} from './wording.ts'

export function classText(summary: ClassSummary): string {
  const { exercises, families, unknown, talk, copies, moreCopies, late, missing, open, strays } = summary
  const parts = [
    `# ${plain(headingOf(summary))}`,
    words(statusesText(summary)),
    ...section(
      'To talk about',
      talk.map(({ exercise, blank, why }) => `- ${code(blank)} (${code(exercise)}): ${words(why)}`),
    ),
    ...exercises.flatMap(exerciseParts),
    ...(families.length === 0 && unknown.times === 0 ? [] : ['## Mistakes']),
    ...families.flatMap(({ family, students, times, examples }) => [
      `### ${plain(family)}: ${manyText(students, 'student')}, ${timesText(times)}`,
      words(familyText(family)),
      examples
        .map(
          ({ exercise, blank, line, short, students: many }) =>
            `- ${code(blank)} (${code(exercise)}), ${manyText(many, 'student')}${short === null ? '' : `: ${words(short)}`}${line === null ? '' : `\n  - ${code(line)}`}`,
        )
        .join('\n'),
    ]),
    ...(unknown.times === 0 ? [] : [words(unknownText(unknown))]),
    ...section(
      'A person must look',
      open.map(one => `- ${fileText(one, exercises)}: ${words(whyOpen(one))}`),
    ),
    ...section(
      'Alike',
      copies.map(
        ({ students, shared, more }) =>
          `- ${students.map(plain).join(' and ')}\n${shared.map(({ text, kind, owners, exercise }) => `  - ${kind} ${code(text)} (${code(exercise)}): ${ownersText(owners)}`).join('\n')}${more === 0 ? '' : `\n  - and ${more} more`}`,
      ),
      moreCopies === 0 ? null : `And ${manyText(moreCopies, 'more pair')}.`,
    ),
    ...section(
      'Late',
      late.map(one => `- ${fileText(one, exercises)}`),
    ),
    ...section(
      'Missing',
      missing.map(one => `- ${fileText(one, exercises)}`),
    ),
    ...section(
      'Files of nobody',
      strays.map(file => `- ${code(file)}`),
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
            code(blank),
            percentText(earned, many),
            ...used.map(one => String(outcomes[one])),
          ]),
        ),
    scores.count === 0 ? '' : table(['score', ...scoreBarNames], [['students', ...scores.bars.map(String)]]),
  ]
}

const section = (title: string, items: readonly string[], end: string | null = null): string[] =>
  items.length === 0 ? [] : [`## ${title}`, items.join('\n'), ...(end === null ? [] : [end])]

/** Where there is one exercise, it goes without saying. */
const fileText = ({ student, exercise }: FileOf, { length }: readonly ClassExercise[]): string =>
  length === 1 ? plain(student) : `${plain(student)}, ${code(exercise)}`
