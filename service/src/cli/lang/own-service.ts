import type { AddressInfo } from 'node:net'
import { pino } from 'pino'
import { createApp } from '../../app.ts'
import { readConfig } from '../../config.ts'
import type { ContainerEngine } from '../../container/port.ts'

/** A service of this process alone, on a free port of loopback. */
export interface OwnService extends AsyncDisposable {
  url: URL
}

/** Starts one for the packs of `directory`; disposing it leaves no container behind. */
export async function startOwnService(
  engine: ContainerEngine,
  directory: string,
  maxSandboxes: number,
): Promise<OwnService> {
  const config = readConfig({
    HOST: '127.0.0.1',
    PORT: '0',
    SANDRUN_INSTANCE: `lang-test-${process.pid}`,
    SANDRUN_LANGUAGES_DIR: directory,
    SANDRUN_MAX_SANDBOXES: String(maxSandboxes),
  })
  const app = await createApp(config, engine, pino({ level: 'silent' }))
  await app.listen({ host: config.host, port: config.port })
  const { port } = app.server.address() as AddressInfo
  return {
    url: new URL(`http://127.0.0.1:${port}`),
    [Symbol.asyncDispose]: async () => {
      await app.close()
    },
  }
}
