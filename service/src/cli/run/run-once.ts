import { open } from 'node:fs/promises'
import { Readable } from 'node:stream'
import {
  type CaseFile,
  type CollectedFile,
  type LanguageInfo,
  type PartialLimits,
  type RunRequest,
  SandrunError,
} from '@sandrun/shared'
import { OUTPUT_FAILED } from '../command/command-error.ts'
import { exitCodeOf, READER_GONE } from '../command/exit-code.ts'
import { reason } from '../command/file-fault.ts'
import type { Interrupts } from '../command/interrupts.ts'
import { tell } from '../command/message.ts'
import type { CaseReport } from './case-report.ts'
import { openOutput, SILENT } from './output.ts'
import { type Program, requestEntry, requestFiles } from './program.ts'
import type { FileSaver } from './save-files.ts'
import { reportEnd, reportTimes, resultAsJson } from './run-report.ts'
import type { OpenService } from '../service/service.ts'
import { isAtTerminal, type RunInput, streamInput, terminalInput } from './terminal.ts'

/** The program, and where to run it. */
export interface RunTarget {
  program: Program
  language: LanguageInfo
  service: Pick<OpenService, 'connect'>
}

/** The options of the command line. */
export interface RunSettings {
  args: readonly string[]
  limits: PartialLimits
  /** For the compiler. */
  compileLimits: PartialLimits
  env: Readonly<Record<string, string>>
  compileArgs: readonly string[]
  /** A file, this process's standard input, or none. */
  stdin: { file: string } | 'inherit' | 'none'
  /** The cases to run after compiling once; null for a plain run. */
  cases: CaseFile | null
  stopAtFirstFailure: boolean
  /** Patterns of the files to bring back. */
  collect: readonly string[]
  /** Saves them; null when only the result holds them. */
  saver: FileSaver | null
  json: boolean
  raw: boolean
  time: boolean
}

/** Signals that may end a run early. */
export interface RunControl {
  interrupts: Interrupts
  /** Input typed before the run could take it; by default the input begins with the run. */
  early?: RunInput
  /** Another run takes its place: cancels it, and reports nothing. */
  superseded?: AbortSignal
}

/** Runs a program once, from its request to its exit code. */
export async function runOnce(
  subject: RunTarget,
  settings: RunSettings,
  { interrupts, early, superseded = new AbortController().signal }: RunControl,
): Promise<number> {
  using input = early ?? (await openInput(settings, interrupts))
  using client = await subject.service.connect(interrupts.signal)
  const output = settings.json ? SILENT : openOutput(settings)
  const cases = await openReport(settings)
  let isRunning = false
  const active = client.run(requestOf(subject, settings, input), {
    heard: () => interrupts.heard(),
    output: (channel, bytes) => output.write(channel, bytes),
    case: (_index, ended) => cases?.add(ended),
    queued: (place) => news(`waiting: number ${place} in the queue`),
    phase(name) {
      isRunning = name === 'run'
      interrupts.programIs(isRunning)
    },
    connection(state) {
      interrupts.programIs(isRunning && state === 'resumed')
      news(state === 'lost' ? 'lost the connection; reconnecting …' : 'reconnected')
    },
  })
  interrupts.follow(active)
  const cancel = (): void => active.cancel()
  let isReaderGone = false
  const leave = (): void => {
    isReaderGone = true
    cancel()
  }
  process.stdout.once('error', leave)
  superseded.addEventListener('abort', cancel)
  input.connect(active, () => output.hasAsked())
  if (superseded.aborted) cancel()
  const result = await unlessAborted(active.result, interrupts.abandoned)
  process.stdout.off('error', leave)
  superseded.removeEventListener('abort', cancel)
  output.end()
  // Restore the terminal before printing more.
  input[Symbol.dispose]()
  if (superseded.aborted) return exitCodeOf(result)
  if (isReaderGone) return READER_GONE
  if (settings.json) process.stdout.write(resultAsJson(result, subject.language))
  else if (cases !== null && result.cases !== undefined) cases.end()
  else reportEnd(result)
  const isSaved = (await settings.saver?.save(withoutInputs(result.files ?? [], subject))) ?? true
  if (settings.time) reportTimes(result)
  // A program that failed by itself is the more important news.
  return exitCodeOf(result) || (isSaved ? 0 : OUTPUT_FAILED)
}

/** null when the cases are not shown. The comparison of texts is loaded only for cases. */
async function openReport({ cases, json }: RunSettings): Promise<CaseReport | null> {
  if (cases === null || json) return null
  const report = await import('./case-report.ts')
  return new report.CaseReport(cases.cases)
}

/** Throws the signal's reason if it aborts first. */
async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = Promise.withResolvers<never>()
  const abort = (): void => aborted.reject(signal.reason)
  signal.addEventListener('abort', abort)
  try {
    signal.throwIfAborted()
    return await Promise.race([promise, aborted.promise])
  } finally {
    signal.removeEventListener('abort', abort)
  }
}

function requestOf({ program, language }: RunTarget, settings: RunSettings, { size }: RunInput): RunRequest {
  const { args, limits, compileLimits, env, compileArgs, collect, cases, stopAtFirstFailure } = settings
  const entry = requestEntry(program, language)
  return {
    language: language.id,
    files: requestFiles(program, language),
    args: [...args],
    env: { ...env },
    compileArgs: [...compileArgs],
    limits,
    compileLimits,
    ...(entry !== undefined && { entry }),
    ...(size !== null && { tty: size }),
    ...(cases === null ? { collect: [...collect] } : { ...cases, stopAtFirstFailure }),
  }
}

/** Leaves out pictures that were sent with the program. */
function withoutInputs(files: readonly CollectedFile[], { program, language }: RunTarget): CollectedFile[] {
  const sent = new Map(requestFiles(program, language).map(({ path, content }) => [path, content]))
  return files.filter(({ path, content, encoding }) => {
    return sent.get(path) !== Buffer.from(content, encoding).toString('base64')
  })
}

/** Opens the program's input. Throws `path-refused`. */
export async function openInput({ stdin, json, cases }: RunSettings, interrupts: Interrupts): Promise<RunInput> {
  if (stdin === 'none' || cases !== null) return streamInput(Readable.from([]))
  if (stdin === 'inherit') return isAtTerminal() && !json ? terminalInput(interrupts) : streamInput(process.stdin)
  const refused = (why: string): SandrunError =>
    new SandrunError('path-refused', `Can't read ${stdin.file}: ${why}.`, {
      hint: 'Set --stdin to a file that you can read.',
    })
  const file = await open(stdin.file).catch((error: unknown) => {
    throw refused(reason(error))
  })
  if ((await file.stat()).isDirectory()) {
    await file.close()
    throw refused('it is a folder')
  }
  return streamInput(file.createReadStream())
}

/** Tells a person about the run; never in a pipe. */
function news(text: string): void {
  if (process.stderr.isTTY) tell(text)
}
