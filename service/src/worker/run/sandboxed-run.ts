import type { CollectedFile, PhaseName } from '@sandrun/shared'
import { AGENT_WARNINGS } from '../agent/frames-format.ts'
import { encodeFile, type HostFrame } from '../agent/frames.ts'
import type { Artefact } from '../compile-cache/compiled.ts'
import { Artefacts } from './artefacts.ts'
import { cachedOutcome, isCacheable, repeatOutput, toCollectedFile } from './compiled-program.ts'
import { CaseResults } from './case-results.ts'
import { OutputCredit } from './credit.ts'
import { judgeNoProgram, type Outcome } from './judge-end.ts'
import { OutputTotal } from './output-total.ts'
import { type CaseHelper, RunCases } from './run-cases.ts'
import { SandboxPhases } from './sandbox-phases.ts'
import type { Ready, SandboxedRunSettings } from './sandboxed-run-settings.ts'
import type { ResolvedCase, ResolvedPhase } from './resolve.ts'
import type { RunSteps } from './run-steps.ts'

/** The most bytes of all collected files together. */
const MAX_COLLECTED_BYTES = 8 * 2 ** 20

const TOO_LONG = 'Some outputs are cut: together they are too long for one result.'

/** What a run does in its sandbox: compile, run, once or for each case, and bring files back. */
export class SandboxedRun {
  readonly #settings: SandboxedRunSettings
  readonly #phases: SandboxPhases
  readonly #steps: RunSteps
  readonly #artefacts: Artefacts
  #compiling = false
  /** Whether the requested files are being collected. */
  #collecting = false
  #namesLeftOut = false
  readonly #total = new OutputTotal()

  constructor(settings: SandboxedRunSettings) {
    this.#settings = settings
    this.#phases = new SandboxPhases({ ...settings, agentWarned: (code, text) => this.#warned(code, text) })
    this.#steps = this.#phases.steps
    this.#artefacts = new Artefacts(this.#steps, settings.resolved.pack.manifest.artefacts ?? [])
  }

  /** Whether a prepared runtime has run a phase. */
  get prepared(): boolean {
    return this.#steps.prepared
  }

  async execute(): Promise<Outcome> {
    const { run, cases, stdin } = this.#settings.resolved
    const compiled = await this.#compile()
    const { before, artefacts } = compiled
    const outcome = compiled.outcome === null ? null : await this.#fit(compiled.outcome)
    if (outcome !== null && outcome.verdict !== 'ok') return outcome
    const facts = { compile: outcome?.compile, cached: outcome?.cached }
    if (cases !== null) return { ...(await this.#cases(cases, before, artefacts)), ...facts }
    const ran = await this.#fit(await this.#phase('run', run, before, stdin))
    return { ...ran, ...facts, files: await this.#collect() }
  }

  /** The outcome with as much output as the result has room for. */
  async #fit({ compile, run, ...outcome }: Outcome): Promise<Outcome> {
    const fitted: Outcome = {
      ...outcome,
      ...(compile !== undefined && { compile: await this.#total.takePhase(compile) }),
      ...(run !== undefined && { run: await this.#total.takePhase(run) }),
    }
    if (this.#total.isFull) this.#settings.warned(TOO_LONG)
    return fitted
  }

  /** Passes on the agent's warnings, except for pointless ones. */
  #warned(code: number, text: string): void {
    // A compiler never gets any stdin.
    if (code === AGENT_WARNINGS.stdin && this.#compiling) return
    // This is about the compiled files, which the request did not ask for.
    if (code === AGENT_WARNINGS.leftOut && !this.#collecting) return
    if (code === AGENT_WARNINGS.leftOut) this.#namesLeftOut = true
    const { suppressedWarnings = [] } = this.#settings.resolved.pack.manifest
    if (!suppressedWarnings.some((warning) => AGENT_WARNINGS[warning] === code)) this.#settings.warned(text)
  }

  /** Compiles, unless there is nothing to compile or the cache has it. */
  async #compile(): Promise<Ready> {
    const { resolved, compileSlot, isCancelled } = this.#settings
    const { compile, cases } = resolved
    const prepare = this.#prepare()
    if (compile === null) return { outcome: null, before: [...prepare, this.#phases.grant()], artefacts: [] }
    const cached = (await compileSlot?.read()) ?? null
    if (cached !== null) {
      const said = repeatOutput(cached, this.#settings)
      const files = cached.files.flatMap((file) => encodeFile(file))
      return {
        outcome: cachedOutcome(cached),
        before: [...prepare, ...files, this.#phases.grant(said)],
        artefacts: cached.files,
      }
    }
    const old = resolved.filesKept ? await this.#emptyOld() : []
    const outcome = await this.#compileInTurn(compile, [...old, ...prepare, this.#phases.grant()])
    if (outcome.verdict !== 'ok') return { outcome, before: [], artefacts: [] }
    // Every process of the compiler is dead, and the program has not begun: nothing could have changed the files.
    const areKept = compileSlot !== null || (cases?.length ?? 0) > 1
    const { files: artefacts, isNone } = await this.#artefacts.collect(areKept)
    if (isCancelled()) {
      const cancelled: Outcome = { ...outcome, verdict: 'cancelled', message: 'Cancelled after compiling.' }
      return { outcome: cancelled, before: [], artefacts }
    }
    if (isNone) return { outcome: { ...outcome, ...judgeNoProgram(resolved) }, before: [], artefacts }
    if (artefacts.length > 0 && outcome.compile !== undefined && isCacheable(outcome.compile)) {
      compileSlot?.write({ result: outcome.compile, files: artefacts })
    }
    return { outcome, before: [], artefacts }
  }

  async #compileInTurn(compile: ResolvedPhase, before: readonly HostFrame[]): Promise<Outcome> {
    using turn = await this.#settings.compileTurn()
    if (turn === null) return { verdict: 'cancelled', message: 'Cancelled before compiling.' }
    return await this.#phase('compile', compile, before)
  }

  /** Runs the cases, here and in other sandboxes that are free. */
  async #cases(
    cases: readonly ResolvedCase[],
    first: readonly HostFrame[],
    artefacts: readonly Artefact[],
  ): Promise<Outcome> {
    const { resolved, log, warned, isCancelled } = this.#settings
    const run = new RunCases({
      resolved,
      cases,
      results: new CaseResults(log, this.#total),
      files: () => this.#prepare(),
      artefacts,
      isCancelled,
      findHelper: () => this.#findHelper(),
    })
    const outcome = await run.run(this.#phases, first)
    if (this.#total.isFull) warned(TOO_LONG)
    return outcome
  }

  #findHelper(): CaseHelper | null {
    const spare = this.#settings.findSpare()
    if (spare === null) return null
    const credit = new OutputCredit((bytes) => spare.sandbox.agent.send({ type: 'grant', bytes }))
    const phases = new SandboxPhases({
      ...this.#settings,
      sandbox: spare.sandbox,
      begun: () => {},
      consumed: (bytes) => credit.consumed(bytes),
      agentWarned: (code, text) => this.#warned(code, text),
    })
    return { ...spare, phases }
  }

  async #phase(
    name: PhaseName,
    phase: ResolvedPhase,
    before: readonly HostFrame[],
    given: Uint8Array | null = null,
  ): Promise<Outcome> {
    this.#compiling = name === 'compile'
    const end = await this.#phases.end(name, phase, before, { given, wipe: false, silent: false })
    this.#compiling = false
    return this.#phases.judge(end, name, phase)
  }

  /** Collected files use credit, like output. */
  #emptyOld(): Promise<HostFrame[]> {
    this.#settings.sandbox.agent.send(this.#phases.grant())
    return this.#artefacts.emptyOld()
  }

  async #collect(): Promise<CollectedFile[] | undefined> {
    const { resolved, warned } = this.#settings
    if (resolved.collect.length === 0) return undefined
    this.#collecting = true
    const end = await this.#steps.collect(resolved.collect, MAX_COLLECTED_BYTES)
    if (end.type !== 'collected') {
      warned('The sandbox was lost, and the requested files with it.')
      return undefined
    }
    if (end.leftOut && !this.#namesLeftOut) {
      warned('Some of the requested files were left out.')
    }
    // Clients ask for any pictures with `**/`: a program that makes none needs no warning.
    const missing = end.unmatched.map((index) => resolved.collect[index] ?? '')
    const named = missing.filter((pattern) => !pattern.startsWith('**/'))
    if (named.length > 0) warned(`No file matches ${named.map((pattern) => `"${pattern}"`).join(', ')}.`)
    return end.files.map(toCollectedFile)
  }

  #prepare(): HostFrame[] {
    return this.#settings.resolved.files.flatMap((file) => encodeFile(file))
  }
}
