import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

/** The output of a command. Rejects with its errors when it fails. */
export async function outputOf(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<string> {
  return (await promisify(execFile)(command, args, { env, maxBuffer: 2 ** 26 })).stdout
}

/** Waits until something holds. Throws after two minutes, which a busy machine does not need. */
export async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 120_000
  while (!(await holds().catch(() => false))) {
    if (Date.now() > end) throw new Error(`Timed out: ${what}.`)
    await new Promise((resolve) => {
      setTimeout(resolve, 250)
    })
  }
}
