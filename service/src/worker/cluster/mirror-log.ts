import { encodeFrame } from '@sandrun/shared'
import { OUTPUT_CREDIT_BYTES } from '../../run-log/output-credit.ts'
import { readLog } from '../../run-log/read-log.ts'
import type { RunLog } from '../../run-log/run-log.ts'
import type { BusSink } from './bus-sink.ts'

/** The output of a batch run that is sent as it comes: its result has all of it. */
const BATCH = { bytes: OUTPUT_CREDIT_BYTES, pieces: 1000 }

/**
 * Sends a run's log to its follower, without its end: of a batch run only the first output, since nobody slows such a
 * program down.
 */
export function mirrorLog(log: RunLog, sink: BusSink, isLive: boolean): void {
  let rest = isLive ? { bytes: Infinity, pieces: Infinity } : BATCH
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
    const { channel, offset, bytes } = event
    rest = { bytes: rest.bytes - bytes.length, pieces: rest.pieces - 1 }
    if (rest.bytes < 0 || rest.pieces < 0) return
    void sink.tell({ type: 'output', channel, end: offset + bytes.length }, encodeFrame(channel, offset, bytes))
  })
}
