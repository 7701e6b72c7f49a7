import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { setTimeout } from 'node:timers/promises'
import { promisify } from 'node:util'
import * as z from 'zod'
import type { DockerEngine } from '../../src/drivers/docker/docker-engine.ts'
import { LABELS } from '../../src/model/labels.ts'
import type { Random } from './random.ts'
import type { Supervisor } from './supervisor.ts'

const run = promisify(execFile)

/** The effect of a fault on runs: it ends all active ones, one, or none. */
export type Harm = 'all' | 'one' | 'none'

export interface Fault {
  name: string
  harm: Harm
  /** Returns the id of what it hit. */
  strike(scene: Scene): Promise<string>
}

export interface Scene {
  supervisor: Supervisor
  engine: DockerEngine
  instance: string
  random: Random
  /** Everything that must be gone in the end: processes by id and start, and volumes. */
  remains: { processes: Map<number, string>; volumes: Set<string> }
}

const InspectSchema = z.object({
  /** 0 once it has ended. */
  State: z.object({ Pid: z.int() }),
  Mounts: z.array(z.object({ Name: z.string().optional() })),
})

interface Sandbox {
  id: string
  pid: number
}

/** A running sandbox of this service, or null. */
async function anySandbox({ engine, instance, random, remains }: Scene): Promise<Sandbox | null> {
  const all = await engine.listContainers({ [LABELS.instance]: instance })
  const running = all.filter(({ state }) => state === 'running')
  if (running.length === 0) return null
  const { id } = random.of(running)
  const inspected = await run('docker', ['inspect', id]).catch(() => null)
  if (inspected === null) return null
  const [found] = z.array(InspectSchema).parse(JSON.parse(inspected.stdout))
  if (found === undefined || found.State.Pid === 0) return null
  const { Pid: pid } = found.State
  remains.processes.set(pid, await startOf(pid))
  // Volumes without a name belong to the container.
  for (const { Name = '' } of found.Mounts) if (/^[0-9a-f]{64}$/.test(Name)) remains.volumes.add(Name)
  return { id, pid }
}

/** Clock ticks since boot (proc_pid_stat(5), field 22); empty if the process is gone. */
export async function startOf(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  return fieldsOf(stat)[19] ?? ''
}

/** The fields from the third on: the second is the command's name in parentheses, which may contain anything. */
function fieldsOf(stat: string): string[] {
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
}

/** The shim of this container and no other. */
async function shimOf({ id, pid }: Sandbox): Promise<number | null> {
  const parent = Number(fieldsOf(await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ''))[1])
  const words = await readFile(`/proc/${parent}/cmdline`, 'utf8').catch(() => '')
  return words.includes('containerd-shim') && words.split('\0').includes(id) ? parent : null
}

function sandboxFault(name: string, strike: (sandbox: Sandbox, scene: Scene) => Promise<boolean>): Fault {
  return {
    name,
    harm: 'one',
    async strike(scene) {
      // Under load one appears in a moment.
      for (;;) {
        const sandbox = await anySandbox(scene)
        if (sandbox !== null && (await strike(sandbox, scene))) return sandbox.id.slice(0, 12)
        await setTimeout(50)
      }
    },
  }
}

function kill(pid: number): boolean {
  try {
    return process.kill(pid, 'SIGKILL')
  } catch {
    return false
  }
}

export const FAULTS: readonly Fault[] = [
  {
    name: 'kill -9 of the service',
    harm: 'all',
    async strike({ supervisor }) {
      const { pid } = supervisor
      process.kill(pid, 'SIGKILL')
      return `${pid}`
    },
  },
  {
    name: 'SIGSTOP of the service',
    harm: 'none',
    async strike({ supervisor, random }) {
      const { pid } = supervisor
      process.kill(pid, 'SIGSTOP')
      await setTimeout(random.between(2000, 8000))
      process.kill(pid, 'SIGCONT')
      return `${pid}`
    },
  },
  sandboxFault('kill -9 of an agent', async ({ pid }) => kill(pid)),
  sandboxFault('docker rm -f of a sandbox', async ({ id }, { engine }) => {
    await engine.removeContainer(id)
    return true
  }),
  sandboxFault('kill -9 of a shim', async (sandbox) => {
    const shim = await shimOf(sandbox)
    return shim !== null && kill(shim)
  }),
]

/** Only on request: it ends everything that Docker runs on this machine. */
export function engineFault(pid: number): Fault {
  return {
    name: 'kill -9 of the engine',
    harm: 'all',
    async strike() {
      process.kill(pid, 'SIGKILL')
      return `${pid}`
    },
  }
}
