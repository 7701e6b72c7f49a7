import { spawn } from 'node:child_process'
import { constants, setPriority } from 'node:os'
import { createInterface } from 'node:readline'
import { SetupError } from './setup-error.mjs'

/**
 * Runs a command and returns its stdout. If it fails, the error has its last lines.
 * @param {string} file
 * @param {readonly string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, cwd?: string, signal?: AbortSignal, onLine?: (line: string) => void,
 *   todo?: string, keep?: number, gentle?: boolean }} [options] `todo` is what to do if the command fails; `keep` is
 *   how many of its last lines the error shows; a `gentle` command leaves the processor to the others
 * @returns {Promise<string>}
 */
export async function runCommand(file, args, options = {}) {
  const { env = process.env, cwd, signal, onLine, todo, keep = 20, gentle = false } = options
  const child = spawn(file, args, { env, cwd, signal, stdio: ['ignore', 'pipe', 'pipe'] })
  if (gentle && child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_LOW)
  /** @type {string[]} */
  const output = []
  /** @type {string[]} */
  const tail = []
  createInterface({ input: child.stdout }).on('line', (line) => (output.push(line), remember(line)))
  createInterface({ input: child.stderr }).on('line', remember)

  /** @param {string} line */
  function remember(line) {
    if (tail.push(line) > keep) tail.shift()
    onLine?.(line)
  }

  const ending = await new Promise((resolve) => {
    /** @type {Error | undefined} */
    let failure
    // `close` follows `error` too, and only then has the child ended.
    child.once('error', (error) => {
      failure = error
      if (child.pid === undefined) resolve({ failure })
    })
    child.once('close', (code, killedBy) => resolve({ failure, code, killedBy }))
  })
  signal?.throwIfAborted()
  if (ending.code === 0) return output.join('\n')
  const command = [file, ...args].join(' ')
  throw new SetupError(`${command} failed.`, {
    why: ending.failure?.message ?? `exit code ${ending.code ?? ending.killedBy}\n${tail.join('\n')}`,
    todo: todo ?? 'Read the output above, fix the problem and run the same command again.',
  })
}
