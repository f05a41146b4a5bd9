import { describe, expect, test } from 'vitest'
import type { Student } from '../record.ts'
import { readSubmissions } from './submissions.ts'
import { fileAs, studentAs, treeAs, zipAs } from './testing.ts'
import type { Tree } from './tree.ts'

const seven = { id: 'makemore/07_whole_network', title: '07 · The whole network' }
const six = { id: 'makemore/06_embedding', title: '06 · The embedding table' }
const layers = { id: 'layers/07_network', title: '07 · A network from a list' }

/** What is graded, as `student exercise path`, and what isn't, as `path: reason`. */
function read(tree: Tree, exercises = [seven], roster: readonly Student[] | null = null) {
  const { handed, strays, students } = readSubmissions({ tree, exercises, roster })
  return {
    handed: handed.map(
      one =>
        `${one.student} ${one.exercise
          .slice(-2 - 40)
          .split('/')[1]
          .slice(0, 2)} ${one.path}`,
    ),
    strays: strays.map(({ path, reason }) => `${path} ${reason}`),
    students: students.map(({ id }) => id),
  }
}

describe('without a roster', () => {
  test('a file is called after its student, in each of three languages of files', () => {
    expect(read(treeAs('ada.ts', 'bob.ipynb', 'eve.py', 'notes.docx'))).toEqual({
      handed: ['ada 07 ada.ts', 'bob 07 bob.ipynb', 'eve 07 eve.py'],
      strays: ['notes.docx is none of the files that are graded: .ts, .ipynb, .py'],
      students: ['ada', 'bob', 'eve'],
    })
  })

  test.each([
    'ada/07_whole_network.ts',
    'ada/07.ts',
    'ada/7.ts',
    'ada/exercises/makemore/07_whole_network.ts',
    'ada/exercises/makemore/7.ts',
    'ada/whole network.ts',
    'ada/Exercise 7.ts',
    'ada/07/solution.ts',
    'ada/anything.ipynb',
    'ada/homework.ts',
  ])('%s is of ada, and 07', path => {
    expect(read(treeAs(path)).handed).toEqual([`ada 07 ${path}`])
  })

  test('of a whole workspace what is asked for is graded, and no namesake of another track', () => {
    const paths = [
      'exercises/makemore/07_whole_network.ts',
      'exercises/makemore/06_embedding.ts',
      'exercises/layers/07_network.ts',
      'exercises/data/names.txt',
      'package.json',
      '.ninja/progress.json',
    ]
    const { handed, strays } = read(treeAs(...paths.map(path => `ada/${path}`)))
    expect(handed).toEqual(['ada 07 ada/exercises/makemore/07_whole_network.ts'])
    expect(strays).toEqual(["ada/exercises has 2 files of exercises that aren't asked for"])
    expect(read(treeAs('ada/exercises/layers/07_network.ts')).strays).toEqual([
      'ada/exercises/layers/07_network.ts is of another exercise by its name',
    ])
  })
})

test('an archive in a folder is its student, and what is in it is read from it', () => {
  const archive = zipAs({ 'work/07.ts': 'hello' })
  const { handed } = readSubmissions({
    tree: treeAs(fileAs('ada.zip', archive)),
    exercises: [seven],
    roster: null,
  })
  expect(handed.map(({ student: id, path }) => [id, path])).toEqual([['ada', 'ada.zip/work/07.ts']])
  expect(new TextDecoder().decode(handed[0].read())).toBe('hello')
})

test('two exercises of one number are told apart by their names, or by their track', () => {
  const paths = ['ada/07_network.ts', 'ada/07_whole_network.ts', 'bob/layers/07.ts', 'bob/makemore/07.ts']
  const { handed } = readSubmissions({
    tree: treeAs(...paths),
    exercises: [layers, seven, six],
    roster: null,
  })
  expect(handed.map(({ exercise, path }) => `${exercise} ${path}`)).toEqual([
    'layers/07_network ada/07_network.ts',
    'makemore/07_whole_network ada/07_whole_network.ts',
    'layers/07_network bob/layers/07.ts',
    'makemore/07_whole_network bob/makemore/07.ts',
  ])
})

test('Canvas and Moodle exports are matched to the roster by number or name', () => {
  const roster = [
    studentAs('12345', 'Ada Lovelace'),
    studentAs('s2', 'Grace Hopper', 'grace@x.edu'),
    studentAs('s3', 'Zoë Ann Lee'),
  ]
  const paths = [
    'lovelaceada_LATE_12345_678901_07.ts',
    'hoppergrace_999_678902_07-1.ts',
    'Zoe Ann Lee_4711_assignsubmission_file_/07_whole_network.ts',
    'nobody_77_678903_07.ts',
  ]
  const { handed, strays } = readSubmissions({ tree: treeAs(...paths), exercises: [seven], roster })
  expect(handed.map(one => [one.student, one.isLate])).toEqual([
    ['12345', true],
    ['s2', false],
    ['s3', null],
  ])
  expect(strays.map(({ path, reason }) => `${path} ${reason}`)).toEqual([
    'nobody_77_678903_07.ts is of nobody in the roster: no student there is called "nobody_77_678903_07"',
  ])
})

describe('Canvas', () => {
  test('without a roster a student is their number, and called as the file is', () => {
    const paths = ['lovelaceada_12345_678901_07.ts', 'LATE_anon_x1y2z_678902_07.ts']
    const { students } = readSubmissions({ tree: treeAs(...paths), exercises: [seven], roster: null })
    expect(students.map(({ id, name }) => [id, name])).toEqual([
      ['12345', 'lovelaceada'],
      ['anon_x1y2z', null],
    ])
  })

  test('of two files the one with the larger number is newer', () => {
    const paths = ['lovelaceada_12345_9999_07-3.ts', 'lovelaceada_12345_10000_07-2.ts']
    expect(read(treeAs(...paths))).toEqual({
      handed: [`12345 07 ${paths[1]}`],
      strays: [
        `${paths[0]} is left out: ${paths[1]} is graded for makemore/07_whole_network because it is newer by its number`,
      ],
      students: ['12345'],
    })
  })

  test('an archive that a student uploaded is opened, and the export may be in an archive or a folder of its own', () => {
    const work = zipAs({ '07.ts': 'hello' })
    const name = 'lovelaceada_LATE_12345_678901_work.zip'
    for (const path of [name, `submissions/${name}`]) {
      const { handed } = readSubmissions({
        tree: treeAs(fileAs(path, work)),
        exercises: [seven],
        roster: null,
      })
      expect(handed.map(({ student, isLate }) => [student, isLate])).toEqual([['12345', true]])
    }
    const whole = zipAs({ [name]: work, 'hoppergrace_2_678902_07.ts': 'x' })
    expect(read(treeAs(fileAs('submissions.zip', whole))).students).toEqual(['12345', '2'])
  })

  test('a name with numbers in it is none of theirs', () => {
    expect(read(treeAs('ada_2026_11_29.ts', 'bob_v_2.ts')).students).toEqual(['ada_2026_11_29', 'bob_v_2'])
  })

  test('what has the time of the export has no time', () => {
    const times = { written: 5, came: 5 }
    const tree = treeAs(fileAs('lovelaceada_12345_678901_07.ts', '', times), fileAs('bob.ts', '', times))
    const { handed } = readSubmissions({ tree, exercises: [seven], roster: null })
    expect(handed.map(({ student, at }) => [student, at])).toEqual([
      ['12345', null],
      ['bob', 5],
    ])
  })
})

describe('with a roster', () => {
  const roster = [
    studentAs('s1', 'Ada Lovelace', 'ada@x.edu'),
    studentAs('s2', 'Ada King', 'aking@x.edu'),
    studentAs('s3', 'Zoë Ann Lee', 'zoe@x.edu'),
    studentAs('s4', 'Zoe Ann Lee', 'zal@x.edu'),
  ]

  test.each([
    ['s1.ts', 's1'],
    ['S1.ts', 's1'],
    ['ada@x.edu.ts', 's1'],
    ['ada.ts', 's1'],
    ['Ada Lovelace/07.ts', 's1'],
    ['Lovelace, Ada.ts', 's1'],
    ['lovelace_ada/07.ts', 's1'],
    ['hw1/section 2/aking/07.ts', 's2'],
    ['aking (1).ts', 's2'],
    ['Gruppe B-Ada King_77_assignsubmission_file_/07.ts', 's2'],
  ])('%s is of %s', (path, id) => {
    expect(read(treeAs(path), [seven], roster).handed).toEqual([`${id} 07 ${path}`])
  })

  test('a name that two have says so, unless the number is that of one of them', () => {
    const path = 'Zoe Ann Lee_4711_assignsubmission_file_/07.ts'
    expect(read(treeAs(path), [seven], roster).strays).toEqual([
      `${path} could be of several students in the roster, by the name "Zoe Ann Lee_4711_assignsubmission_file_": s3, s4`,
    ])
    const worksheet = [
      studentAs('Participant 4711', 'Zoe Ann Lee'),
      studentAs('Participant 4712', 'Zoe Ann Lee'),
    ]
    expect(read(treeAs(path), [seven], worksheet).handed).toEqual([`Participant 4711 07 ${path}`])
  })

  test('who is not in it is listed, and nobody else is of this class', () => {
    expect(read(treeAs('s1.ts', 'eve.ts', 'eve/s2.ts'), [seven], roster)).toEqual({
      handed: ['s1 07 s1.ts'],
      strays: [
        'eve.ts is of nobody in the roster: no student there is called "eve"',
        'eve/s2.ts is of nobody in the roster: no student there is called "eve"',
      ],
      students: ['s1', 's2', 's3', 's4'],
    })
  })
})

describe('what a file is an attempt at', () => {
  const notebook = (...headings: string[]): string =>
    JSON.stringify({
      cells: headings.map(heading => ({ cell_type: 'markdown', source: [`# ${heading}\n`, 'text'] })),
    })

  test('by the title in it, where its name does not say', () => {
    const tree = treeAs(
      fileAs('ada.ts', '// %% [markdown]\n// # 07 · The whole network\n'),
      fileAs('bob.ts', '// %% [markdown]\n// # 06 · The embedding table\n'),
      fileAs('eve.ts', '// %% [markdown]\n// # 05 · Batch normalisation\n'),
      fileAs('ian.ts', 'export const x = 1\n'),
      fileAs('joe.py', '# The Embedding Table\nimport torch\n'),
      fileAs('kim.py', '# %% [markdown]\n# # Exercise 7\n'),
      fileAs('liz.ipynb', notebook('Homework', '06: The embedding table')),
    )
    expect(read(tree, [six, seven])).toMatchObject({
      handed: ['ada 07 ada.ts', 'bob 06 bob.ts', 'joe 06 joe.py', 'kim 07 kim.py', 'liz 06 liz.ipynb'],
      strays: [
        `eve.ts is "05 · Batch normalisation" by its title, which isn't asked for`,
        'ian.ts could be any of makemore/06_embedding, makemore/07_whole_network: neither its name nor a title in it says which',
      ],
    })
  })

  test('a notebook may be one of several, or all that are asked for', () => {
    const tree = treeAs(
      fileAs('ada/homework.ipynb', notebook('Homework 2')),
      fileAs('bob/homework.ipynb', notebook('Homework 2', '6. The embedding table', '7. The whole network')),
      fileAs('bob/07.ipynb', notebook()),
    )
    expect(read(tree, [six, seven])).toMatchObject({
      handed: [
        'ada 06 ada/homework.ipynb',
        'ada 07 ada/homework.ipynb',
        'bob 06 bob/homework.ipynb',
        'bob 07 bob/07.ipynb',
      ],
      strays: [
        'bob/homework.ipynb is left out: bob/07.ipynb is graded for makemore/07_whole_network because its name or its title says more clearly what it is',
      ],
    })
  })

  test('a file that says what it is comes before one that does not, however new', () => {
    const tree = treeAs(fileAs('ada/07.ts', '', { written: 1 }), fileAs('ada/helper.ts', '', { written: 2 }))
    expect(read(tree).handed).toEqual(['ada 07 ada/07.ts'])
  })

  test('a notebook comes before the Python files that it imports', () => {
    const tree = treeAs(
      fileAs('ada/homework.ipynb', '', { written: 1 }),
      fileAs('ada/plots.py', '', { written: 2 }),
      'bob.ts',
    )
    expect(read(tree)).toMatchObject({
      handed: ['ada 07 ada/homework.ipynb', 'bob 07 bob.ts'],
      strays: [
        'ada/plots.py is left out: ada/homework.ipynb is graded for makemore/07_whole_network because it is a notebook',
      ],
    })
  })

  test('of two the newer one is graded: by the number in its name, else by its time', () => {
    const paths = (...files: [string, number][]) =>
      treeAs(...files.map(([path, written]) => fileAs(path, '', { written })))
    expect(read(paths(['ada/07.ts', 9], ['ada/07-1.ts', 1], ['ada/07 (2).ts', 2])).handed).toEqual([
      'ada 07 ada/07 (2).ts',
    ])
    expect(read(paths(['ada/07.ts', 9], ['ada/7.ts', 10])).handed).toEqual(['ada 07 ada/7.ts'])
    expect(read(paths(['ada.ts', 9], ['ada-1.ts', 1], ['team-1.ts', 1])).handed).toEqual([
      'ada 07 ada-1.ts',
      'team-1 07 team-1.ts',
    ])
  })
})

test('a number in the name of a folder or of a notebook may be a course’s own; that of an exercise file is ours', () => {
  expect(read(treeAs('ada/2/solution.ts', 'bob/3_final.ipynb', 'eve/1.ts', 'ian/06.ipynb'))).toEqual({
    handed: ['ada 07 ada/2/solution.ts', 'bob 07 bob/3_final.ipynb'],
    strays: [
      'eve/1.ts is of another exercise by its name',
      'ian/06.ipynb is of another exercise by its name',
    ],
    students: ['ada', 'bob', 'eve', 'ian'],
  })
})

test('who wrote a text into a form instead of a file is of the class', () => {
  const paths = [
    'lovelaceada_LATE_12345_text.html',
    'Grace Hopper_77_assignsubmission_onlinetext_/onlinetext.html',
  ]
  expect(read(treeAs(...paths))).toEqual({
    handed: [],
    strays: paths.toReversed().map(path => `${path} is none of the files that are graded: .ts, .ipynb, .py`),
    students: ['12345', '77'],
  })
})

test('an archive whose paths begin with a dot is read like others', () => {
  const { handed } = readSubmissions({
    tree: treeAs(fileAs('ada.zip', zipAs({ './07.ts': 'x' }))),
    exercises: [seven],
    roster: null,
  })
  expect(handed.map(({ path }) => path)).toEqual(['ada.zip/07.ts'])
})

test('a folder that the archive of a class has around everything is nobody', () => {
  expect(
    read(treeAs('class/ada.ts', 'class/bob/07.ts', '__MACOSX/class/._ada.ts', '.DS_Store')).students,
  ).toEqual(['ada', 'bob'])
  expect(read(treeAs('ada/07.ts', 'ada/06.ts')).students).toEqual(['ada'])
})

test('what a platform gives as one submission is of the one who submitted it', () => {
  const owner = studentAs('1234', 'Student User')
  const { handed, students } = readSubmissions({
    tree: treeAs('work/07.ts', 'notes.txt'),
    exercises: [seven],
    roster: null,
    owner,
  })
  expect(handed.map(({ student, path }) => [student, path])).toEqual([['1234', 'work/07.ts']])
  expect(students).toEqual([owner])
})

test('when a file came is when its archive came: what is in that says whatever its student likes', () => {
  const archive = zipAs({ '07.ts': 'hello' }, { mtime: '2001-02-03T04:05:06' })
  const tree = treeAs(fileAs('ada.zip', archive, { came: 77 }))
  expect(readSubmissions({ tree, exercises: [seven], roster: null }).handed.map(({ at }) => at)).toEqual([77])
})

test('somebody whose only archive cannot be opened submitted something; that alone says nothing of others', () => {
  expect(
    read(treeAs('ada.ts', 'bob.zip', 'lovelaceada_LATE_12345_678901_work.zip', 'eve.zip', 'eve/07.ts')),
  ).toEqual({
    handed: [
      '12345 07 lovelaceada_LATE_12345_678901_work.zip',
      'ada 07 ada.ts',
      'bob 07 bob.zip',
      'eve 07 eve/07.ts',
    ],
    strays: [
      'bob.zip is no zip archive',
      'eve.zip is no zip archive',
      'lovelaceada_LATE_12345_678901_work.zip is no zip archive',
    ],
    students: ['12345', 'ada', 'bob', 'eve'],
  })
})

test('no file is lost: each is graded, or listed with a reason, and nobody has two for one exercise', () => {
  let seed = 7
  const one = <T>(of: readonly T[]): T => {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0
    return of[Math.floor((seed / 2 ** 32) * of.length)]
  }
  const folders = [
    'ada',
    'bob (1)',
    's1',
    'exercises',
    'makemore',
    'layers',
    '07',
    'w.zip',
    'Ada Lovelace_1_assignsubmission_file_',
  ]
  const names = [
    '07',
    '07_whole_network',
    '06-1',
    'ada',
    'ada-1',
    'S1',
    'draft (2)',
    'lovelaceada_12345_678901_07',
    ' ',
    '7_x',
    '__proto__',
  ]
  const kinds = ['.ts', '.ts', '.py', '.ipynb', '.txt', '.zip', '.TS', '']
  const rosters = [null, [], [studentAs('s1', 'Ada Lovelace', 'ada@x.edu'), studentAs('bob')]]
  for (let i = 0; i < 500; i++) {
    const paths = new Set<string>()
    for (let j = one([1, 2, 5, 20]); j > 0; j--)
      paths.add(
        [...Array.from({ length: one([0, 1, 1, 2, 3]) }, () => one(folders)), one(names) + one(kinds)].join(
          '/',
        ),
      )
    const { handed, strays } = readSubmissions({
      tree: treeAs(...paths),
      exercises: one([[seven], [six, seven], [layers, six, seven]]),
      roster: one(rosters),
    })
    const known = new Set([...handed, ...strays].map(({ path }) => path))
    const isKnown = (path: string): boolean =>
      known.has(path) ||
      [...known].some(folder => folder.endsWith('exercises') && path.startsWith(`${folder}/`))
    expect([...paths].filter(path => !isKnown(path))).toEqual([])
    const keys = handed.map(({ student, exercise }) => JSON.stringify([student, exercise]))
    expect(new Set(keys).size).toBe(keys.length)
  }
})
