import { keysHelp } from '../terminal/keys.ts'
import type { Command } from './command.ts'

/** How gradients are judged. */
const judging: Command['options'] = [
  ['--seed <n>', 'draw other numbers; the same seed gives the same numbers (42)'],
  ['--data <path>', 'draw the batch from this list of names'],
  ['--time-limit <seconds>', 'stop a function that takes longer (2)'],
  ['--memory-limit <MiB>', 'stop a function that uses more (1024)'],
]

/** All commands, in the order of the help. */
export const commands: readonly Command[] = [
  {
    name: 'init',
    words: '[dir]',
    summary: 'make a folder to work in: exercises, and settings for your editor; overwrites nothing',
    options: [['--pack <name>', 'with the exercises of this pack: an installed package, or a folder']],
    load: () => import('./commands/init.ts'),
  },
  {
    name: 'check',
    words: '[exercise]',
    summary: 'judge your gradients (of the current exercise, unless you name one)',
    options: [
      ['--json', 'print the verdict as one JSON document'],
      ['--output <path>', 'write that document to this file, whatever is printed'],
      ['--file <path>', 'judge this file in place of the one in exercises/'],
      ['--all', 'judge all exercises'],
      ['--explain <gradient>', 'explain this one in full, not the first mistake'],
      ...judging,
    ],
    load: () => import('./commands/check.ts'),
  },
  {
    name: 'watch',
    words: '[exercise]',
    summary: 'judge your gradients at every save, and lead on (ninja alone does that too)',
    options: judging,
    ending: () =>
      `${keysHelp()}\n\nNINJA_EDITOR, VISUAL or EDITOR names your editor; NINJA_POLL=1 looks for saves five times a second\ninstead of waiting to be told of them.`,
    load: () => import('./commands/watch.ts'),
  },
  {
    name: 'hint',
    words: '[gradient]',
    summary:
      'a hint, a little more each time (for the first gradient that is not right, unless you name one)',
    options: [['--exercise <name>', 'of another exercise than the current one']],
    load: () => import('./commands/hint.ts'),
  },
  {
    name: 'next',
    words: '',
    summary: 'go on to the next exercise',
    options: [],
    load: () => import('./commands/next.ts'),
  },
  {
    name: 'list',
    words: '',
    summary: 'all exercises, and which are passed',
    options: [['--json', 'as one JSON document']],
    load: () => import('./commands/list.ts'),
  },
  {
    name: 'status',
    words: '',
    summary: 'where you stand: belt, current exercise, what is left in it',
    options: [],
    load: () => import('./commands/status.ts'),
  },
  {
    name: 'show',
    words: '[exercise]',
    summary: 'an exercise to read in the terminal, with the shape and the users of each tensor',
    options: [],
    load: () => import('./commands/show.ts'),
  },
  {
    name: 'graph',
    words: '[what...]',
    summary: 'the computation of an exercise, or of an expression, as a picture',
    options: [
      ['--svg', 'as an SVG picture: ninja graph 07 --svg > graph.svg'],
      ['--dot', 'in the language of Graphviz'],
    ],
    ending: () => "An expression and its values: ninja graph 'L = (a*b + c) * f' a=2 b=-3 c=10 f=-2",
    load: () => import('./commands/graph.ts'),
  },
  {
    name: 'reset',
    words: '[exercise]',
    summary: 'start an exercise again; what is in the file is kept',
    options: [],
    load: () => import('./commands/reset.ts'),
  },
  {
    name: 'undo',
    words: '[exercise]',
    summary: 'take a reset back; twice: reset again',
    options: [],
    load: () => import('./commands/undo.ts'),
  },
  {
    name: 'solution',
    words: '[exercise]',
    summary: 'the answers, once you have passed',
    options: [],
    load: () => import('./commands/solution.ts'),
  },
  {
    name: 'diff',
    words: '[exercise]',
    summary: 'your lines beside the answers, once you have passed',
    options: [],
    load: () => import('./commands/diff.ts'),
  },
  {
    name: 'train',
    words: '',
    summary: 'train a network with your gradients, once all of makemore/10_train is right; it invents names',
    options: [
      ['--steps <n>', 'training steps (200000)'],
      ['--batch <n>', 'examples in each step (32)'],
      ['--hidden <n>', 'neurons of the hidden layer (200)'],
      ['--embd <n>', 'numbers for each character (10)'],
      ['--lr <rate>', 'learning rate (0.1)'],
      ['--decay-at <share>', 'after this part of the steps the rate is a tenth (0.5)'],
      [
        '--seed <n>',
        'other parameters, batches and parts of the names; the same seed gives the same bits (42)',
      ],
      ['--data <path>', 'learn from this list of names'],
      ['--resume', 'go on with the run that was stopped'],
      ['--check-every <n>', 'steps from one check of the gradients to the next (10000)'],
      ['--autograd', 'not with your gradients but with autograd, to compare'],
    ],
    load: () => import('./commands/train.ts'),
  },
  {
    name: 'sample',
    words: '',
    summary: 'names that the trained network invents',
    options: [
      ['-n <count>', 'how many (20)'],
      ['--prompt <letters>', 'what each begins with'],
      ['--temperature <t>', 'below 1 more usual ones, above 1 wilder ones; 0: the likeliest only (1)'],
      ['--seed <n>', 'the same names each time'],
      ['--autograd', 'from the network that autograd trained'],
    ],
    load: () => import('./commands/sample.ts'),
  },
  {
    name: 'mistakes',
    words: '[family...]',
    summary: 'what goes wrong when one derives by hand: the kinds of mistakes, each with an example',
    options: [['--json', 'as one JSON document']],
    load: () => import('./commands/mistakes.ts'),
  },
  {
    name: 'build',
    words: '',
    summary: 'for instructors: write exercises/ from solutions/',
    options: [['--check', 'change nothing; fail where exercises/ is not what would be written']],
    load: () => import('./commands/build.ts'),
  },
  {
    name: 'verify',
    words: '[exercise...]',
    summary: 'for instructors: prove exercises, or whole tracks; all of them unless you name some',
    options: [
      ['--json', 'as one JSON document'],
      ['--junit <path>', 'write the findings there as JUnit XML, for a CI server'],
      ['--threads <n>', 'how many to use (one for each core)'],
      ['--data <path>', 'draw batches from this list of names'],
    ],
    load: () => import('./commands/verify.ts'),
  },
  {
    name: 'new',
    words: '<track/name>',
    summary: 'for instructors: a solution to start from, in a pack that is made if there is none here',
    options: [],
    load: () => import('./commands/new.ts'),
  },
  {
    name: 'doctor',
    words: '',
    summary: 'what this machine and folder look like, to paste into a question',
    options: [],
    load: () => import('./commands/doctor.ts'),
  },
]
