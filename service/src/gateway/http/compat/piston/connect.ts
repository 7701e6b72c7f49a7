import {
  type OutputChannel,
  type PhaseName,
  type PhaseResult,
  type RunResult,
  SIGNALS,
  SandrunError,
  type SignalName,
  parseOrThrow,
  toSandrunError,
} from '@sandrun/shared'
import * as z from 'zod/mini'
import { parseJson } from '../../../body/parse-json.ts'
import { inNamesOf } from '../../../adapted-run.ts'
import type { RunHandle } from '../../../../ports/run-host.ts'
import type { SubmittedRun } from '../../../submit.ts'
import type { LogEvent } from '../../../../run-log/log-event.ts'
import { readLog } from '../../../../run-log/read-log.ts'
import type { RunLog } from '../../../../run-log/run-log.ts'
import { PISTON_FIELDS } from './request.ts'

/** How long a client may take to send its init, as in Piston. */
const INIT_TIMEOUT_MS = 1000

/** Piston has no flow control: the most bytes of stdin that a program may leave unread. */
const MAX_STDIN_BYTES = 8 * 2 ** 20

/** Piston's close codes (api/src/api/v2.js). */
const CLOSE = {
  alreadyInitialized: [4000, 'Already Initialized'],
  initializationTimeout: [4001, 'Initialization Timeout'],
  notifiedError: [4002, 'Notified Error'],
  notYetInitialized: [4003, 'Not yet initialized'],
  onlyStdin: [4004, 'Can only write to stdin'],
  invalidSignal: [4005, 'Invalid signal'],
  jobCompleted: [4999, 'Job Completed'],
} as const

const MessageSchema = z.looseObject({ type: z.string() })
const DataSchema = z.object({ stream: z.string(), data: z.string() })
const SignalSchema = z.object({ signal: z.string() })

interface Socket {
  send(text: string, taken?: () => void): void
  close(code: number, reason: string): void
}

/** Starts the run of an init message; rejects with a SandrunError when it can't start. */
export type StartPistonRun = (body: unknown) => Promise<SubmittedRun>

/** A connection to Piston's `/connect`: an init, then data and signals until the job is done. */
export class PistonConnection {
  readonly #socket: Socket
  readonly #start: StartPistonRun
  readonly #decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() }
  readonly #timeout: NodeJS.Timeout
  #run: RunHandle | null = null
  #log: RunLog | null = null
  #stopReading = (): void => {}
  #phase: PhaseName | null = null
  #stdinSent = 0
  /** Messages that came while the run is submitted. */
  #waiting: string[] | null = null
  #open = true

  constructor(socket: Socket, start: StartPistonRun) {
    this.#socket = socket
    this.#start = start
    this.#timeout = setTimeout(() => this.#close('initializationTimeout'), INIT_TIMEOUT_MS)
  }

  receive(text: string): void {
    if (this.#waiting !== null) return void this.#waiting.push(text)
    try {
      this.#receive(text)
    } catch (error) {
      this.#fail(error)
    }
  }

  closed(): void {
    this.#open = false
    clearTimeout(this.#timeout)
    this.#stopReading()
    this.#run?.cancel()
  }

  #tell(event: LogEvent): void {
    switch (event.type) {
      case 'started':
        return this.#send({ type: 'runtime', language: event.language, version: event.version })
      case 'phase':
        if (this.#phase === 'compile') this.#send({ type: 'exit', stage: 'compile', code: 0, signal: null })
        this.#phase = event.name
        return this.#send({ type: 'stage', stage: event.name })
      case 'output':
        return this.#sendOutput(event.channel, event.bytes)
      case 'exit':
        return this.#finish(event.result)
      case 'error':
        return this.#fail(SandrunError.fromBody(event))
      case 'queued':
      case 'case':
      case 'gap':
    }
  }

  #sendOutput(channel: OutputChannel, bytes: Uint8Array): void {
    // A character may come in two parts, but each message must be whole text.
    const data = this.#decoders[channel].decode(bytes, { stream: true })
    const taken = (): void => this.#run?.consumed(bytes.length)
    if (data === '') return taken()
    this.#send({ type: 'data', stream: channel, data }, taken)
  }

  /** Ignores unknown types, as Piston does. */
  #receive(text: string): void {
    const message = parseOrThrow(MessageSchema, parseJson(text))
    switch (message.type) {
      case 'init':
        return this.#init(message)
      case 'data':
        return this.#write(message)
      case 'signal':
        return this.#signal(message)
    }
  }

  #init(message: unknown): void {
    if (this.#run !== null) return this.#close('alreadyInitialized')
    clearTimeout(this.#timeout)
    const waiting: string[] = []
    this.#waiting = waiting
    this.#start(message).then(
      (started) => this.#follow(started, waiting),
      (error: unknown) => this.#fail(error),
    )
  }

  #follow({ run, log }: SubmittedRun, waiting: readonly string[]): void {
    if (!this.#open) return run.cancel()
    this.#waiting = null
    this.#run = run
    this.#log = log
    this.#stopReading = readLog(log, (event) => this.#tell(event))
    for (const text of waiting) this.receive(text)
  }

  #write(message: unknown): void {
    if (this.#run === null) return this.#close('notYetInitialized')
    const { stream, data } = parseOrThrow(DataSchema, message)
    if (stream !== 'stdin') return this.#close('onlyStdin')
    const bytes = new TextEncoder().encode(data)
    this.#stdinSent += bytes.length
    if (this.#stdinSent - (this.#log?.stdinTaken ?? 0) > MAX_STDIN_BYTES) {
      throw new SandrunError('too-large', 'The program has too much unread input.')
    }
    this.#run.writeStdin(bytes)
  }

  #signal(message: unknown): void {
    if (this.#run === null) return this.#close('notYetInitialized')
    const { signal } = parseOrThrow(SignalSchema, message)
    if (!isSignal(signal)) return this.#close('invalidSignal')
    this.#run.signal(signal)
  }

  #finish(result: RunResult): void {
    for (const channel of ['stdout', 'stderr'] as const) {
      const data = this.#decoders[channel].decode()
      if (data !== '') this.#send({ type: 'data', stream: channel, data })
    }
    const phase = result.run ?? result.compile
    this.#send({ type: 'exit', stage: this.#phase ?? 'run', ...exitOf(result, phase) })
    this.#run = null
    this.#close('jobCompleted')
  }

  #fail(error: unknown): void {
    const { message } = inNamesOf(PISTON_FIELDS, toSandrunError(error))
    this.#send({ type: 'error', message })
    this.#close('notifiedError')
  }

  #send(message: object, taken?: () => void): void {
    this.#socket.send(JSON.stringify(message), taken)
  }

  #close(reason: keyof typeof CLOSE): void {
    clearTimeout(this.#timeout)
    const [code, text] = CLOSE[reason]
    this.#socket.close(code, text)
  }
}

/** In Piston's words, a stopped program was killed. */
function exitOf(
  { verdict }: RunResult,
  phase: PhaseResult | undefined,
): { code: number | null; signal: string | null } {
  const own = ['ok', 'runtime-error', 'compile-error', 'process-limit', 'disk-limit']
  if (phase === undefined || !own.includes(verdict)) return { code: null, signal: 'SIGKILL' }
  return { code: phase.exitCode, signal: phase.signal }
}

function isSignal(name: string): name is SignalName {
  return Object.hasOwn(SIGNALS, name)
}
