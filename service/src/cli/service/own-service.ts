import { randomBytes } from 'node:crypto'
import { rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { pino } from 'pino'
import { createApp } from '../../compose/all.ts'
import { readConfig } from '../../settings/environment.ts'
import type { ContainerEngine } from '../../ports/sandbox-engine.ts'
import { createOwnFolder } from './own-folder.ts'
import type { ServiceAddress } from './service-address.ts'

/** A service of this process, on a free port of loopback, with a secret token. */
export interface OwnService extends AsyncDisposable {
  address: ServiceAddress & { token: string }
}

/**
 * Starts one with these settings (docs/operations.md); the agent must be built. Disposing it leaves neither container
 * nor file behind. A killed process leaves no agents, but a temporary folder, which the next one removes.
 */
export async function startOwnService(engine: ContainerEngine, environment: NodeJS.ProcessEnv): Promise<OwnService> {
  const folder = await createOwnFolder()
  const removeFolder = (): Promise<void> => rm(folder, { recursive: true, force: true })
  const token = randomBytes(24).toString('hex')
  try {
    const { app, url } = await listen(engine, ownSettings(environment, token, folder))
    return {
      address: { url, token },
      async [Symbol.asyncDispose]() {
        try {
          await app.close()
        } finally {
          await removeFolder()
        }
      },
    }
  } catch (error) {
    await removeFolder()
    throw error
  }
}

async function listen(
  engine: ContainerEngine,
  environment: NodeJS.ProcessEnv,
): Promise<{ app: FastifyInstance; url: URL }> {
  const config = readConfig(environment)
  const app = await createApp(config, engine, pino({ level: 'silent' }))
  try {
    await app.listen({ host: config.host, port: config.port })
  } catch (error) {
    await app.close()
    throw error
  }
  const { port } = app.server.address() as AddressInfo
  return { app, url: new URL(`http://127.0.0.1:${port}`) }
}

function ownSettings(environment: NodeJS.ProcessEnv, token: string, folder: string): NodeJS.ProcessEnv {
  return {
    ...environment,
    HOST: '127.0.0.1',
    PORT: '0',
    SANDRUN_TOKEN: token,
    SANDRUN_ANONYMOUS: undefined,
    SANDRUN_OIDC_ISSUER: undefined,
    SANDRUN_OIDC_AUDIENCE: undefined,
    // Its only user needs no caps.
    SANDRUN_CAPS: `running=${Number.MAX_SAFE_INTEGER}`,
    // A unique name, so that its start does not remove the sandboxes of another service.
    SANDRUN_INSTANCE: `own-${randomBytes(6).toString('hex')}`,
    // Its state is not needed afterwards.
    SANDRUN_STATE_DIR: folder,
    SANDRUN_COMPILE_CACHE_DIR: join(folder, 'compiled'),
  }
}
