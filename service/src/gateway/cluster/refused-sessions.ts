import type { SessionInfo } from '@sandrun/shared'
import type { SessionHost } from '../../ports/session-host.ts'
import { notInCluster } from './remote-host.ts'

/** A session is a sandbox on one machine, and gateways of a cluster can't find it. */
export class RefusedSessions implements SessionHost {
  async create(): Promise<never> {
    throw notInCluster('Sessions')
  }

  async find(): Promise<never> {
    throw notInCluster('Sessions')
  }

  async list(): Promise<SessionInfo[]> {
    return []
  }
}
