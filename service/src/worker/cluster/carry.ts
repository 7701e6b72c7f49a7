import type { Received, ToWorker } from '../../model/link-frame.ts'
import type { LiveRun } from '../../ports/live-run.ts'
import type { RunHandle } from '../../ports/run-host.ts'
import type { BusSink } from './bus-sink.ts'

/**
 * Does what a gateway's frame asks of a run to which no client can reconnect. `answer`: whether the program may start.
 */
export function carry({ frame, bytes }: Received<ToWorker>, run: RunHandle, answer: (may: boolean) => void): void {
  switch (frame.type) {
    case 'stdin':
      return run.writeStdin(bytes)
    case 'stdin-end':
      return run.endStdin()
    case 'signal':
      return run.signal(frame.name)
    case 'resize':
      return run.resize(frame)
    case 'consumed':
      return run.consumed(frame.bytes)
    case 'begin':
      return answer(frame.may)
    case 'attach':
    case 'rejoin':
    case 'cancel':
    case 'ack':
    case 'taken':
    case 'detach':
    case 'order':
    case 'keep':
    case 'ask':
  }
}

/** The same for a run that a client follows. */
export function carryLive(
  { frame, bytes }: Received<ToWorker>,
  live: LiveRun,
  sink: BusSink,
  answer: (may: boolean) => void,
): void {
  switch (frame.type) {
    case 'stdin':
      return live.receiveStdin(frame.sequence % 2 ** 32, bytes)
    case 'stdin-end':
      return live.endStdin()
    case 'signal':
      return live.signal(frame.name)
    case 'resize':
      return live.resize(frame)
    case 'ack':
      return void live.acknowledge(frame)
    case 'taken':
      return sink.took()
    case 'detach':
      return live.detach(sink)
    case 'begin':
      return answer(frame.may)
    case 'attach':
    case 'rejoin':
    case 'cancel':
    case 'consumed':
    case 'order':
    case 'keep':
    case 'ask':
  }
}
