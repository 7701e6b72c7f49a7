import { execFile } from 'node:child_process'
import { readdir } from 'node:fs/promises'
import { setTimeout } from 'node:timers/promises'
import { promisify } from 'node:util'
import { LABELS } from '../../src/model/labels.ts'
import { type Scene, startOf } from './faults.ts'

const run = promisify(execFile)

/** The engine removes the last of them a moment after their end. */
const GONE_MS = 20_000

/** Containers, volumes, processes and files that are left after the service has stopped. */
export async function findRemains(scene: Scene, temporary: string): Promise<string[]> {
  const until = performance.now() + GONE_MS
  for (;;) {
    const found = await look(scene, temporary)
    if (found.length === 0 || performance.now() > until) return found
    await setTimeout(500)
  }
}

async function look({ engine, instance, remains }: Scene, temporary: string): Promise<string[]> {
  const containers = await engine.listContainers({ [LABELS.instance]: instance })
  const { stdout } = await run('docker', ['volume', 'ls', '--quiet'])
  const volumes = stdout.split('\n').filter((name) => remains.volumes.has(name))
  const processes: number[] = []
  for (const [pid, start] of remains.processes) if (start !== '' && (await startOf(pid)) === start) processes.push(pid)
  return [
    ...containers.map(({ id, state }) => `container ${id.slice(0, 12)} (${state})`),
    ...volumes.map((name) => `volume ${name}`),
    ...processes.map((pid) => `process ${pid}`),
    ...(await readdir(temporary)).map((name) => `file ${name}`),
  ]
}
