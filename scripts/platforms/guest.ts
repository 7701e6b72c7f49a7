import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream, existsSync } from 'node:fs'
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { SetupError } from '../bootstrap/setup-error.mjs'
import { say } from '../bootstrap/step-line.mjs'
import { type GuestFolder, SCRIPTS } from './guest-folder.ts'

const STOP_MS = 30_000
const POLL_MS = 100
const BOOT_TRIES = 3

/** What a command in the guest printed, and its exit code. */
export interface Answer {
  output: string
  code: number
}

/** How to boot a guest. */
export interface Boot {
  /** The script in `guest` that becomes it. */
  script: string
  /** Enough time on a busy machine. */
  bootMs: number
}

/** A running guest. Disposing of it powers it off. */
export class Guest implements AsyncDisposable {
  readonly #kernel: ChildProcess
  readonly #folder: GuestFolder
  #commands = 0

  private constructor(kernel: ChildProcess, folder: GuestFolder) {
    this.#kernel = kernel
    this.#folder = folder
  }

  /** Boots one. An emulated kernel sometimes fails before it is up, so a failed boot is tried again. */
  static async boot(folder: GuestFolder, how: Boot, signal: AbortSignal, tries = BOOT_TRIES): Promise<Guest> {
    try {
      return await Guest.#bootOnce(folder, how, signal)
    } catch (error) {
      if (tries === 1 || !(error instanceof SetupError)) throw error
      say(`  ${error.message} It boots again.`)
      return Guest.boot(folder, how, signal, tries - 1)
    }
  }

  static async #bootOnce(folder: GuestFolder, { script, bootMs }: Boot, signal: AbortSignal): Promise<Guest> {
    const log = createWriteStream(join(folder.path, 'console.log'))
    // In its own process group, so that Ctrl+C leaves it to `dispose`.
    const kernel = spawn(join(SCRIPTS, script), [folder.path], { stdio: ['ignore', 'pipe', 'pipe'], detached: true })
    kernel.stdout.pipe(log)
    kernel.stderr.pipe(log)
    const guest = new Guest(kernel, folder)
    try {
      await guest.run('true', bootMs, signal)
      return guest
    } catch (error) {
      await guest[Symbol.asyncDispose]()
      throw error
    }
  }

  /** Runs a shell command as root. Throws when the guest ends or does not answer in time. */
  async run(command: string, timeoutMs: number, signal: AbortSignal): Promise<Answer> {
    const file = join(this.#folder.share, 'queue', String((this.#commands += 1)))
    await writeFile(`${file}.new`, `${command}\n`)
    await rename(`${file}.new`, `${file}.cmd`)
    const deadline = performance.now() + timeoutMs
    while (!existsSync(`${file}.rc`)) {
      if (this.#hasEnded) throw this.#failed('it ended')
      if (performance.now() > deadline) throw this.#failed(`it did not answer within ${timeoutMs / 1000} s`)
      await wait(POLL_MS, undefined, { signal })
    }
    const answer = { output: await readFile(`${file}.out`, 'utf8'), code: Number(await readFile(`${file}.rc`, 'utf8')) }
    await Promise.all(['now', 'out', 'rc'].map((suffix) => rm(`${file}.${suffix}`, { force: true })))
    return answer
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#hasEnded) return
    const ended = once(this.#kernel, 'exit')
    await this.run('systemctl --no-block poweroff', STOP_MS, AbortSignal.timeout(STOP_MS)).catch(() => {})
    const late = new AbortController()
    const killed = wait(STOP_MS, undefined, { signal: late.signal }).then(() => this.#kill())
    await ended
    late.abort()
    await killed.catch(() => {})
  }

  get #hasEnded(): boolean {
    return this.#kernel.exitCode !== null || this.#kernel.signalCode !== null
  }

  /** The guest's processes are processes of its kernel's group here. */
  #kill(): void {
    if (this.#kernel.pid !== undefined) process.kill(-this.#kernel.pid, 'SIGKILL')
  }

  #failed(why: string): SetupError {
    const log = join(this.#folder.path, 'console.log')
    return new SetupError('The guest failed.', { why, todo: `Its console is in ${log}. Run the same command again.` })
  }
}
