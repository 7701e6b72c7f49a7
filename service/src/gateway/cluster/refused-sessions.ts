import type { SessionInfo } from '@sandrun/shared'
import type { SessionHost } from '../../ports/session-host.ts'
import { notInCluster } from './remote-host.ts'

/** A session is a sandbox of one machine, and nobody here would find it. */
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
