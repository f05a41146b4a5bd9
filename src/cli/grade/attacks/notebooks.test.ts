/** Notebooks that want something else than to be graded: the first cell is theirs, the rest an exercise with empty blanks. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import type { GradeRecord } from '../../../grade/record.ts'
import { freshWorkspace, ninja } from '../../testing.ts'
import { expectUntouched, type GradedClass, graded, recordOf, write } from './class/testing.ts'

interface HostileNotebook {
  readonly first: string
  readonly status?: GradeRecord['status']
  /** In the place of `None` in its blanks. */
  readonly answer?: string
}

const script = '<img src=x onerror=alert(1)>'

const hostile: Readonly<Record<string, HostileNotebook>> = {
  'reads-files': {
    first:
      "for path in ['outside/secret.txt', '../outside/secret.txt', '/etc/passwd', 'names.txt/../../outside/secret.txt']:\n    print(open(path).read())",
  },
  'writes-files': {
    first: "open('pwned', 'w').write('x')\nwith open('../pwned', 'a') as f:\n    f.write('x')",
  },
  'starts-programs': {
    first: "import os, subprocess\nos.system('touch pwned')\nsubprocess.run(['touch', 'pwned'])",
  },
  'in-the-shell': { first: '!touch pwned\n%system touch pwned\n%%bash\ntouch pwned' },
  'tells-the-environment': { first: "import os\nprint(os.environ)\nprint(os.getenv('NINJA_SECRET'))" },
  'calls-home': {
    first:
      "import urllib.request, socket\nurllib.request.urlopen('http://127.0.0.1:PORT/')\nsocket.create_connection(('127.0.0.1', PORT))",
  },
  evaluates: {
    first:
      "eval(\"__import__('os').system('touch pwned')\")\nexec('import os')\n().__class__.__base__.__subclasses__()\ngetattr(print, '__globals__')",
  },
  'has-odd-names': {
    first:
      "__proto__ = 1\nconstructor = 2\ntoString = 3\nx = {'__proto__': 1, 'constructor': 2}\nprint(x['__proto__'], x['constructor'])",
  },
  'loops-for-ever': { first: 'while True:\n    pass', status: 'stopped' },
  'takes-memory': { first: 'x = [0]\nwhile True:\n    x = x + x', status: 'stopped' },
  'makes-a-large-one': {
    first: "import torch\nx = torch.zeros(10 ** 9)\ny = 'x' * 10 ** 10\nz = 10 ** 10 ** 10",
  },
  'takes-autograd’s': { first: 'pass', answer: 'None if not hasattr(probs, "grad") else probs.grad' },
  'compares-for-itself': {
    first: "def cmp(s, dt, t):\n    print(f'{s} | exact: True | approximate: True | maxdiff: 0.0')",
  },
  'has-a-picture-in-it': { first: `# ${script}\nprint('${script}')`, answer: `'${script}'` },
  'has-brackets-in-brackets': { first: `x = ${'('.repeat(3000)}1${')'.repeat(3000)}` },
}

/** The exercise as a Python file. */
function twin(): string {
  const folder = freshWorkspace()
  ninja(folder, ['notebook', 'makemore/01', '--output', 'twin.py'])
  return readFileSync(join(folder, 'twin.py'), 'utf8')
}

describe('in one run', () => {
  let run: GradedClass
  beforeAll(async () => {
    const text = twin()
    const right = text
      .replace(
        /^dlogprobs = None.*$/m,
        'dlogprobs = torch.zeros_like(logprobs)\ndlogprobs[range(n), Yb] = -1 / n',
      )
      .replace(/^dprobs = None.*$/m, 'dprobs = dlogprobs / probs')
    const make = (folder: string, port: number): void => {
      write(folder, 'submissions/honest.py', right)
      for (const [id, { first, answer = 'None' }] of Object.entries(hostile)) {
        const whole = `# %%\n${first}\n\n${text.replace(/^(d\w+ =) None/gm, (_, start) => `${start} ${answer}`)}`
        write(folder, `submissions/${id}.py`, whole.replaceAll('PORT', String(port)))
      }
    }
    run = await graded(make, ['--time-limit', '2'])
  }, 200_000)

  test('it goes through to its end, and the honest one has its score', () => {
    expect(run.stderr).not.toMatch(/internal|a bug in/)
    expect(run.records.length).toBe(Object.keys(hostile).length + 1)
    expect(recordOf(run, 'honest')).toMatchObject({ status: 'graded', score: 2, max: 2, room: 'python' })
  })

  test.each(Object.entries(hostile))('one that %s earns nothing', (id, { status = 'graded' }) => {
    const record = recordOf(run, id)
    expect(record).toMatchObject({ score: 0, max: 2, status })
    expect(record.report?.error?.code ?? 'none').not.toBe('internal')
  })

  test('nothing was written beside the results, and nothing was read or called', () => {
    expectUntouched(run)
    expect(run.texts.get('class.html')).not.toContain(script)
    expect([...run.texts.values()].join('\n')).not.toContain('root:x:0')
  })
})
