import { SandrunError } from '@sandrun/shared'

/** For a session that ended, never existed or belongs to another: the error does not say which. */
export function noSuchSession(): SandrunError {
  return new SandrunError('not-found', 'Unknown session.', {
    hint: 'A session ends when it is idle for too long or loses its sandbox. Create a new one.',
  })
}

export function tooManySessions(most: number): SandrunError {
  return new SandrunError('too-many-sessions', `You already have ${most} sessions, your limit.`)
}
