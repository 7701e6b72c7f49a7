import { SandrunError } from '@sandrun/shared'

/** For the log alone: the caller is gone. */
export function callerLeft(cause?: unknown): SandrunError {
  return new SandrunError('connection-lost', 'The client disconnected.', { cause })
}
