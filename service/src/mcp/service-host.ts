import type { Principal } from '../access/principal.ts'
import { runToEnd } from '../run/run-to-end.ts'
import type { RunService } from '../run/run-service.ts'
import type { LogEvent } from '../run-log/log-event.ts'
import type { Sessions } from '../session/sessions.ts'
import type { ToolHost } from './tool-host.ts'

/** Tools that work on this service, for one principal. */
export function serviceHost(runs: RunService, sessions: Sessions, principal: Principal): ToolHost {
  return {
    async languages() {
      await runs.refresh()
      return runs.languages()
    },
    run: (request, { signal, queued }) => {
      const read = (event: LogEvent): void => {
        if (event.type === 'queued') queued(event.position)
      }
      return runToEnd(runs, request, { principal, signal, read })
    },
    createSession: (request, signal) => sessions.create(request, principal, signal),
    stopSession: (id) => sessions.find(id, principal.id).end(),
  }
}
