import type { Principal } from '../../model/principal.ts'
import { runToEnd } from '../run-to-end.ts'
import type { Submit } from '../submit.ts'
import type { LogEvent } from '../../run-log/log-event.ts'
import type { SessionHost } from '../../ports/session-host.ts'
import type { ToolHost } from './tool-host.ts'

/** Tools that use this service, for one principal. */
export function serviceHost(runs: Submit, sessions: SessionHost, principal: Principal): ToolHost {
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
    stopSession: async (id) => (await sessions.find(id, principal.id)).end(),
  }
}
