import { runCommand } from '../bootstrap/command.mjs'
import { ROOT } from '../bootstrap/prepare.mjs'
import type { BareMachine } from './machine.ts'

/** Presses ▷ in VS Code on the machine; returns when it asked and when the output came. */
export async function pressRun(
  machine: BareMachine,
  root: string,
  detail: (line: string) => void,
  signal: AbortSignal,
): Promise<string> {
  const [command, ...reach] = machine.reach
  const args = [...reach, process.execPath, 'extension/test/bare.mjs']
  const env = { ...process.env, SANDRUN_BARE_MACHINE: JSON.stringify({ enter: machine.enter('/root'), root }) }
  const printed = await runCommand(command, args, { cwd: ROOT, env, onLine: detail, signal })
  return printed.trim().split('\n').at(-1) ?? ''
}
