import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { ROOT } from '../bootstrap/prepare.mjs'
import { SetupError } from '../bootstrap/setup-error.mjs'
import { engineOf } from '../docker/find-engine.mjs'
import { CLI } from './images.ts'

const READY_TIMEOUT_MS = 60_000
const STOP_TIMEOUT_MS = 10_000
const POLL_MS = 50

/** The service as a child process. */
export class Service {
  readonly url: string
  readonly #child: ChildProcess

  /** `builds` is what it builds while it serves. */
  constructor(host: string, port: number, builds: 'none' | 'starters') {
    // Nobody can connect to an address that means "all of them".
    const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
    this.url = `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`
    // In its own process group, Ctrl+C reaches it once, through `stop`, and not a second time from the terminal.
    this.#child = spawn(process.execPath, [CLI, 'serve'], {
      cwd: ROOT,
      env: { SANDRUN_LOG_LEVEL: 'warn', SANDRUN_BUILD: builds, ...process.env, HOST: host, PORT: String(port) },
      stdio: ['ignore', 'inherit', 'inherit'],
      detached: true,
    })
  }

  /** Resolves when the process has ended. */
  get ended(): Promise<unknown> {
    return this.#hasEnded ? Promise.resolve() : once(this.#child, 'exit')
  }

  async ready(): Promise<void> {
    const deadline = Date.now() + READY_TIMEOUT_MS
    while (Date.now() < deadline) {
      if (this.#hasEnded)
        throw this.#failed(`it ended with exit code ${this.#child.exitCode ?? this.#child.signalCode}`)
      if (await isReady(this.url)) return
      await wait(POLL_MS)
    }
    throw this.#failed(`${this.url}/readyz did not answer within ${READY_TIMEOUT_MS / 1000} s`)
  }

  /** Ends it gracefully and returns the names of the containers it left; there should be none. */
  async stop(): Promise<string[]> {
    if (!this.#hasEnded) {
      const { ended } = this
      this.#child.kill('SIGTERM')
      const patience = new AbortController()
      const impatient = wait(STOP_TIMEOUT_MS, undefined, { signal: patience.signal }).then(() =>
        this.#child.kill('SIGKILL'),
      )
      await Promise.race([ended, impatient])
      patience.abort()
      await impatient.catch(() => {})
      await this.ended
    }
    return this.#leftContainers()
  }

  kill(): void {
    this.#child.kill('SIGKILL')
  }

  get #hasEnded(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null
  }

  async #leftContainers(): Promise<string[]> {
    const containers = await engineOf(process.env).containersWith('sandrun.owner')
    return containers
      .filter(({ labels }) => labels['sandrun.owner']?.split(':')[1] === String(this.#child.pid))
      .map(({ name }) => name)
  }

  #failed(why: string): SetupError {
    return new SetupError('The service did not start.', {
      why,
      todo: 'Read its output above. To find the cause: bin/sandrun.mjs doctor',
    })
  }
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(1000) })).ok
  } catch {
    return false
  }
}
