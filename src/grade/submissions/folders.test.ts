/** Folders as platforms, systems and people leave them: nobody's file is lost without a word, or graded for another. */
import { describe, expect, test } from 'vitest'
import type { Student } from '../record.ts'
import { readSubmissions } from './submissions.ts'
import { fileAs, studentAs, treeAs, zipAs } from './testing.ts'
import type { Tree } from './tree.ts'

const seven = { id: 'makemore/07_whole_network', title: '07 · The whole network' }
const six = { id: 'makemore/06_embedding', title: '06 · The embedding table' }
const tracks = ['makemore', 'layers', 'micrograd']

const roster: readonly Student[] = [
  { ...studentAs('s1', 'Ada Lovelace', 'ada@x.edu'), aliases: ['20417', 'alove'] },
  { ...studentAs('s2', 'Grace Hopper', 'grace@x.edu'), aliases: ['20418', 'ghopper'] },
  { ...studentAs('s3', 'Zoë Ann Lee', 'zoe@x.edu'), aliases: ['20419', 'zlee'] },
]

/** `student exercise path` of what is graded, and `path reason` of what isn't. */
function read(tree: Tree, people: readonly Student[] | null = null, exercises = [seven]) {
  const { handed, strays, students } = readSubmissions({ tree, exercises, roster: people, tracks })
  return {
    handed: handed.map(({ student, exercise, path }) => `${student} ${exercise.slice(9, 11)} ${path}`),
    strays: strays.map(({ path, reason }) => `${path} ${reason}`),
    students: students.map(({ id }) => id),
  }
}

const NONE = 'is none of the files that are graded: .ts, .ipynb, .py'

describe('with a roster', () => {
  test.each([
    ['Blackboard', 'Homework 2_alove_attempt_2026-03-01-17-22-05_07.ts'],
    ['Blackboard in a folder', 'gradebook_cs231_hw2/Homework 2_ada_attempt_2026-03-01-17-22-05_my work.ts'],
    ['Brightspace', '20417-31882 - Ada Lovelace - Mar 1, 2026 522 PM/07_whole_network.ts'],
    ['Sakai', 'Homework 2/Lovelace, Ada(alove)/Submission attachment(s)/07.ts'],
    ['Google Classroom', 'Homework 2/Ada Lovelace - 07_whole_network.ts'],
    ['Teams', 'Submitted files/Ada Lovelace/Homework 2/Version 1/07_whole_network.ts'],
    ['Moodle', 'Ada Lovelace_4711_assignsubmission_file_/07_whole_network.ts'],
    ['Canvas', 'lovelaceada_LATE_4711_318820_07_whole_network-1.ts'],
    ['a SIS id', '20417.ts'],
    ['a login', 'ALOVE/07.ts'],
    ['a login and a number', 'alove_07.ts'],
    ['a number and a login', 'hw2-alove.ts'],
    ['a copy on a Mac', 'alove 2.ts'],
    ['a copy on Windows', 'alove - Copy.ts'],
    ['a copy of a copy', 'alove - Copy (2).ts'],
    ['a download twice', 'Ada Lovelace (1).ts'],
  ])('%s: %s is of one student', (_, path) => {
    expect(read(treeAs(path), roster)).toEqual({
      handed: [`s1 07 ${path}`],
      strays: [],
      students: ['s1', 's2', 's3'],
    })
  })

  test('repositories of GitHub Classroom are of those whose logins come last in their names', () => {
    const paths = [
      'hw-2-alove/exercises/makemore/07_whole_network.ts',
      'hw-2-ghopper/07.ts',
      'hw-2-eve/07.ts',
    ]
    expect(read(treeAs(...paths, 'README.md'), roster)).toMatchObject({
      handed: [`s1 07 ${paths[0]}`, `s2 07 ${paths[1]}`],
      strays: [
        'README.md is of nobody in the roster: no student there is called "README"',
        'hw-2-eve/07.ts is of nobody in the roster: no student there is called "hw-2-eve"',
      ],
    })
  })

  test('a number at the end may be a part of somebody else’s name: alone it is no version of a file', () => {
    const paths = [
      'alove-2.ts',
      'ghopper-12.ts',
      'ghopper-12/07.ts',
      'zlee_3/07.ts',
      'zlee-4.zip/07.ts',
      's3.ts',
    ]
    expect(read(treeAs(...paths), roster).handed).toEqual(['s3 07 s3.ts'])
    expect(read(treeAs('alove.ts', 'alove-2.ts'), roster)).toMatchObject({ handed: ['s1 07 alove-2.ts'] })
  })

  test('a name within a name is nobody: only whole ones count', () => {
    const paths = ['anna-alove-smith.ts', 'alovelace.ts', 'grace-x.ts', 'week-20417x/07.ts']
    expect(read(treeAs(...paths), roster).handed).toEqual([])
  })

  test('folders that are numbered are not of those whose ids are numbers as small', () => {
    const numbered = [studentAs('1', 'Ada'), studentAs('2', 'Bob')]
    expect(read(treeAs('week-1/Ada.ts', 'week-2/Bob.ts'), numbered).handed).toEqual([
      '1 07 week-1/Ada.ts',
      '2 07 week-2/Bob.ts',
    ])
  })

  test('two people in one name, or one number that two have, are for a person to look at', () => {
    const people = [...roster, { ...studentAs('20417', 'Eve Ng') }]
    expect(read(treeAs('Ada Lovelace - Grace Hopper.ts', '20417.ts', 's3.ts'), people)).toMatchObject({
      handed: ['s3 07 s3.ts'],
      strays: [
        '20417.ts could be of several students in the roster, by the name "20417": s1, 20417',
        'Ada Lovelace - Grace Hopper.ts could be of several students in the roster, by the name "Ada Lovelace - Grace Hopper": s1, s2',
      ],
    })
  })

  test('what is beside the name says which exercise it is', () => {
    const paths = ['Ada Lovelace - 06_embedding.ts', 'Ada Lovelace - 07_whole_network.ts', 'ghopper_06.ts']
    expect(read(treeAs(...paths), roster, [six, seven]).handed).toEqual([
      `s1 06 ${paths[0]}`,
      `s1 07 ${paths[1]}`,
      `s2 06 ${paths[2]}`,
    ])
    expect(read(treeAs('alove_06.ts'), roster).strays).toEqual([
      'alove_06.ts is of another exercise by its name',
    ])
  })
})

describe('without a roster', () => {
  test('of two attempts in Blackboard the later one is graded', () => {
    const paths = ['2026-03-01-17-22-05', '2026-03-02-01-00-00'].map(
      time => `Homework 2_ada_attempt_${time}_07.ts`,
    )
    expect(read(treeAs(...paths))).toMatchObject({ handed: [`ada 07 ${paths[1]}`], students: ['ada'] })
    // What Blackboard puts beside each of them is no news.
    const receipt = paths[1].replace('_07.ts', '.txt')
    expect(read(treeAs(...paths, receipt)).strays).toEqual(read(treeAs(...paths)).strays)
    const text = 'Homework 2_bob_attempt_2026-03-01-17-22-05.txt'
    expect(read(treeAs(text))).toEqual({ handed: [], strays: [`${text} ${NONE}`], students: ['bob'] })
  })

  test('what OneDrive renames in one folder of all is not taken for a later version', () => {
    const paths = ['07_whole_network (1).ts', '07_whole_network (2).ts', '07_whole_network.ts']
    expect(read(treeAs(...paths)).handed).toHaveLength(3)
    expect(read(treeAs('ada/07_whole_network.ts', 'ada/07_whole_network (1).ts')).handed).toEqual([
      'ada 07 ada/07_whole_network (1).ts',
    ])
  })

  test.each([
    [
      ['class/20261234.ts', 'class/20261235.ts'],
      ['20261234', '20261235'],
    ],
    [
      ['class/20261234/07.ts', 'class/20261235/07.ts'],
      ['20261234', '20261235'],
    ],
    [
      ['hw2/hw2-ada/07.ts', 'hw2/hw2-bob/07.ts'],
      ['hw2-ada', 'hw2-bob'],
    ],
    [
      ['class/ada.zip/07.ts', 'class/bob.ts', 'class/solution.ts', 'class/eve.py'],
      ['ada', 'bob', 'eve', 'solution'],
    ],
    [['ada/homework.ts', 'ada/helpers.ts', 'ada/plots.py'], ['ada']],
    [['ada/final.ts', 'ada/gradients.ts'], ['ada']],
    [['ada/my network.ts', 'ada/figures/a.png', 'ada/more/b.png', 'ada/notes.txt'], ['ada']],
    [['ada/homework.ipynb', 'ada/homework.py'], ['ada']],
    [['ada/work.ts', 'ada/work (1).ts'], ['ada']],
    [['ada/07.ts', 'ada/max.ts', 'ada/eve.ts'], ['ada']],
  ])('of %j the students are %j', (paths, students) => {
    expect(read(treeAs(...paths)).students).toEqual(students)
  })
})

describe('whose number it is', () => {
  test.each([
    'ada/layers/07.ts',
    'ada/layers/7.ts',
    'ada/work/Layers/network.ts',
    'ada/layers/07/solution.ts',
  ])('%s is of another track', path => {
    expect(read(treeAs(path, 'bob/07.ts')).handed).toEqual(['bob 07 bob/07.ts'])
    expect(read(treeAs(path, 'bob/07.ts')).strays).toEqual([`${path} is of another exercise by its name`])
  })

  test('a name or a title says more than the folder', () => {
    const titled = fileAs('bob/layers/07.ts', '// %% [markdown]\n// # 07 · The whole network\n')
    expect(read(treeAs('ada/layers/07_whole_network.ts', titled)).handed).toEqual([
      'ada 07 ada/layers/07_whole_network.ts',
      'bob 07 bob/layers/07.ts',
    ])
    expect(read(treeAs('layers/07.ts', 'bob/07.ts')).handed).toEqual([
      'bob 07 bob/07.ts',
      'layers 07 layers/07.ts',
    ])
  })

  test('a copy of another exercise is none of this one', () => {
    const paths = ['ada/Copy of 06_embedding.ipynb', 'bob/Copy of 07_whole_network.ipynb']
    expect(read(treeAs(...paths))).toMatchObject({
      handed: [`bob 07 ${paths[1]}`],
      strays: [`${paths[0]} is of another exercise by its name`],
    })
    expect(read(treeAs('ada/06_embedding - Copy.ts', 'ada/07 - Copy.ts'), null, [six, seven]).handed).toEqual(
      ['ada 06 ada/06_embedding - Copy.ts', 'ada 07 ada/07 - Copy.ts'],
    )
  })
})

test('what systems, editors and installers leave behind is nobody, and never graded for somebody', () => {
  const left = [
    '.DS_Store',
    'desktop.ini',
    'Thumbs.db',
    '._ada.ts',
    '~$notes.docx',
    '__MACOSX/._ada.ts',
    '__MACOSX/ada/._07.ts',
    '$RECYCLE.BIN/S-1/old.ts',
    'ada/.ipynb_checkpoints/07-checkpoint.ipynb',
    'ada/.git/hooks/07.py',
    'ada/.vscode/07.ts',
    'ada/.#07.ts',
    'ada/~$07.ts',
    'ada/node_modules/typescript/07.ts',
    'ada/venv/lib/python3.12/07.py',
    'ada/env/lib/python3.12/site-packages/numpy/07.py',
    'ada/__pycache__/07.py',
    'ada/package.json',
    'ada/tsconfig.json',
  ]
  const own = fileAs('ada/07.ts', '', { written: 1 })
  const newer = left.map(path => fileAs(path, '', { written: 2 }))
  expect(read(treeAs(own, ...newer))).toEqual({ handed: ['ada 07 ada/07.ts'], strays: [], students: ['ada'] })
  expect(read(treeAs(...left.filter(path => path.startsWith('ada/')))).handed).toEqual([])
})

test('what could be a student’s work and is not graded is listed', () => {
  const reasons = {
    'ada/.07.ts': 'is hidden: its name begins with a dot',
    'ada/07.d.ts': NONE,
    'ada/07.js': NONE,
    'ada/07.ts.txt': NONE,
    'ada/07.ts~': NONE,
    'ada/07': NONE,
  }
  expect(read(treeAs(...Object.keys(reasons))).strays).toEqual(
    Object.entries(reasons)
      .map(([path, reason]) => `${path} ${reason}`)
      .sort(),
  )
})

test('who submitted an archive that is not opened submitted something', () => {
  const reason = 'is an archive that is not opened: only .zip is'
  expect(read(treeAs('ada.rar', 'bob.tar.gz', 'eve.ts', 'ian/work.7z'))).toEqual({
    handed: ['ada 07 ada.rar', 'bob 07 bob.tar.gz', 'eve 07 eve.ts', 'ian 07 ian/work.7z'],
    strays: ['ada.rar', 'bob.tar.gz', 'ian/work.7z'].map(path => `${path} ${reason}`),
    students: ['ada', 'bob', 'eve', 'ian'],
  })
})

test('a long name that fits no pattern is read at once', () => {
  const names = ['_', ' - ', '(', '_7', '-a'].map(part => `${part.repeat(900 / part.length)}x.ts`)
  const start = performance.now()
  for (let i = 0; i < 200; i++) read(treeAs(...names), roster)
  expect(performance.now() - start).toBeLessThan(2000)
})

test('what is in an archive is of its owner, whoever it is called after', () => {
  const tree = treeAs(fileAs('alove.zip', zipAs({ 's2/07.ts': 'x', '__MACOSX/._07.ts': 'x' })), 's3.ts')
  expect(read(tree, roster).handed).toEqual(['s1 07 alove.zip/s2/07.ts', 's3 07 s3.ts'])
})
