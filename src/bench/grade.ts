/**
 * `npm run bench:grade`: a class's files of 07, right and with wrong lines, graded in both rooms: wall time against the
 * ideal (what a file takes in one process, shared out among the cores), processor time for each file, and memory.
 * `npm run bench:grade -- 300 2` takes 300 files and two jobs.
 */
import { execFileSync, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { pickExercise, readSolution } from '../catalogue/catalogue.ts'
import { freshExercise } from '../cli/files.ts'
import { program } from '../cli/watch/terminals.ts'
import { allExercises } from '../cli/workspace.ts'
import { answerOf, blanksOf } from '../notebook/solution.ts'
import { columns } from '../terminal/style.ts'

const [files = 2000, jobs = availableParallelism()] = process.argv.slice(2).map(Number)
/** Files that tell what one takes, in one process. */
const SINGLE = Math.min(files, 100)
/** Milliseconds between two looks at the memory. */
const EVERY = 1000

/** What one line may have too much. */
const slips = ['.mul(2)', '.neg()', '.mul(0.5)', '.add(1)'] as const

/** 07 as a learner has it who has it all right. */
function filledIn(): string {
  const exercise = pickExercise(allExercises(null), '07', 'makemore')
  const solution = readSolution(exercise)
  return blanksOf(solution).reduce((text, { name }) => {
    const blank = text.indexOf('return TODO()', text.indexOf(`function ${name}(`))
    return (
      text.slice(0, blank) + answerOf(solution, name)!.trim() + text.slice(blank + 'return TODO()'.length)
    )
  }, freshExercise(exercise))
}

/** Half of them are right; of the others one to three lines are wrong. Each is another file. */
function submission(text: string, number: number): string {
  const lines = text.split('\n')
  const answers = lines.flatMap((line, i) => (line.startsWith('  return ') && line.endsWith(')') ? [i] : []))
  const wrong = number % 2 === 0 ? 0 : 1 + ((number >> 1) % 3)
  for (let k = 0; k < wrong; k++) {
    const at = answers[(number * 7 + k * 11) % answers.length]
    lines[at] = `  return (${lines[at].slice('  return '.length)})${slips[(number + k) % slips.length]}`
  }
  return `// ${number}\n${lines.join('\n')}`
}

interface Measured {
  readonly seconds: number
  /** Of all processors. */
  readonly cpu: number
  /** MB, at times that are as far apart: of the process that grades, and of those that judge together. */
  readonly memory: readonly (readonly [parent: number, children: number])[]
}

async function measure(folder: string, out: string, room: string, jobs: number): Promise<Measured> {
  const words = ['grade', '07', folder, '--out', out, '--isolate', room, '--jobs', String(jobs)]
  const line = [process.execPath, program, ...words].map(word => `'${word}'`).join(' ')
  const since = performance.now()
  // The shell counts what processes used that were waited for, and what those waited for.
  const shell = spawn('bash', ['-c', `TIMEFORMAT='cpu %U %S'; time ${line}`], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const memory: [number, number][] = []
  const timer = setInterval(() => memory.push(memoryBelow(shell.pid!)), EVERY)
  let said = ''
  shell.stderr.setEncoding('utf8').on('data', text => {
    said += text
  })
  await new Promise(resolve => shell.on('close', resolve))
  clearInterval(timer)
  const [, user, system] = /cpu ([\d.]+) ([\d.]+)/.exec(said)!
  const records = readFileSync(join(out, 'results.jsonl'), 'utf8').split('\n').length - 1
  if (records === 0) throw new Error(said)
  return { seconds: (performance.now() - since) / 1000, cpu: Number(user) + Number(system), memory }
}

/** Resident, of a shell's one process and of that one's own. */
function memoryBelow(shell: number): [number, number] {
  const lines = execFileSync('ps', ['-eo', 'pid=,ppid=,rss='], { encoding: 'utf8' }).trim().split('\n')
  const all = lines.map(line => line.trim().split(/\s+/).map(Number))
  const grading = all.find(([, parent]) => parent === shell)
  const judging = all.filter(([, parent]) => parent === grading?.[0])
  const sum = judging.reduce((sum, [, , kilobytes]) => sum + kilobytes, 0)
  return [(grading?.[2] ?? 0) / 1024, sum / 1024]
}

const folder = mkdtempSync(join(tmpdir(), 'ninja-grade-'))
try {
  const text = filledIn()
  const [all, few] = [join(folder, 'all'), join(folder, 'few')]
  for (const [path, many] of [[all, files] as const, [few, SINGLE] as const]) {
    mkdirSync(path)
    for (let i = 0; i < many; i++)
      writeFileSync(join(path, `s${String(i).padStart(5, '0')}.ts`), submission(text, i))
  }
  const none = join(folder, 'none')
  mkdirSync(none)
  writeFileSync(join(none, 's.ts'), submission(text, 0))
  const rows = [
    [
      'room',
      'one file',
      'wall',
      'against ideal',
      'CPU a file',
      'MB while it runs: itself + those that judge',
    ],
  ]
  for (const room of ['quickjs', 'thread']) {
    // What a run takes whatever there is to grade is no file's.
    const start = await measure(none, join(folder, `none-${room}`), room, 1)
    const one = await measure(few, join(folder, `few-${room}`), room, 1)
    const single = (one.seconds - start.seconds) / (SINGLE - 1)
    const { seconds, cpu, memory } = await measure(all, join(folder, `all-${room}`), room, jobs)
    const ideal = (single * files) / jobs
    const seen = Array.from(
      { length: 6 },
      (_, i) => memory[Math.floor(((memory.length - 1) * i) / 5)] ?? [0, 0],
    )
    rows.push([
      ...[room, `${(1000 * single).toFixed(0)} ms`, `${seconds.toFixed(1)} s`, (seconds / ideal).toFixed(2)],
      ...[
        (cpu / files).toFixed(3),
        seen.map(([mine, theirs]) => `${mine.toFixed(0)}+${theirs.toFixed(0)}`).join(' '),
      ],
    ])
  }
  console.log(`node ${process.version}: ${files} files of 07, ${jobs} jobs\n\n${columns(rows).join('\n')}`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
