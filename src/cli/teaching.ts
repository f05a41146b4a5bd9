/** The commands for instructors, and the options that they share with `check`. */
import type { Command } from './command.ts'

/** How gradients are judged. */
export const judging: Command['options'] = [
  ['--seed <n>', 'use other random numbers; the same seed gives the same numbers (42)'],
  ['--data <path>', 'draw the batch from this list of names'],
  ['--time-limit <seconds>', 'stop a function that takes longer (2)'],
  ['--memory-limit <MiB>', 'stop a function that uses more (1024)'],
]

export const teaching: readonly Command[] = [
  {
    name: 'grade',
    words: '[what...]',
    summary: 'for instructors: grade what a class submitted for one or more exercises',
    options: [
      ['--out <folder>', 'write the results to this folder; needed'],
      ['--roster <path>', 'a table of who is in the class, as CSV: id,name,email,section'],
      ['--due <time>', 'what comes later is late: --due 2026-03-01T18:00+01:00'],
      ['--points <path>', 'what each blank is worth, as JSON (1)'],
      ['--seed-secret <path>', 'give each student other random numbers, made from what this file says'],
      ['--anonymous', "leave out everybody's name and id"],
      [
        '--format <name>',
        "write a file for nbgrader or junit too; for one student's submission: gradescope, prairielearn, check50, classroom50",
      ],
      ['--jobs <n>', 'how many files to judge at once (one for each core)'],
      ['--shard <i/n>', 'grade one part of the class: 1/8 for the first of eight'],
      ['--merge', 'put the results of several parts together: --merge part1 part2 --out whole'],
      ['--resume', 'skip what was graded before; it always does'],
      ['--isolate <room>', 'run what was submitted in quickjs, or in a thread (quickjs)'],
      ['--strict-exit', 'end with status 1 unless everything is right'],
      ...judging.slice(1),
    ],
    ending: () => 'For example: ninja grade 07 submissions --out graded',
    load: () => import('./commands/grade.ts'),
  },
  {
    name: 'build',
    words: '[exercise...]',
    summary: 'for instructors: write exercises/ from solutions/',
    options: [
      ['--check', 'change nothing; fail if exercises/ is not up to date'],
      [
        '--blank-only',
        'write a pack for homework instead: exercises (all, unless you name some) and no answers',
      ],
      ['--out <folder>', 'with --blank-only: where to'],
      ['--data <path>', 'with --blank-only: draw batches from this list of names'],
    ],
    load: () => import('./commands/build.ts'),
  },
  {
    name: 'verify',
    words: '[exercise...]',
    summary: 'for instructors: verify exercises or whole tracks (all, unless you name some)',
    options: [
      ['--json', 'as one JSON document'],
      ['--blank-only <folder>', 'verify instead that this pack was made of this one, and has no answers'],
      ['--junit <path>', 'write the findings to this file as JUnit XML, for a CI server'],
      ['--threads <n>', 'how many threads to use (one for each core)'],
      ['--data <path>', 'draw batches from this list of names'],
    ],
    load: () => import('./commands/verify.ts'),
  },
  {
    name: 'new',
    words: '<track/name>',
    summary: 'for instructors: start a new exercise, and a pack if there is none here yet',
    options: [],
    load: () => import('./commands/new.ts'),
  },
]
