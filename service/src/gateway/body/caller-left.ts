import { SandrunError } from '@sandrun/shared'

/** For the log alone: nobody is there to be told. */
export function callerLeft(cause?: unknown): SandrunError {
  return new SandrunError('connection-lost', 'The client disconnected.', { cause })
}
