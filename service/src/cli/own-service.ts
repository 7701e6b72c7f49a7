import { randomBytes } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { pino } from 'pino'
import { createApp } from '../app.ts'
import { readConfig } from '../config.ts'
import type { ContainerEngine } from '../container/port.ts'
import type { ServiceAddress } from './service-address.ts'

/** A service of this process alone, on a free port of loopback, which nobody else has the token of. */
export interface OwnService extends AsyncDisposable {
  address: ServiceAddress
}

/**
 * Starts one with these settings (docs/operations.md); the agent must be built. Disposing it leaves no container
 * behind, and neither does a process that is killed: the agents leave with it.
 */
export async function startOwnService(engine: ContainerEngine, environment: NodeJS.ProcessEnv): Promise<OwnService> {
  const token = randomBytes(24).toString('hex')
  const config = readConfig({
    ...environment,
    HOST: '127.0.0.1',
    PORT: '0',
    SANDRUN_TOKEN: token,
    // Of its own, or its start would sweep away the sandboxes of another service.
    SANDRUN_INSTANCE: `own-${randomBytes(6).toString('hex')}`,
  })
  const app = await createApp(config, engine, pino({ level: 'silent' }))
  try {
    await app.listen({ host: config.host, port: config.port })
  } catch (error) {
    await app.close()
    throw error
  }
  const { port } = app.server.address() as AddressInfo
  return {
    address: { url: new URL(`http://127.0.0.1:${port}`), token },
    [Symbol.asyncDispose]: async () => {
      await app.close()
    },
  }
}
