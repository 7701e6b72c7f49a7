import { toSandrunError } from '@sandrun/shared'
import type { Service } from '../service/service.ts'
import type { Planner } from './planner.ts'
import type { Program } from '../program/program.ts'
import type { RunScreen, RunView, RunViews } from './run-view.ts'
import { SandboxRun } from './sandbox-run.ts'

/** The controller's links to the rest of the extension. */
export interface RunControllerDependencies {
  service: Service
  views: RunViews
  planner: Planner
  /** Called at each change of a run, also at its end. */
  changed: (run: SandboxRun) => void
  /** Called when a run is over and its output is shown; returns text to add, if any. Never throws. */
  afterwards: (run: SandboxRun) => Promise<string | undefined>
  /** Called if a run has no result. */
  failed: (run: SandboxRun, error: unknown) => void
}

/** Knows every run. */
export class RunController {
  readonly #dependencies: RunControllerDependencies
  readonly #runs = new Set<SandboxRun>()
  /** Runs that end unseen, because another replaced them. */
  readonly #replaced = new WeakSet<SandboxRun>()

  readonly #ends = new WeakMap<SandboxRun, PromiseWithResolvers<void>>()

  constructor(dependencies: RunControllerDependencies) {
    this.#dependencies = dependencies
  }

  /** The current runs, oldest first. */
  get running(): SandboxRun[] {
    return [...this.#runs].filter((run) => !run.over)
  }

  /**
   * The file's newest run that has not ended and is not being stopped; without a file, or if it has none, the newest
   * run.
   */
  current(key?: string): SandboxRun | undefined {
    const ofFile = this.running.filter((run) => run.key === key)
    const candidates = ofFile.length > 0 ? ofFile : this.running
    return candidates.findLast(({ signal }) => !signal.aborted) ?? candidates.at(-1)
  }

  /**
   * Runs the program, in `shown` if given: instead of the file's current runs, or `beside` them. Never throws; returns
   * the run when it is over.
   */
  async run(program: Program, beside: boolean, shown?: RunView): Promise<SandboxRun> {
    const { service, views, planner, changed, afterwards, failed } = this.#dependencies
    if (!beside) this.#replace(program.key)
    const run: SandboxRun = new SandboxRun(program.key, program.fileName, () => {
      if (run.over) {
        this.#runs.delete(run)
        this.#ends.get(run)?.resolve()
      }
      if (!this.#replaced.has(run)) changed(run)
    })
    this.#runs.add(run)
    this.#ends.set(run, Promise.withResolvers())
    changed(run)
    const connecting = service.take(run.signal)
    // Choosing the language may take time; a connection that fails meanwhile is reported when it is needed.
    connecting.catch(() => {})
    let screen: RunScreen | null = null
    try {
      const planned = await planner.plan(program, run.signal)
      if (planned === undefined) run.cancel()
      if (run.over || planned === undefined) return run
      const view = shown ?? views.viewFor(program.key, program.fileName, beside)
      const plan = { ...planned, request: { ...planned.request, tty: view.tty } }
      screen = view.begin(run, plan)
      await run.executePlan(await connecting, plan, screen)
    } catch (error) {
      run.fail(toSandrunError(error))
      if (run.state.name === 'failed') failed(run, error)
    } finally {
      if (!this.#replaced.has(run)) screen?.end()
      const done = run.state.name === 'ended'
      connecting.then((client) => (done ? service.release(client) : client.close())).catch(() => {})
    }
    const words = this.#replaced.has(run) ? undefined : await afterwards(run)
    if (words !== undefined) screen?.add(words)
    return run
  }

  /** Resolves when this controller's run has ended. */
  async whenOver(run: SandboxRun): Promise<void> {
    await this.#ends.get(run)?.promise
  }

  cancelAll(): void {
    for (const run of this.running) run.cancel()
  }

  #replace(key: string): void {
    for (const run of this.running.filter((it) => it.key === key)) {
      this.#replaced.add(run)
      run.cancel()
    }
  }
}
