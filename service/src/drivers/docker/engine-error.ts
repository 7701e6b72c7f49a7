import { SandrunError } from '@sandrun/shared'

/** Turns an error of the engine into a SandrunError. */
export function engineError(error: unknown): SandrunError {
  if (error instanceof SandrunError) return error
  const status = statusOf(error)
  if (status === null) {
    return new SandrunError('docker-unavailable', `Can't reach Docker (${messageOf(error)}).`, { cause: error })
  }
  // The words of Docker (404) and Podman (500).
  if (/no such image|: image not known/i.test(messageOf(error))) {
    return new SandrunError('image-missing', "This language's image is not built.", { cause: error })
  }
  return new SandrunError('sandbox-failed', `Docker refused (${messageOf(error)}).`, { cause: error })
}

/** Whether the engine says that the thing is gone or going; a removal wants either. */
export function isGone(error: unknown): boolean {
  const status = statusOf(error)
  return status === 404 || (status === 409 && /already in progress/.test(messageOf(error)))
}

/** Whether the engine keeps an image or a volume because something uses it. */
export function isInUse(error: unknown): boolean {
  return statusOf(error) === 409
}

function statusOf(error: unknown): number | null {
  if (!(error instanceof Error) || !('statusCode' in error)) return null
  return typeof error.statusCode === 'number' ? error.statusCode : null
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
