import type { RunRequest, RunResult } from '@sandrun/shared'
import type { RunHandlers } from '@sandrun/shared/client'
import type { Service } from './service.ts'

/**
 * Runs a request without typed input to its end. Aborting cancels it: the result's verdict then is `cancelled`, or the
 * signal's reason is thrown if the service did not have it yet. Throws a SandrunError if it is refused or lost.
 */
export async function runOnce(
  service: Service,
  request: RunRequest,
  { signal, ...handlers }: RunHandlers & { signal: AbortSignal },
): Promise<RunResult> {
  const client = await service.take(signal)
  const cancel = (): void => active.cancel()
  const active = client.run(request, handlers)
  signal.addEventListener('abort', cancel, { once: true })
  if (signal.aborted) cancel()
  try {
    const result = await active.result
    service.release(client)
    return result
  } catch (error) {
    client.close()
    throw error
  } finally {
    signal.removeEventListener('abort', cancel)
  }
}
