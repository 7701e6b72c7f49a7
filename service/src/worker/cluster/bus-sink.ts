import { decodeFrame, type OutputChannel, type ServerMessage } from '@sandrun/shared'
import { encodeLinkFrame, type PlainToGateway } from '../../model/link-frame.ts'
import type { Follower } from '../../ports/directory.ts'
import type { Bus } from '../../ports/bus.ts'
import type { RunSink } from '../../ports/live-run.ts'

export interface BusSinkOptions {
  run: string
  follower: Follower
  /** Id of this node. */
  node: () => string
  bus: Pick<Bus, 'send'>
  /** The client acknowledges output, so delivery to the gateway counts as taken. */
  resumable: boolean
}

/** Sends a run's messages to one client's link at a gateway. */
export class BusSink implements RunSink {
  readonly follower: Follower
  readonly #options: BusSinkOptions
  readonly #untaken: (() => void)[] = []
  readonly #ends: Record<OutputChannel, number>
  #sent = 0
  #expected = 0

  /** `from`: the client's offset in each channel. */
  constructor(options: BusSinkOptions, from: Record<OutputChannel, number> = { stdout: 0, stderr: 0 }) {
    this.#options = options
    this.follower = options.follower
    this.#ends = { stdout: from.stdout, stderr: from.stderr }
  }

  tell(frame: PlainToGateway, bytes?: Uint8Array): Promise<boolean> {
    const { run, follower, node, bus } = this.#options
    const head = { run, link: follower.link, from: node(), n: this.#sent++ }
    return bus.send(follower.node, encodeLinkFrame({ ...frame, ...head }, bytes)).catch(() => false)
  }

  send(message: ServerMessage): void {
    if (message.type === 'gap') this.#ends[message.channel] = message.to
    void this.tell({ type: 'message', message })
  }

  sendBytes(message: Uint8Array, taken: () => void): void {
    const frame = decodeFrame(message)
    if (frame === null || frame.channel === 'stdin') throw new Error('Only output goes to a client.')
    const { channel, bytes } = frame
    this.#ends[channel] += bytes.length
    const sent = this.tell({ type: 'output', channel, end: this.#ends[channel] }, message)
    if (this.#options.resumable) void sent.then(taken)
    else this.#untaken.push(taken)
  }

  ended(): void {
    void this.tell({ type: 'ended' })
  }

  takenOver(): void {
    void this.tell({ type: 'taken-over' })
  }

  interrupted(): void {
    void this.tell({ type: 'broken' })
  }

  /** The client's socket has taken the oldest output that was not yet taken. */
  took(): void {
    this.#untaken.shift()?.()
  }

  /** What a frame's number says: a `duplicate` was received before, and before a `gap` earlier frames are missing. */
  accept(n: number): 'next' | 'duplicate' | 'gap' {
    if (n < this.#expected) return 'duplicate'
    if (n > this.#expected) return 'gap'
    this.#expected++
    return 'next'
  }
}
