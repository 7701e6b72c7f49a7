import { type CaseResult, type CollectedFile, type PhaseName, SandrunError } from '@sandrun/shared'
import { AGENT_WARNINGS } from '../agent/frames-format.ts'
import { encodeFile, type HostFrame } from '../agent/frames.ts'
import type { Artefact } from '../compile-cache/compiled.ts'
import { Artefacts } from './artefacts.ts'
import { cachedOutcome, isCacheable, repeatOutput, toCollectedFile } from './compiled-program.ts'
import { judgeEnd, judgeNoProgram, type Outcome, factsOf } from './judge-end.ts'
import { judgeCase, judgeCases } from './case-verdict.ts'
import { OUTPUT_CREDIT_BYTES } from '../../run-log/output-credit.ts'
import { execFrame } from './exec-frame.ts'
import { OutputTotal } from './output-total.ts'
import { fitsCopies, fitsPrepared } from './prepared-runtime.ts'
import type { Ready, SandboxedRunSettings } from './sandboxed-run-settings.ts'
import type { ResolvedCase, ResolvedPhase } from './resolve.ts'
import { type StepEnd, RunSteps } from './run-steps.ts'

/** The most bytes of all collected files together. */
const MAX_COLLECTED_BYTES = 8 * 2 ** 20

const TOO_LONG = 'Some outputs are cut: together they are too long for one result.'

/** What a run does in its sandbox: compile, run, once or for each case, and bring files back. */
export class SandboxedRun {
  readonly #settings: SandboxedRunSettings
  readonly #steps: RunSteps
  readonly #artefacts: Artefacts
  /** The output of cases goes into their results. */
  #silent = false
  #compiling = false
  /** Whether the requested files are being collected. */
  #collecting = false
  #namesLeftOut = false
  readonly #total = new OutputTotal()

  constructor(settings: SandboxedRunSettings) {
    this.#settings = settings
    this.#steps = new RunSteps(settings.sandbox, { ...settings, warned: (code, text) => this.#warned(code, text) })
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
    if (compile === null) return { outcome: null, before: [...prepare, this.#grant()], artefacts: [] }
    const cached = (await compileSlot?.read()) ?? null
    if (cached !== null) {
      const said = repeatOutput(cached, this.#settings)
      const files = cached.files.flatMap((file) => encodeFile(file))
      return {
        outcome: cachedOutcome(cached),
        before: [...prepare, ...files, this.#grant(said)],
        artefacts: cached.files,
      }
    }
    const old = resolved.filesKept ? await this.#emptyOld() : []
    const outcome = await this.#compileInTurn(compile, [...old, ...prepare, this.#grant()])
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

  async #cases(
    cases: readonly ResolvedCase[],
    first: readonly HostFrame[],
    artefacts: readonly Artefact[],
  ): Promise<Outcome> {
    const { resolved, log, warned, isCancelled } = this.#settings
    this.#silent = true
    const results: CaseResult[] = []
    for (const [index, one] of cases.entries()) {
      const isFirst = index === 0
      if (!isFirst && isCancelled()) break
      const before = isFirst ? first : [...this.#prepare(), ...artefacts.flatMap((file) => encodeFile(file))]
      const phase = { ...resolved.run, argv: one.argv }
      const end = await this.#end('run', phase, before, { given: one.stdin, wipe: !isFirst })
      if (isCancelled() && !this.#steps.hasStarted) break
      const { verdict, message, run, syntaxError, missingLibrary } = this.#judgeEnd(end, 'run', resolved.run)
      // The sandbox is of no use for the other cases.
      if (!isFirst && (end.type === 'reset' || (end.type === 'lost' && !this.#steps.wasAlive)))
        return { verdict, message, cases: results }
      const explained = await judgeCase({ verdict, message }, run, one, resolved)
      const result = await this.#total.take({
        name: one.name,
        ...explained,
        run,
        ...factsOf({ syntaxError, missingLibrary }),
      })
      results.push(result)
      log.append({ type: 'case', index, result })
      const failed = result.verdict !== 'ok' && result.verdict !== 'accepted'
      if (failed && resolved.stopAtFirstFailure) break
    }
    if (this.#total.isFull) warned(TOO_LONG)
    if (isCancelled())
      return { verdict: 'cancelled', message: `Cancelled after ${results.length} cases.`, cases: results }
    const telling = results.find(({ syntaxError, missingLibrary }) => (syntaxError ?? missingLibrary) !== undefined)
    return { ...judgeCases(results, cases.length), cases: results, ...(telling !== undefined && factsOf(telling)) }
  }

  async #phase(
    name: PhaseName,
    phase: ResolvedPhase,
    before: readonly HostFrame[],
    given: Uint8Array | null = null,
  ): Promise<Outcome> {
    return this.#judgeEnd(await this.#end(name, phase, before, { given, wipe: false }), name, phase)
  }

  /** How a phase ends. `wipe` empties every writable place before it. */
  async #end(
    name: PhaseName,
    phase: ResolvedPhase,
    before: readonly HostFrame[],
    { given, wipe }: { given: Uint8Array | null; wipe: boolean },
  ): Promise<StepEnd> {
    const { resolved, live, maximumMs, terminal, begun, sandbox } = this.#settings
    this.#compiling = name === 'compile'
    const prepared = resolved.prepared && fitsPrepared(resolved.pack.manifest, name, phase, sandbox.shape)
    const copied = prepared && this.#silent && sandbox.isPrepared && fitsCopies(resolved.pack.manifest, phase)
    await this.#limit(phase, copied)
    const stdin = given !== null ? 'given' : live ? 'live' : 'none'
    const silent = this.#silent
    const exec = execFrame(name, phase, { terminal: terminal(), stdin, prepared, copied, silent, maximumMs })
    const how = { phase, stopAtLimit: resolved.stopAtOutputLimit, silent, copied }
    const ended = Promise.withResolvers<StepEnd>()
    sandbox.agent.together(() => {
      // A RESET discards stdin that came before it.
      if (wipe) this.#steps.wipe()
      if (given !== null) sandbox.agent.giveStdin(given)
      ended.resolve(this.#steps.phase(how, [...before, exec]))
    })
    begun()
    return ended.promise
  }

  #judgeEnd(end: StepEnd, phase: PhaseName, { limits }: ResolvedPhase): Outcome {
    const { resolved, warned, live, wasOutOfMemory, elsewhere } = this.#settings
    for (const channel of ['stdout', 'stderr'] as const) {
      // A live client already has the bytes.
      if (end.type === 'exit' && !live && typeof end.result[channel] !== 'string')
        warned(`The program's ${channel} is not UTF-8, so the result has it as base64.`)
    }
    return judgeEnd(end, { phase, limits, resolved, wasOutOfMemory, elsewhere })
  }

  /** Collected files use credit, like output. */
  #emptyOld(): Promise<HostFrame[]> {
    this.#settings.sandbox.agent.send(this.#grant())
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

  /** The credit that a run begins with. A session's last run may have left some; `said`: bytes already written. */
  #grant(said = 0): HostFrame {
    return { type: 'grant', bytes: Math.max(0, OUTPUT_CREDIT_BYTES - this.#settings.sandbox.agent.credit - said) }
  }

  /**
   * Sets the limits of the sandbox for the phase; a `copied` runtime that waits does not count as a process of the
   * program. If the kernel refuses to take memory back, the run continues with a warning.
   */
  async #limit({ limits: { memoryMb, processes } }: ResolvedPhase, copied: boolean): Promise<void> {
    const { sandbox, warned } = this.#settings
    try {
      await sandbox.limit({ memoryMb, processes: processes + Number(copied) })
    } catch (error) {
      if (error instanceof SandrunError && error.code === 'docker-unavailable') throw error
      warned(`Can't set the memory limit of ${memoryMb} MB.`)
    }
  }
}
