import { SandrunError, STDIN_WINDOW_BYTES } from '@sandrun/shared'
import type { AttachedContainer } from '../../ports/sandbox-engine.ts'
import { type AgentFrame, AgentFrameDecoder, encodeHostFrame, type HostFrame, type PrepareFrame } from './frames.ts'

/** How often the host pings the agent, which leaves after 20 s of silence. */
const PING_INTERVAL_MS = 5000
/**
 * This many unanswered pings mean that the agent is lost. This counts pings, not time: after the machine slept, or this
 * process was paused, an answer may still lie unread.
 */
const MAX_UNANSWERED = 4

type Exit = Extract<AgentFrame, { type: 'exit' }>
type Failed = Extract<AgentFrame, { type: 'failed' }>

/** Receives the messages of the agent in a run's sandbox. */
export interface AgentListener {
  /** `prepared`: in a prepared runtime. */
  started(phase: 'compile' | 'run', prepared: boolean): void
  output(channel: 'stdout' | 'stderr', bytes: Uint8Array): void
  exited(exit: Exit): void
  failed(failure: Failed): void
  stdinTaken(bytes: number): void
  /** Whether the program waits for its stdin now. */
  waiting(is: boolean): void
  fileBegun(path: string, executable: boolean): void
  fileContent(bytes: Uint8Array): void
  collected(leftOut: boolean, unmatched: readonly number[]): void
  resetDone(ok: boolean, message: string): void
  /** `code`: one of AGENT_WARNINGS. */
  warned(code: number, text: string): void
  /** The container is gone, or its agent no longer answers. */
  lost(reason: string): void
}

export type { Exit as AgentExit, Failed as AgentFailure }

/** The host's end of the stream to one agent. */
export class AgentSession {
  /** Resolves at the agent's first frame; rejects when the container ends before it. */
  readonly ready: Promise<void>
  /** Resolves with the reason when the container is gone or its agent no longer answers. */
  readonly lost: Promise<string>
  readonly #ready = Promise.withResolvers<void>()
  readonly #loss = Promise.withResolvers<string>()
  readonly #container: AttachedContainer
  readonly #decoder = new AgentFrameDecoder()
  readonly #pinger: NodeJS.Timeout
  #listener: AgentListener | null = null
  #unanswered = 0
  #lost: string | null = null
  /** What `together` collects. */
  #together: HostFrame[] | null = null
  #credit = 0
  #log = ''
  #stdinQueue: Uint8Array[] = []
  #stdinUnderWay = 0
  #stdinEnding = false
  #prepared: PromiseWithResolvers<string | null> | null = null

  constructor(container: AttachedContainer) {
    this.ready = this.#ready.promise
    this.ready.catch(() => {})
    this.lost = this.#loss.promise
    this.#container = container
    container.onOutput(
      (bytes) => this.#receive(bytes),
      (text) => (this.#log = (this.#log + text).slice(-1000)),
    )
    container.onEnd(() => this.#lose(this.#log === '' ? 'its container ended' : this.#log.trim()))
    this.#pinger = setInterval(() => this.#ping(), PING_INTERVAL_MS)
    this.#pinger.unref()
  }

  get alive(): boolean {
    return this.#lost === null
  }

  /** How many bytes of output the agent may still send. */
  get credit(): number {
    return this.#credit
  }

  /** Sends everything to `listener` from now on. */
  listen(listener: AgentListener): void {
    this.#listener = listener
    if (this.#lost !== null) listener.lost(this.#lost)
  }

  send(...frames: readonly HostFrame[]): void {
    if (this.#lost !== null) return
    for (const frame of frames) if (frame.type === 'grant') this.#credit += frame.bytes
    if (this.#together === null) this.#write(frames)
    else this.#together.push(...frames)
  }

  /** Sends in one write what `action` sends. */
  together(action: () => void): void {
    const frames: HostFrame[] = []
    this.#together = frames
    try {
      action()
    } finally {
      this.#together = null
    }
    if (frames.length > 0) this.#write(frames)
  }

  /** Prepares a runtime for the first program of its phase. Resolves with null, or with the reason for a failure. */
  prepare(frame: Omit<PrepareFrame, 'type'>): Promise<string | null> {
    this.#prepared ??= Promise.withResolvers()
    if (this.#lost === null) this.send({ type: 'prepare', ...frame })
    else this.#prepared.resolve(this.#lost)
    return this.#prepared.promise
  }

  /** Resolves when the sent frames have left this process; paces large jobs. */
  drained(): Promise<void> {
    return this.#container.drained()
  }

  /** Sends bytes to the program as the agent has room for them. */
  writeStdin(bytes: Uint8Array): void {
    if (bytes.length === 0) return
    this.#stdinQueue.push(bytes)
    this.#pumpStdin()
  }

  /** Sends all of a program's stdin. */
  giveStdin(bytes: Uint8Array): void {
    this.writeStdin(bytes)
    this.endStdin()
  }

  endStdin(): void {
    this.#stdinEnding = true
    this.#pumpStdin()
  }

  /** The program has ended: drops the rest of its stdin, so that the next program's stdin starts empty. */
  dropStdin(): void {
    this.#stdinQueue = []
    this.#pumpStdin()
  }

  /** Stops the pings; the container's owner removes the container. */
  close(): void {
    clearInterval(this.#pinger)
    this.#listener = null
  }

  #write(frames: readonly HostFrame[]): void {
    const [only] = frames
    // A single write, so that a whole job reaches the daemon at once.
    this.#container.write(
      frames.length === 1 && only !== undefined ? encodeHostFrame(only) : Buffer.concat(frames.map(encodeHostFrame)),
    )
  }

  #receive(bytes: Uint8Array): void {
    this.#unanswered = 0
    try {
      for (const frame of this.#decoder.push(bytes)) this.#dispatch(frame)
    } catch (error) {
      this.#lose(error instanceof Error ? error.message : String(error))
    }
  }

  #dispatch(frame: AgentFrame): void {
    const listener = this.#listener
    switch (frame.type) {
      case 'ready':
        return this.#ready.resolve()
      case 'started':
        return listener?.started(frame.phase, frame.prepared)
      case 'prepared':
        return this.#prepared?.resolve(frame.ok ? null : frame.message)
      case 'stdout':
      case 'stderr':
        this.#credit -= frame.bytes.length
        return listener?.output(frame.type, frame.bytes)
      case 'exit':
        return listener?.exited(frame)
      case 'failed':
        return listener?.failed(frame)
      case 'stdin-ack':
        this.#stdinUnderWay -= frame.bytes
        this.#pumpStdin()
        return listener?.stdinTaken(frame.bytes)
      case 'waiting':
        return listener?.waiting(frame.waiting)
      case 'warn':
        return listener?.warned(frame.code, frame.message)
      case 'pong':
        return
      case 'file-begin':
        return listener?.fileBegun(frame.path, frame.executable)
      case 'file-data':
        this.#credit -= frame.bytes.length
        return listener?.fileContent(frame.bytes)
      case 'collected':
        return listener?.collected(frame.leftOut, frame.unmatched)
      case 'reset-done':
        return listener?.resetDone(frame.ok, frame.message)
    }
  }

  #pumpStdin(): void {
    let chunk = this.#stdinQueue[0]
    while (chunk !== undefined && this.#stdinUnderWay < STDIN_WINDOW_BYTES) {
      const length = Math.min(chunk.length, STDIN_WINDOW_BYTES - this.#stdinUnderWay)
      this.send({ type: 'stdin', bytes: chunk.subarray(0, length) })
      this.#stdinUnderWay += length
      if (length < chunk.length) this.#stdinQueue[0] = chunk.subarray(length)
      else this.#stdinQueue.shift()
      chunk = this.#stdinQueue[0]
    }
    if (!this.#stdinEnding || this.#stdinQueue.length > 0) return
    this.#stdinEnding = false
    this.send({ type: 'stdin-end' })
  }

  #ping(): void {
    if (this.#unanswered >= MAX_UNANSWERED) return this.#lose('its agent stopped answering')
    this.#unanswered++
    this.send({ type: 'ping', token: 0 })
  }

  #lose(reason: string): void {
    if (this.#lost !== null) return
    this.#lost = reason
    this.#loss.resolve(reason)
    this.#prepared?.resolve(reason)
    clearInterval(this.#pinger)
    this.#ready.reject(new SandrunError('sandbox-failed', `The sandbox did not start: ${reason}.`))
    this.#listener?.lost(reason)
  }
}
