import closeWithGrace from 'close-with-grace'
import { pino, type Logger } from 'pino'
import { PinoPretty as pretty } from 'pino-pretty'
import { createApp } from './compose/all.ts'
import type { Config } from './settings/config.ts'
import { readConfig } from './settings/environment.ts'
import { openContainerEngine } from './compose/container-engine.ts'
import type { ClusterNode } from './compose/node.ts'
import { Drain } from './health/drain.ts'
import { escapeJson, escapeTexts } from './telemetry/log-text.ts'

/** Closing cancels every run and removes every sandbox; after this long the process ends anyway. */
const CLOSE_TIMEOUT_MS = 15_000

/** Starts the service and serves until a signal ends it. Calls `serving` with the address, or null for a worker. */
export async function serve(environment: NodeJS.ProcessEnv, serving: (address: string | null) => void): Promise<void> {
  const config = readConfig(environment)
  const log = createLog(config)
  const drain = new Drain()
  const node = await openNode(config, log, drain).catch((error: unknown) => {
    endSoon()
    throw error
  })
  let address: string | null = null
  try {
    if (node.app !== null) address = await node.app.listen({ host: config.host, port: config.port })
  } catch (error) {
    await node.close()
    throw error
  }
  // Only once it listens: before that, the caller reports a failure. A second signal ends the process at once.
  closeWithGrace({ delay: config.drainMs + CLOSE_TIMEOUT_MS, logger: log }, async ({ signal, err }) => {
    if (err !== undefined) log.fatal({ err }, 'the service ends after an unexpected error')
    if (signal === 'SIGTERM') await drainFor(config.drainMs, drain, node, log)
    await node.close()
  })
  serving(address)
}

/** Ends the process of a service that did not start, whatever is still open. Its supervisor starts it again. */
function endSoon(): void {
  setTimeout(() => process.exit(), CLOSE_TIMEOUT_MS).unref()
}

/** This machine as the whole service, or as a node. */
async function openNode(config: Config, log: Logger, drain: Drain): Promise<ClusterNode> {
  if (config.redis !== null) {
    const { composeNode } = await import('./compose/node.ts')
    return composeNode({
      config,
      url: config.redis,
      openEngine: openContainerEngine,
      openImages: openContainerEngine,
      log,
      drain,
    })
  }
  const app = await createApp(config, openContainerEngine(), log, drain)
  return { app, drain: async () => {}, close: () => app.close() }
}

/** At a terminal the service ends at once; a supervisor gives runs time to end by themselves. */
async function drainFor(timeoutMs: number, drain: Drain, node: ClusterNode, log: Logger): Promise<void> {
  log.info({ timeoutMs }, 'accepting no new runs; waiting for active runs')
  const late = AbortSignal.timeout(timeoutMs)
  const [empty] = await Promise.all([drain.begin(timeoutMs), node.drain(late)])
  if (!empty || late.aborted) log.warn('cancelling active runs')
}

/** JSON for machines, lines for people at a terminal. Neither contains a program's source or output. */
function createLog({ logLevel }: Config): Logger {
  const isForPeople = process.stderr.isTTY
  const options = {
    level: logLevel,
    redact: ['req.headers.authorization'],
    hooks: { streamWrite: isForPeople ? escapeTexts : escapeJson },
  }
  if (!isForPeople) return pino(options, pino.destination(2))
  // No transport, which is a thread and needs files that no bundle has.
  return pino(options, pretty({ destination: 2, ignore: 'pid,hostname' }))
}
