import { keysHelp } from '../terminal/keys.ts'
import type { Command } from './command.ts'
import { judging, teaching } from './teaching.ts'

/** All commands, in the order of the help. */
export const commands: readonly Command[] = [
  {
    name: 'init',
    words: '[dir]',
    summary: 'make a folder to work in: exercises, and settings for your editor; overwrites nothing',
    options: [
      ['--start <where>', 'begin with this track or exercise: --start derivatives'],
      ['--python', 'with notebooks in Python for the exercises that have one'],
      ['--pack <name>', 'with the exercises of this pack: an installed package, or a folder'],
    ],
    load: () => import('./commands/init.ts'),
  },
  {
    name: 'check',
    words: '[exercise]',
    summary: 'check your gradients (in the current exercise, unless you name one)',
    options: [
      ['--json', 'print the verdict as one JSON document'],
      ['--output <path>', 'write that document to this file, whatever is printed'],
      ['--file <path>', 'check this file instead of the one in exercises/'],
      ['--all', 'check all exercises'],
      ['--explain <gradient>', 'explain this one in full, instead of the first mistake'],
      ['--picture', 'draw it too: yours, expected and the difference'],
      ...judging,
    ],
    load: () => import('./commands/check.ts'),
  },
  {
    name: 'watch',
    words: '[exercise]',
    summary:
      'check your gradients at every save, and go from exercise to exercise (just ninja does that too)',
    options: judging,
    ending: () =>
      `${keysHelp()}\n\nNINJA_EDITOR, VISUAL or EDITOR names your editor; NINJA_POLL=1 looks for saves five times a second\ninstead of waiting for the system to report them.`,
    load: () => import('./commands/watch.ts'),
  },
  {
    name: 'open',
    words: '[exercise]',
    summary: 'see your gradients as pictures, in your browser; it checks at every save',
    options: [
      ['--port <n>', 'on this port of your machine (a free one)'],
      ['--no-browser', 'print the address, and open no browser'],
      ...judging,
    ],
    load: () => import('./commands/open.ts'),
  },
  {
    name: 'notebook',
    words: '[exercise]',
    summary: 'an exercise as a notebook in Python, for Jupyter; check judges it without PyTorch',
    options: [
      ['--output <path>', 'write it to this file (.py: a Python file of cells); otherwise it is printed'],
    ],
    load: () => import('./commands/notebook.ts'),
  },
  {
    name: 'hint',
    words: '[what...]',
    summary:
      'a hint, a little more each time (for the first gradient that is not right yet, unless you name one)',
    options: [['--exercise <name>', 'for an exercise other than the current one']],
    ending: () =>
      'For a gradient: ninja hint dprobs\nIn Python: ninja hint homework.ipynb dprobs\nOutside a workspace, say how many of its hints you want: ninja hint homework.ipynb dprobs 2',
    load: () => import('./commands/hint.ts'),
  },
  {
    name: 'try',
    words: '[what...]',
    summary: 'what an expression gives, with the values of the exercise; without one, a prompt',
    options: [
      ['--exercise <name>', 'in an exercise other than the current one'],
      ['--python', 'in Python'],
      ...judging,
    ],
    takesMore: true,
    ending: () =>
      "In the exercise: ninja try 'dprobs.mul(counts).shape'\nIn Python: ninja try --python 'dprobs.sum(0).shape'\nIn a notebook of yours: ninja try homework.ipynb 'dprobs.sum(0).shape'",
    load: () => import('./commands/try.ts'),
  },
  {
    name: 'next',
    words: '',
    summary: 'go on to the next exercise',
    options: [],
    load: () => import('./commands/next.ts'),
  },
  {
    name: 'previous',
    words: '',
    summary: 'go back to the exercise before',
    options: [],
    load: () => import('./commands/previous.ts'),
  },
  {
    name: 'list',
    words: '[track]',
    summary: 'all exercises (of all tracks, unless you name one), and which you have passed',
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
    summary: 'read an exercise in the terminal, with the shape and the users of each tensor',
    options: [],
    load: () => import('./commands/show.ts'),
  },
  {
    name: 'graph',
    words: '[what...]',
    summary: 'draw the computation of an exercise, of a Python notebook, or of an expression',
    options: [
      ['--svg', 'as an SVG picture: ninja graph 07 --svg > graph.svg'],
      ['--dot', 'in the DOT language of Graphviz'],
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
    summary: 'undo a reset, or bring back a file that is gone; a second time, switch back',
    options: [],
    load: () => import('./commands/undo.ts'),
  },
  {
    name: 'take',
    words: '[exercise]',
    summary: "fill empty blanks in with your own lines from exercises that you've passed, where they fit",
    options: [],
    load: () => import('./commands/take.ts'),
  },
  {
    name: 'update',
    words: '[exercise...]',
    summary:
      'bring your exercises to this version of ninja; what you wrote stays, and what is replaced is kept',
    options: [
      ['--dry-run', 'only say what would be done'],
      ['--take-new', 'where both you and the new version changed the same lines, take the new ones'],
      ['--keep-mine', 'keep yours there'],
    ],
    load: () => import('./commands/update.ts'),
  },
  {
    name: 'import',
    words: '<file>',
    summary: 'bring in what the page exported: exercises and progress; what you have is kept',
    options: [],
    load: () => import('./commands/import.ts'),
  },
  {
    name: 'solution',
    words: '[exercise]',
    summary: "show the answers, once you've passed",
    options: [
      ['--give-up', "show them before that; the exercise is marked as given up until you've passed it"],
      ['--yes', "with --give-up: don't ask first"],
    ],
    load: () => import('./commands/solution.ts'),
  },
  {
    name: 'again',
    words: '[exercise]',
    summary: 'empty the blanks of an exercise that you passed, to do it once more; what you wrote is kept',
    options: [['--list', 'show the order in which your exercises come again, and when']],
    load: () => import('./commands/again.ts'),
  },
  {
    name: 'diff',
    words: '[exercise]',
    summary: "compare your lines with the answers, once you've passed",
    options: [],
    load: () => import('./commands/diff.ts'),
  },
  {
    name: 'train',
    words: '[exercise]',
    summary:
      'train a network with your gradients, once all of an exercise such as makemore/10_train is right',
    options: [
      ['--steps <n>', 'training steps'],
      ['--batch <n>', 'examples in each step'],
      ['--lr <rate>', 'learning rate'],
      [
        '--seed <n>',
        'use other parameters, batches and splits; the same seed gives the same run, bit for bit (42)',
      ],
      ['--data <path>', 'learn from this list of names'],
      ['--resume', 'go on with the run that was stopped'],
      ['--run <folder>', 'with --resume: go on with the run saved in this folder'],
      [
        '--check-every <n>',
        'steps between two checks of the gradients (10000; 1000 if there are fewer than 20000 steps)',
      ],
      ['--autograd', 'use autograd instead of your gradients, to compare'],
      ['--threads <n>', 'train on 1 or 2 threads, with the same result (the faster way)'],
    ],
    takesMore: true,
    ending: async (words, context) => (await import('./train/choices.ts')).choicesHelp(words, context),
    load: () => import('./commands/train.ts'),
  },
  {
    name: 'sample',
    words: '',
    summary: 'print names that the trained network invents',
    options: [
      ['-n <count>', 'how many (20)'],
      ['--prompt <letters>', 'what each name begins with'],
      ['--temperature <t>', 'below 1: more common names; above 1: wilder ones; 0: only the likeliest (1)'],
      ['--seed <n>', 'the same names each time'],
      ['--autograd', 'from the network that autograd trained'],
      ['--run <folder>', 'from the run saved in this folder'],
    ],
    load: () => import('./commands/sample.ts'),
  },
  {
    name: 'drill',
    words: '',
    summary:
      'ten small tasks made for you: what you got wrong before, and what you have not seen for a while',
    options: [
      ['--list', 'show what can be drilled, and what is due when'],
      ['--family <name>', 'tasks of one kind, in a new session'],
      ['-n <count>', 'so many tasks, in a new session (10)'],
      ['--skip', 'leave the task at hand and go on to the next'],
    ],
    load: () => import('./commands/drill.ts'),
  },
  {
    name: 'mistakes',
    words: '[family...]',
    summary: 'the kinds of mistakes that people make, each with an example',
    options: [['--json', 'as one JSON document']],
    load: () => import('./commands/mistakes.ts'),
  },
  ...teaching,
  {
    name: 'doctor',
    words: '',
    summary: 'check this machine and folder, and print a report to paste into a question',
    options: [],
    load: () => import('./commands/doctor.ts'),
  },
]
