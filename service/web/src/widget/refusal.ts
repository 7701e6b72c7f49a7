import { SandrunError } from '@sandrun/shared'

type Ask = (url: URL, request: RequestInit) => Promise<Response>

/**
 * The reason why there is no connection. A browser does not tell a page why its WebSocket was refused, so this asks for
 * two other things: the widget's script, which every page may read, and `/healthz`, which only allowed pages may.
 */
export async function reasonFor(thrown: unknown, server: URL, fetch: Ask): Promise<unknown> {
  if (!(thrown instanceof SandrunError) || thrown.code !== 'unreachable') return thrown
  const answers = (path: string): Promise<boolean> =>
    fetch(new URL(path, server), { method: 'HEAD', cache: 'no-store' }).then(
      ({ ok }) => ok,
      () => false,
    )
  const [isThere, isAllowed] = await Promise.all([answers('/sandrun-editor.js'), answers('/healthz')])
  if (!isThere || isAllowed) return thrown
  return new SandrunError('origin-refused', `Pages of ${location.origin} may not use this service.`, { cause: thrown })
}
