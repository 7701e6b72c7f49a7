import { readFile } from 'node:fs/promises'
import { setTimeout } from 'node:timers/promises'
import * as z from 'zod'
import type { Fault } from './faults.ts'
import { kill } from './kill.ts'
import type { Target } from './target.ts'

/** `Pid` is 0 once it has ended. */
const InspectSchema = z.array(z.object({ State: z.object({ Pid: z.int() }) }))

interface Sandbox {
  id: string
  pid: number
}

/** A running sandbox, or null. */
async function anySandbox({ engine, random }: Target): Promise<Sandbox | null> {
  const ids = await engine.lines('ps', '--quiet', '--no-trunc')
  if (ids.length === 0) return null
  const id = random.of(ids)
  const inspected = await engine.lines('inspect', id).catch(() => null)
  if (inspected === null) return null
  const [found] = InspectSchema.parse(JSON.parse(inspected.join('\n')))
  if (found === undefined || found.State.Pid === 0) return null
  return { id, pid: found.State.Pid }
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

function sandboxFault(name: string, inject: (sandbox: Sandbox, target: Target) => Promise<boolean>): Fault {
  return {
    name,
    harm: 'one',
    answers: ['sandbox-failed'],
    async inject(target) {
      // Under load one appears in a moment.
      for (;;) {
        const sandbox = await anySandbox(target)
        const start = sandbox === null ? '' : await startOf(sandbox.pid)
        if (sandbox !== null && (await inject(sandbox, target))) {
          target.processes.set(sandbox.pid, start)
          return sandbox.id.slice(0, 12)
        }
        await setTimeout(50)
      }
    },
  }
}

export const SANDBOX_FAULTS: readonly Fault[] = [
  sandboxFault('kill -9 of an agent', async ({ pid }) => kill(pid)),
  sandboxFault('docker rm -f of a sandbox', async ({ id }, { engine }) => {
    await engine.client.removeContainer(id)
    return true
  }),
  sandboxFault('kill -9 of a shim', async (sandbox) => {
    const shim = await shimOf(sandbox)
    return shim !== null && kill(shim)
  }),
]
