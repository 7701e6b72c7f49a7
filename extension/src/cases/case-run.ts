import { type CaseResult, ControlFilter, type PhaseResult, type RunResult, toSandrunError } from '@sandrun/shared'
import { Location, Position, type TestItem, TestMessage, type TestRun, workspace } from 'vscode'
import type { Planner } from '../run/planner.ts'
import { programIn } from '../run/program-source.ts'
import { runOnce } from '../service/run-once.ts'
import type { Service } from '../service/service.ts'
import { asText, type CaseSet } from './case-set.ts'

/** A program in the Test Explorer, and the cases in its files. */
export interface ProgramCases {
  item: TestItem
  set: CaseSet
}

export interface CaseRunDependencies {
  service: Service
  planner: Planner
}

/** Some cases of one program: compiles once, runs each, and reports one by one. */
export class CaseRun {
  readonly #dependencies: CaseRunDependencies
  readonly #run: TestRun
  readonly #program: ProgramCases
  readonly #items: readonly TestItem[]
  #reported = 0
  #passed = 0

  constructor(dependencies: CaseRunDependencies, run: TestRun, program: ProgramCases, items: readonly TestItem[]) {
    this.#dependencies = dependencies
    this.#run = run
    this.#program = program
    this.#items = items
  }

  /** Returns how many passed. Never throws: the cases show what goes wrong. */
  async execute(signal: AbortSignal): Promise<number> {
    for (const item of this.#items) this.#run.enqueued(item)
    try {
      const result = await this.#execute(signal)
      if (result?.verdict === 'compile-error') this.#all(result.message, result.compile)
      else if (result !== undefined && !signal.aborted && this.#reported < this.#items.length) this.#all(result.message)
    } catch (error) {
      if (!signal.aborted) this.#all(messageOf(error))
    }
    for (const item of this.#items.slice(this.#reported)) this.#run.skipped(item)
    return this.#passed
  }

  async #execute(signal: AbortSignal): Promise<RunResult | undefined> {
    const { uri } = this.#program.item
    if (uri === undefined || this.#items.length === 0) return undefined
    const { service, planner } = this.#dependencies
    const program = await programIn(await workspace.openTextDocument(uri))
    if (program === undefined) return undefined
    const plan = await planner.plan(program, signal)
    if (plan === undefined) return undefined
    const { cases, compare } = this.#program.set
    const chosen = this.#items.flatMap(({ id }) => cases.filter((it) => it.id === id))
    const request = {
      ...plan.request,
      cases: chosen.map(({ name, stdin, args, expected }) => ({ name, stdin, args, expected })),
      compare,
    }
    this.#start(0)
    return await runOnce(service, request, {
      signal,
      case: (index, result) => {
        this.#reported = index + 1
        this.#tell(this.#items[index], result, chosen[index]?.expected)
        this.#start(index + 1)
      },
    })
  }

  #start(index: number): void {
    const item = this.#items[index]
    if (item !== undefined) this.#run.started(item)
  }

  #tell(item: TestItem | undefined, { verdict, message, run }: CaseResult, expected: string | undefined): void {
    if (item === undefined) return
    if (run !== undefined) this.#show(run, item)
    if (verdict === 'ok' || verdict === 'accepted') {
      this.#passed++
      return this.#run.passed(item, run?.wallMs)
    }
    if (verdict === 'cancelled') return this.#run.skipped(item)
    this.#run.failed(item, failure(message, item, run, expected), run?.wallMs)
  }

  /** Gives every case without a result this one. */
  #all(message: string, phase?: PhaseResult): void {
    if (phase !== undefined) this.#show(phase, this.#program.item)
    const text = [message, phase === undefined ? '' : asText(phase.stderr)].filter((part) => part !== '').join('\n')
    for (const item of this.#items.slice(this.#reported)) this.#run.errored(item, new TestMessage(text))
    this.#reported = this.#items.length
  }

  /** Test results appear in a terminal, which a program may not drive. */
  #show({ stdout, stderr }: PhaseResult, item: TestItem): void {
    for (const output of [stdout, stderr]) {
      const filter = new ControlFilter()
      const text = filter.filter(asText(output)).replace(/\r?\n/g, '\r\n')
      if (text !== '') this.#run.appendOutput(text + filter.reset(), undefined, item)
    }
  }
}

/** Includes a diff if the output is wrong. */
function failure(
  message: string,
  item: TestItem,
  run: PhaseResult | undefined,
  expected: string | undefined,
): TestMessage {
  const stderr = run === undefined ? '' : asText(run.stderr).trim()
  const text = stderr === '' ? message : `${message}\n${stderr}`
  const said =
    run === undefined || expected === undefined
      ? new TestMessage(text)
      : TestMessage.diff(text, expected, asText(run.stdout))
  if (item.uri !== undefined) said.location = new Location(item.uri, new Position(0, 0))
  return said
}

function messageOf(error: unknown): string {
  const { message, hint } = toSandrunError(error)
  return [message, hint].filter((text) => text !== '').join(' ')
}
