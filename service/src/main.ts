import closeWithGrace from 'close-with-grace'
import { pino, type Logger } from 'pino'
import { createApp } from './app.ts'
import { type Config, readConfig } from './config.ts'
import { DockerEngine } from './container/docker-engine.ts'

/** Closing cancels every run and removes every sandbox; after this long the process ends all the same. */
const CLOSE_TIMEOUT_MS = 15_000

/** Starts the service and serves until a signal ends it. `listening` hears the address. */
export async function serve(environment: NodeJS.ProcessEnv, listening: (address: string) => void): Promise<void> {
  const config = readConfig(environment)
  const log = createLog(config)
  const app = await createApp(config, new DockerEngine(), log)
  closeWithGrace({ delay: CLOSE_TIMEOUT_MS, logger: log }, async () => {
    await app.close()
  })
  try {
    listening(await app.listen({ host: config.host, port: config.port }))
  } catch (error) {
    await app.close()
    throw error
  }
}

/** JSON for machines, lines for people: a terminal decides. Neither ever sees a program's source or output. */
function createLog({ logLevel }: Config): Logger {
  const options = { level: logLevel, redact: ['req.headers.authorization'] }
  if (!process.stderr.isTTY) return pino(options, pino.destination(2))
  return pino({ ...options, transport: { target: 'pino-pretty', options: { destination: 2, ignore: 'pid,hostname' } } })
}
