import { encodeFrame } from '@sandrun/shared'
import { readLog } from '../../run-log/read-log.ts'
import type { RunLog } from '../../run-log/run-log.ts'
import type { BusSink } from './bus-sink.ts'

/** Sends a run's log to its follower, without its end; for a batch run without output, which is in the result. */
export function mirrorLog(log: RunLog, sink: BusSink, withOutput: boolean): void {
  let taken = 0
  log.follow(() => {
    if (log.stdinTaken === taken) return
    taken = log.stdinTaken
    sink.send({ type: 'stdin-ack', offset: taken })
  })
  readLog(log, (event) => {
    if (event.type === 'exit' || event.type === 'error' || event.type === 'gap') return
    if (event.type !== 'output') {
      const { order: _order, atMs: _atMs, ...message } = event
      return sink.send(message)
    }
    if (!withOutput) return
    const { channel, offset, bytes } = event
    void sink.tell({ type: 'output', channel, end: offset + bytes.length }, encodeFrame(channel, offset, bytes))
  })
}
