import { once } from 'node:events'
import { rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { SHARED_SERVICE_FILE, type SharedService, type SharedServiceMessage, toSandrunError } from '@sandrun/shared'
import { openContainerEngine } from '../../compose/container-engine.ts'
import { lockFolder } from '../../compose/folder-lock.ts'
import { loadCatalog } from '../../languages/catalog.ts'
import { requireLimits } from '../../model/required-limits.ts'
import { readConfig } from '../../settings/environment.ts'
import { Interrupts } from '../command/interrupts.ts'
import { type OwnService, startOwnService } from './own-service.ts'
import { Presence } from './presence.ts'
import { buildOrThrow } from './private-service.ts'

/** The default wait for the next user: longer than a window takes to reload. */
const LINGER_SECONDS = 300

export interface SharedOptions {
  shared: string
  linger?: string
}

/**
 * Serves all users of the folder, on a free port of loopback, until nobody has used it for a while. The first process
 * holds the folder's lock; another one reports that and ends. Never throws: an error becomes a message.
 */
export async function runSharedService({ shared: folder, linger }: SharedOptions): Promise<number> {
  // The starter may have left or not listen: the service continues.
  process.stderr.on('error', () => {})
  try {
    using lock = lockFolder(folder)
    if (lock === null) return tell({ state: 'taken' }, 0)
    await serve(folder, Number(linger ?? LINGER_SECONDS) * 1000)
    return 0
  } catch (error) {
    const { code, message, hint } = toSandrunError(error)
    return tell({ state: 'failed', code, message, hint }, 1)
  }
}

async function serve(folder: string, lingerMs: number): Promise<void> {
  using interrupts = new Interrupts()
  const { signal } = interrupts
  const engine = openContainerEngine()
  requireLimits(await engine.info())
  const { languagesDir } = readConfig(process.env)
  await buildOrThrow(await loadCatalog(languagesDir), [], engine, { signal, lines: true })
  await using service = await startOwnService(engine, { ...process.env, SANDRUN_WARM: 'used' })
  await using presence = await Presence.open(service.address.token, lingerMs)
  const record = join(folder, SHARED_SERVICE_FILE)
  await writeRecord(record, service, presence)
  try {
    tell({ state: 'listening' }, 0)
    await Promise.race([presence.unused, once(signal, 'abort')])
  } finally {
    // This process still holds the lock, so nobody else has written it.
    await rm(record, { force: true })
  }
}

/** Written all or nothing, and readable only by its owner. */
async function writeRecord(path: string, { address }: OwnService, { port }: Presence): Promise<void> {
  const passing = `${path}.${process.pid}`
  const record: SharedService = { url: address.url.origin, token: address.token, presence: port, pid: process.pid }
  await writeFile(passing, JSON.stringify(record), { mode: 0o600 })
  await rename(passing, path)
}

/** On standard output; standard error is for people. */
function tell(message: SharedServiceMessage, code: number): number {
  process.stdout.write(`${JSON.stringify(message)}\n`)
  return code
}
