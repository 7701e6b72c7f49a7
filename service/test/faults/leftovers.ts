import { readdir, readFile } from 'node:fs/promises'
import { setTimeout } from 'node:timers/promises'
import { LABELS } from '../../src/model/labels.ts'
import type { ContainerSummary } from '../../src/ports/sandbox-engine.ts'
import { ownerName } from '../../src/worker/pool/owner.ts'
import type { OwnEngine } from './own-engine.ts'
import { startOf } from './sandbox-faults.ts'
import type { Target } from './target.ts'

/** The engine removes the last of them a moment after their end. */
const GONE_MS = 20_000

/** The service's databases with SQLite's own files beside them, and what mke2fs makes. */
const STATE_FILE = /^(?:(?:sandrun|jobs-[\w-]+|node-\d+)\.db(?:-wal|-shm|-journal)?|lost\+found)$/

/** What is still there although there was time to remove it, while the service works: one line each. */
export async function strayThings(target: Target): Promise<string[]> {
  return stillThere(async () => [
    ...(await strayContainers(target)),
    ...(await strayVolumes(target.engine)),
    ...(await strayProcesses(target)),
    ...(await strayFiles(target)),
  ])
}

/** Waits until there is no volume that no container uses, if that happens while there is time. */
export async function unusedVolumesGone({ engine }: Target): Promise<void> {
  await stillThere(() => unusedVolumes(engine))
}

/** Containers, volumes, processes and files that are left after the service has stopped. */
export async function findLeftovers(target: Target, temporary: string): Promise<string[]> {
  const { engine } = target
  return stillThere(async () => [
    ...(await existing(engine, await engine.client.listContainers({}))).map(lineOf),
    ...(await unnamed(engine)).map((name) => `volume ${name}`),
    ...(await strayProcesses(target)),
    ...(await strayFiles(target)),
    ...(await readdir(temporary)).map((name) => `file ${name} among the temporary files`),
  ])
}

/** Containers that belong to no living service, or that do not run. */
async function strayContainers({ engine, supervisor }: Target): Promise<string[]> {
  const all = await engine.client.listContainers({ [LABELS.owner]: '' })
  const owner = supervisor.url === null ? '' : ownerName(supervisor.pid)
  const stray = all.filter(({ labels, state }) => labels[LABELS.owner] !== owner || state !== 'running')
  return (await existing(engine, stray)).map(lineOf)
}

/**
 * Without those that are mounted although no container uses them: containerd died while Docker started their container,
 * and Docker refuses to remove them ("volume has active mounts") until it starts again.
 */
async function strayVolumes(engine: OwnEngine): Promise<string[]> {
  const mounts = await readFile('/proc/self/mounts', 'utf8')
  return (await unusedVolumes(engine)).filter((line) => !mounts.includes(`/${line.split(' ')[1]}/_data `))
}

async function unusedVolumes(engine: OwnEngine): Promise<string[]> {
  return (await unnamed(engine, ['--filter', 'dangling=true'])).map((name) => `volume ${name}`)
}

/** First processes of sandboxes that a fault hit, and processes in containers that the engine no longer has. */
async function strayProcesses({ engine, processes, contained }: Target): Promise<string[]> {
  const found: string[] = []
  for (const [pid, start] of processes) if (start !== '' && (await startOf(pid)) === start) found.push(`process ${pid}`)
  const known = new Map<string, boolean>()
  for (const { pid, container, words } of await contained()) {
    const isKnown = known.get(container) ?? (await engine.knows(container))
    known.set(container, isKnown)
    if (!isKnown) found.push(`process ${pid} (${words.slice(0, 3).join(' ')}) of no container`)
  }
  return found
}

async function strayFiles({ disks }: Target): Promise<string[]> {
  const names = await readdir(disks.state.folder, { recursive: true })
  return names.filter((name) => !STATE_FILE.test(name)).map((name) => `file ${name} in the state directory`)
}

/**
 * Volumes without a name belong to containers. Ours have labels, unless dockerd was killed between making a volume and
 * writing its labels down: then nobody can tell whose it is.
 */
async function unnamed(engine: OwnEngine, filters: readonly string[] = []): Promise<string[]> {
  const volumes = await engine.lines('volume', 'ls', '--quiet', '--filter', `label=${LABELS.owner}`, ...filters)
  return volumes.filter((name) => /^[0-9a-f]{64}$/.test(name))
}

/**
 * Those of them that exist. After a kill of dockerd, its successor can list a container that it has removed, as "dead":
 * it has neither files nor volumes, and nobody can remove it, because every request about it gets a 404.
 */
async function existing(engine: OwnEngine, listed: readonly ContainerSummary[]): Promise<ContainerSummary[]> {
  const found: ContainerSummary[] = []
  for (const container of listed) if (await engine.knows(container.id)) found.push(container)
  return found
}

function lineOf({ id, state }: ContainerSummary): string {
  return `container ${id.slice(0, 12)} (${state})`
}

/** What is found at every look until it must be gone. */
async function stillThere(look: () => Promise<string[]>): Promise<string[]> {
  const until = performance.now() + GONE_MS
  let lasting: string[] | null = null
  for (;;) {
    const found = await look()
    lasting = lasting === null ? found : lasting.filter((one) => found.includes(one))
    if (lasting.length === 0 || performance.now() > until) return lasting
    await setTimeout(500)
  }
}
