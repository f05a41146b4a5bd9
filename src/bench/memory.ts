/** `npm run bench:memory`: what `ninja watch` and the process of its checks have in use over 2,000 saves. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { fileIn, wholeText } from '../cli/solving.ts'
import { program, start } from '../cli/watch/terminals.ts'
import { columns } from '../terminal/style.ts'

const SAVES = 2000
const EVERY = 200

/** Loaded into both processes: on a signal it writes down what is in use once all that is not has been let go. */
const probe = `
if (require('worker_threads').isMainThread) {
  require('v8').setFlagsFromString('--expose-gc')
  const gc = require('vm').runInNewContext('gc')
  process.on('SIGUSR2', () => {
    gc()
    const { rss, heapUsed, external } = process.memoryUsage()
    require('fs').writeFileSync(\`\${__dirname}/\${process.pid}.json\`, JSON.stringify({ rss, heapUsed, external }))
  })
}
`

const sleep = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms))

const childOf = (pid: number): number =>
  Number(
    execFileSync('ps', ['-o', 'pid=', '--ppid', String(pid)], { encoding: 'utf8' })
      .trim()
      .split('\n')[0],
  )

const folder = mkdtempSync(join(tmpdir(), 'ninja-memory-'))
try {
  writeFileSync(join(folder, 'probe.cjs'), probe)
  execFileSync(process.execPath, [program, 'init'], { cwd: folder })
  const file = fileIn(folder, '07')
  const text = wholeText('07')
  const watch = start(folder, ['watch', '07'], {
    columns: 120,
    rows: 200,
    env: { NODE_OPTIONS: `--require ${join(folder, 'probe.cjs')}` },
  })
  await watch.wait('26 blank')
  const megabytes = async (pid: number): Promise<string[]> => {
    process.kill(pid, 'SIGUSR2')
    await sleep(500)
    const used = JSON.parse(readFileSync(join(folder, `${pid}.json`), 'utf8'))
    return [used.heapUsed + used.external, used.rss].map(bytes => (bytes / 2 ** 20).toFixed(1))
  }
  const rows = [['saves', 'watch: in use', 'resident', 'checks: in use', 'resident  (MB)']]
  for (let save = 1; save <= SAVES; save++) {
    const right = save % 2 === 0
    const spoilt = right
      ? text
      : text.replace('return h.T.matmul(dlogits)', 'return h.T.matmul(dlogits).mul(2)')
    writeFileSync(
      file,
      spoilt.replace(
        '  return probs.pow(-1)',
        `  console.log('save ${save} of many')\n  return probs.pow(-1)`,
      ),
    )
    await watch.wait(`save ${save} of many`)
    watch.forget()
    if (save % EVERY === 0 || save === 50)
      rows.push([String(save), ...(await megabytes(watch.pid)), ...(await megabytes(childOf(watch.pid)))])
  }
  watch.press('q')
  await watch.ended
  console.log(columns(rows).join('\n'))
} finally {
  rmSync(folder, { recursive: true, force: true })
}
