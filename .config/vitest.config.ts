import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config'

const root = fileURLToPath(new URL('..', import.meta.url))

/** What is only so in a fresh clone: in one that somebody learns in, exercises/ is filled in. */
const fresh = 'the exercises that are committed are what is generated'

/** What starts programs, or makes folders that it takes away again. */
const programs = ['src/{author,bench,cli,learner,progress,start}/**/*.test.ts', 'src/*.test.ts']
const all = ['src/**/*.test.ts']
/** Programs that are started many at a time, and files that put something else in a module's place. */
const alone = ['src/learner/**/*.test.ts', 'src/{progress/store,cli/watch/files,cli/train/pair}.test.ts']
/** In a real Chromium. */
const pages = ['src/**/*.page.test.ts']

/** Left out where time is short, as in CI: what takes longest, and rarely changes. */
const long =
  process.env.NINJA_SHORT === undefined
    ? []
    : [
        'src/cli/commands/{train,homework,grading.engines}.test.ts',
        'src/cli/grade/attacks/attacks.test.ts',
        'src/cli/train/pair.test.ts',
        'src/cli/update/lived-in.test.ts',
        'src/grade/notebook-hostile.test.ts',
        'src/learner/attacks.{answers,limits,watch}.test.ts', // the first of them CI runs with a newer Node
        'src/python/{bounds,hostile}.test.ts',
        'src/quickjs/{equal,limits}.test.ts',
      ]

const project = (
  name: string,
  test: NonNullable<TestProjectInlineConfiguration['test']>,
): TestProjectInlineConfiguration => ({ extends: true, test: { name, ...test } })

export default defineConfig({
  root,
  resolve: { alias: { 'backprop-ninja': `${root}/src/index.ts` } },
  test: {
    globalSetup: `${root}/.config/vitest.workspace.ts`,
    setupFiles: `${root}/.config/vitest.folders.ts`,
    testTimeout: 60_000,
    // What a test begins with starts programs as well.
    hookTimeout: 60_000,
    // Most tests wait for programs that they start: two workers leave almost half of two cores idle.
    maxWorkers: Math.max(3, availableParallelism() - 1),
    ...(process.env.CI ? {} : { testNamePattern: new RegExp(`^(?!.*${fresh})`) }),
    projects: [
      // What one file has imported is good for the next.
      project('functions', { include: all, exclude: [...programs, ...pages, ...long], isolate: false }),
      project('programs', { include: programs, exclude: [...alone, ...pages, ...long], isolate: false }),
      project('alone', { include: alone, exclude: long }),
      project('page', { include: pages }),
    ],
  },
})
