import { readdir } from 'node:fs/promises'
import { setTimeout } from 'node:timers/promises'
import { LABELS } from '../../src/model/labels.ts'
import type { ContainerSummary } from '../../src/ports/sandbox-engine.ts'
import { ownerName } from '../../src/worker/pool/owner.ts'
import type { OwnEngine } from './own-engine.ts'
import { startOf } from './sandbox-faults.ts'
import type { Target } from './target.ts'

/** The engine removes the last of them a moment after their end. */
const GONE_MS = 20_000

/** Containers that belong to no living service, or that do not run, although there was time to remove them. */
export async function strayContainers({ engine, supervisor }: Target): Promise<string[]> {
  return stillThere(async () => {
    const all = await engine.client.listContainers({ [LABELS.owner]: '' })
    const owner = supervisor.url === null ? '' : ownerName(supervisor.pid)
    const stray = all.filter(({ labels, state }) => labels[LABELS.owner] !== owner || state !== 'running')
    return (await existing(engine, stray)).map(lineOf)
  })
}

/** Waits until there is no volume that no container uses, if that happens while there is time. */
export async function unusedVolumesGone({ engine }: Target): Promise<void> {
  await stillThere(() => unnamed(engine, ['--filter', 'dangling=true']))
}

/** Containers, volumes, processes and files that are left after the service has stopped. */
export async function findLeftovers({ engine, processes }: Target, temporary: string): Promise<string[]> {
  return stillThere(async () => {
    const alive: number[] = []
    for (const [pid, start] of processes) if (start !== '' && (await startOf(pid)) === start) alive.push(pid)
    return [
      ...(await existing(engine, await engine.client.listContainers({}))).map(lineOf),
      ...(await unnamed(engine)).map((name) => `volume ${name}`),
      ...alive.map((pid) => `process ${pid}`),
      ...(await readdir(temporary)).map((name) => `file ${name}`),
    ]
  })
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
