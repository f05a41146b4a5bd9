/** `ninja doctor`: what this machine and folder look like, to paste into a question. Status 1 where something is wrong. */
import { readFileSync, realpathSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { NinjaError } from '../../errors.ts'
import { called } from '../../terminal/calls.ts'
import { type HealthItem, renderDoctor } from '../../terminal/doctor.ts'
import { type CommandResult, type Context, outcome } from '../command.ts'
import { judgeWorkspace } from '../health.ts'
import { judgeMachine, thisMachine } from '../machine.ts'
import { settingsFrom } from '../settings.ts'
import { packageRoot, packageVersion } from '../workspace.ts'

export function run(context: Context): CommandResult {
  const machine = judgeMachine(thisMachine(process), leastNode(), context.ninja)
  const folder = lookOver(context)
  const sections = [
    { title: `backprop-ninja ${packageVersion()}`, findings: machine },
    { title: 'this folder', findings: folder },
  ]
  const bad = [...machine, ...folder].some(({ state }) => state === 'bad')
  return outcome(renderDoctor(sections, homes(), context.width), [], bad ? 1 : 0)
}

function lookOver(context: Context): HealthItem[] {
  try {
    const workspace = context.workspace()
    const findings = judgeWorkspace(workspace, context.ninja, settingsFrom({}, context, workspace).data)
    return findings.map(finding => ({
      ...finding,
      wayOut: finding.wayOut && called(finding.wayOut, context),
    }))
  } catch (error) {
    if (!(error instanceof NinjaError)) throw error
    return [{ state: 'bad', what: 'workspace', found: error.message, wayOut: error.advice }]
  }
}

const leastNode = (): string =>
  JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')).engines.node.replace(/^>=\s*/, '')

/** As it is called, and as it really is: paths come in both forms. */
function homes(): string[] {
  let home: string
  try {
    home = homedir()
  } catch {
    return [] // nobody's machine: a container with a number for a user
  }
  try {
    return [...new Set([realpathSync(home), home])]
  } catch {
    return [home]
  }
}
