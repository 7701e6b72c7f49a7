import { readdir, readFile } from 'node:fs/promises'
import { setTimeout } from 'node:timers/promises'
import { LABELS } from '../../src/model/labels.ts'
import { ownerName } from '../../src/worker/pool/owner.ts'
import { startOf } from './sandbox-faults.ts'
import type { Target } from './target.ts'

/** The engine removes the last of them a moment after their end. */
const GONE_MS = 20_000

/** Containers that belong to no living service, or that do not run, although the engine had time to remove them. */
export async function strayContainers({ engine, supervisor }: Target): Promise<string[]> {
  return stillThere(async () => {
    const all = await engine.client.listContainers({ [LABELS.owner]: '' })
    const owner = supervisor.url === null ? '' : ownerName(supervisor.pid)
    return all
      .filter(({ labels, state }) => labels[LABELS.owner] !== owner || state !== 'running')
      .map(({ id, state }) => `container ${id.slice(0, 12)} (${state})`)
  })
}

/** Containers, volumes, processes and files that are left after the service has stopped. */
export async function findLeftovers({ engine, processes }: Target, temporary: string): Promise<string[]> {
  return stillThere(async () => {
    const alive: number[] = []
    for (const [pid, start] of processes) if (start !== '' && (await startOf(pid)) === start) alive.push(pid)
    const volumes = await engine.lines('volume', 'ls', '--quiet')
    return [
      ...(await engine.lines('ps', '--all', '--format', '{{.ID}} ({{.State}})')).map((one) => `container ${one}`),
      // Volumes without a name belong to containers.
      ...volumes.filter((name) => /^[0-9a-f]{64}$/.test(name)).map((name) => `volume ${name}`),
      ...alive.map((pid) => `process ${pid}`),
      ...(await readdir(temporary)).map((name) => `file ${name}`),
    ]
  })
}

/** Processes that name this folder in their command line, such as shims of the engine that lived there. */
export async function processesOf(folder: string): Promise<number[]> {
  const found: number[] = []
  for (const name of await readdir('/proc')) {
    const pid = Number(name)
    if (!Number.isInteger(pid) || pid === process.pid) continue
    const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
    if (line.includes(`${folder}/`)) found.push(pid)
  }
  return found
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
