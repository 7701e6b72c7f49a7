import { toSandrunError } from '@sandrun/shared'
import type { Service } from '../service/service.ts'
import type { Planner } from './planner.ts'
import type { Program } from './program.ts'
import type { RunScreen, RunViews } from './run-view.ts'
import { SandboxRun } from './sandbox-run.ts'

/** What the controller needs of the rest of the extension. */
export interface RunSurroundings {
  service: Service
  views: RunViews
  planner: Planner
  /** Called at each change of a run, its end included. */
  changed: (run: SandboxRun) => void
  /** Called when a run could not be run. */
  failed: (run: SandboxRun, error: unknown) => void
}

/** Knows every run there is: at most one for each file. */
export class RunController {
  readonly #surroundings: RunSurroundings
  readonly #runs = new Map<string, SandboxRun>()

  constructor(surroundings: RunSurroundings) {
    this.#surroundings = surroundings
  }

  /** The runs that are going on, oldest first. */
  get running(): SandboxRun[] {
    return [...this.#runs.values()].filter((run) => !run.over)
  }

  /** The file's run that is going on; without a file, or where that has none, the newest one. */
  current(key?: string): SandboxRun | undefined {
    const { running } = this
    return running.find((run) => run.key === key) ?? running.at(-1)
  }

  /** Runs the program. A run of the same file that is still going on is cancelled first. Never throws. */
  async run(program: Program): Promise<void> {
    const { service, views, planner, changed, failed } = this.#surroundings
    this.#runs.get(program.key)?.cancel()
    const run = new SandboxRun(program.key, program.fileName, (it) => {
      // A run that has been replaced ends unseen.
      if (this.#runs.get(it.key) !== it) return
      if (it.over) this.#runs.delete(it.key)
      changed(it)
    })
    this.#runs.set(program.key, run)
    changed(run)
    const connecting = service.take(run.signal)
    // The language may take a person's time; a connection that failed meanwhile is reported when it is needed.
    connecting.catch(() => {})
    let screen: RunScreen | null = null
    try {
      const planned = await planner.plan(program, run.signal)
      if (run.over) return
      if (planned === undefined) return run.cancel()
      const view = views.viewFor(program.key, program.fileName)
      const plan = { ...planned, request: { ...planned.request, tty: view.tty } }
      screen = view.begin(run, plan)
      await run.execute(await connecting, plan, screen)
    } catch (error) {
      run.fail(toSandrunError(error))
      if (run.state.name === 'failed') failed(run, error)
    } finally {
      const next = this.#runs.get(run.key)
      if (next === undefined || next === run) screen?.end()
      const done = run.state.name === 'ended'
      connecting.then((client) => (done ? service.release(client) : client.close())).catch(() => {})
    }
  }

  cancelAll(): void {
    for (const run of this.running) run.cancel()
  }
}
