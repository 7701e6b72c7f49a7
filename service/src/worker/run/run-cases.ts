import { encodeFile, type HostFrame } from '../agent/frames.ts'
import type { Artefact } from '../compile-cache/compiled.ts'
import type { CaseResults } from './case-results.ts'
import { judgeCase, judgeCases } from './case-verdict.ts'
import { factsOf, type Outcome } from './judge-end.ts'
import type { ResolvedCase, ResolvedRun } from './resolve.ts'
import type { SandboxPhases } from './sandbox-phases.ts'
import type { ExplainedVerdict } from './verdict.ts'

/** Another sandbox that runs cases of the same run. */
export interface CaseHelper {
  phases: SandboxPhases
  /** Whether others need its place. */
  isWanted: () => boolean
  end: () => void
}

export interface CasesSettings {
  resolved: ResolvedRun
  cases: readonly ResolvedCase[]
  results: CaseResults
  /** The frames with the files of the run. */
  files: () => HostFrame[]
  artefacts: readonly Artefact[]
  isCancelled: () => boolean
  /** Another sandbox for cases, if one is free; null otherwise. */
  findHelper: () => CaseHelper | null
}

/** Where a case runs. */
interface CasePlace {
  phases: SandboxPhases
  /** Frames to send before it; the program itself, too, in the case of the first. */
  before: readonly HostFrame[]
  wipe: boolean
  isHelper: boolean
}

/** A helper takes some time to start and to end, so each sandbox should have at least this many cases left. */
const MIN_CASES_EACH = 4

/**
 * Runs the cases of a run one after another in its sandbox, and at the same time in others while these are free. The
 * first case runs where the program was compiled. No case runs twice.
 */
export class RunCases {
  readonly #settings: CasesSettings
  /** The next case that no sandbox has taken. */
  #next = 0
  /** Cases that a helper took and that never began. */
  readonly #returned: number[] = []
  readonly #helping = new Set<Promise<void>>()
  /** Set when no other case may run; `because`: the reason, if the result does not have it. */
  #stopped: { because: ExplainedVerdict | null } | null = null
  #failure: { error: unknown } | null = null
  #changed = Promise.withResolvers<void>()

  constructor(settings: CasesSettings) {
    this.#settings = settings
  }

  /** `first`: the frames before the first case. Throws `sandbox-failed` like judgeFailure. */
  async run(phases: SandboxPhases, first: readonly HostFrame[]): Promise<Outcome> {
    const { cases, results, isCancelled } = this.#settings
    do {
      for (let index = await this.#take(); index !== null; index = await this.#take()) {
        if (index > 0) this.#findHelpers()
        const before = index === 0 ? first : []
        if (!(await this.#attempt(index, { phases, before, wipe: index > 0, isHelper: false }))) break
      }
      await Promise.all(this.#helping)
    } while (this.#returned.length > 0 && !this.#isOver)
    if (this.#failure !== null) throw this.#failure.error
    const all = await results.all()
    if (this.#stopped?.because) return { ...this.#stopped.because, cases: all }
    if (isCancelled()) return { verdict: 'cancelled', message: `Cancelled after ${all.length} cases.`, cases: all }
    const telling = all.find(({ syntaxError, missingLibrary }) => (syntaxError ?? missingLibrary) !== undefined)
    return { ...judgeCases(all, cases.length), cases: all, ...(telling !== undefined && factsOf(telling)) }
  }

  get #isOver(): boolean {
    return this.#stopped !== null || (this.#next > 0 && this.#settings.isCancelled())
  }

  /** The next case to run, or null if there is none. Waits while many results wait for an earlier case. */
  async #take(): Promise<number | null> {
    const { cases, results } = this.#settings
    while (results.isFull && this.#returned.length === 0 && !this.#isOver) await this.#changed.promise
    if (this.#isOver) return null
    return this.#returned.shift() ?? (this.#next < cases.length ? this.#next++ : null)
  }

  #findHelpers(): void {
    const { resolved, cases, findHelper } = this.#settings
    if (resolved.stopAtFirstFailure) return
    while (cases.length - this.#next >= MIN_CASES_EACH * (this.#helping.size + 2)) {
      const helper = findHelper()
      if (helper === null) return
      const helping = this.#help(helper).finally(() => this.#helping.delete(helping))
      this.#helping.add(helping)
    }
  }

  /**
   * Runs cases in a helper until none is left, others need its place, or its sandbox is lost. It does not wait for an
   * earlier case: its place would be idle.
   */
  async #help({ phases, isWanted, end }: CaseHelper): Promise<void> {
    const { results } = this.#settings
    let place: CasePlace = { phases, before: [phases.grant()], wipe: false, isHelper: true }
    try {
      while (!isWanted() && !results.isFull) {
        const index = await this.#take()
        if (index === null || !(await this.#attempt(index, place))) return
        place = { ...place, before: [], wipe: true }
      }
    } finally {
      end()
    }
  }

  /** Returns false if the sandbox is of no more use. A failure ends all cases. */
  async #attempt(index: number, place: CasePlace): Promise<boolean> {
    try {
      return await this.#runOne(index, place)
    } catch (error) {
      this.#failure ??= { error }
      this.#stopped ??= { because: null }
      return false
    } finally {
      this.#changed.resolve()
      this.#changed = Promise.withResolvers()
    }
  }

  async #runOne(index: number, { phases, before, wipe, isHelper }: CasePlace): Promise<boolean> {
    const { resolved, cases, results, files, artefacts, isCancelled } = this.#settings
    const one = cases[index]
    if (one === undefined) return false
    const program = index === 0 ? [] : [...files(), ...artefacts.flatMap((file) => encodeFile(file))]
    const phase = { ...resolved.run, argv: one.argv }
    const start = { given: one.stdin, wipe, silent: true }
    const ended = phases.end('run', phase, [...before, ...program], start)
    // Only the engine's answer before the start can fail.
    const end = await (isHelper ? ended.catch(() => null) : ended)
    if (isCancelled() && !phases.steps.hasStarted) return false
    const isUnusable = end === null || end.type === 'reset' || (end.type === 'lost' && !phases.steps.wasAlive)
    // Others can run it.
    if (end === null || (isUnusable && (isHelper || this.#helping.size > 0))) {
      this.#returned.push(index)
      return false
    }
    const { verdict, message, run, syntaxError, missingLibrary } = phases.judge(end, 'run', resolved.run)
    if (isUnusable && index > 0) {
      this.#stopped ??= { because: { verdict, message } }
      return false
    }
    const explained = await judgeCase({ verdict, message }, run, one, resolved)
    await results.add(index, { name: one.name, ...explained, run, ...factsOf({ syntaxError, missingLibrary }) })
    const failed = explained.verdict !== 'ok' && explained.verdict !== 'accepted'
    if (failed && resolved.stopAtFirstFailure) this.#stopped ??= { because: null }
    return true
  }
}
