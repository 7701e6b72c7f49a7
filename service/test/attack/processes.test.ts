import { readdir, stat } from 'node:fs/promises'
import { FORK_BOMB, forkBomb, processesOutcome } from '../../src/attack/catalogue/fork-bomb.ts'
import { textOf } from '../../src/attack/run/run-program.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connect, post, type TestService, watch } from '../support/service.ts'
import { contained } from './support/contained.ts'
import { all, host, hostLog, type Relaxation } from './support/relax.ts'
import { attack, startTarget } from './support/target.ts'

let hardened: TestService
beforeAll(async () => {
  hardened = await startTarget(labelled)
})
afterAll(() => hardened[Symbol.asyncDispose]())

/** A user's processes on the host. */
async function processesOf(uid: number): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const owners = await Promise.all(
    pids.map((pid) =>
      stat(`/proc/${pid}`).then(
        ({ uid: owner }) => owner,
        () => null,
      ),
    ),
  )
  return pids.filter((_pid, index) => owners[index] === uid)
}

/** A label that identifies a container: a program knows only its uid, and the pool creates others in the meantime. */
const labelled: Relaxation = (options) => ({
  ...options,
  Labels: { ...options.Labels, 'attack.user': options.User ?? '' },
})

const containersOf = (service: TestService, uid: string): ReturnType<TestService['engine']['listContainers']> =>
  service.engine.listContainers({ 'attack.user': `${uid}:${uid}` })

describe('processes', () => {
  it('are as many as requested, and would be more without the limit', async () => {
    const request = { args: ['120'], limits: { processes: 32, memoryMb: 512 } }
    const outcomes = await attack(hardened, 'bomb.py', request)
    expect(outcomes).toEqual({ fork: 'EAGAIN', children: '31' })
    await using control = await startTarget(host({ PidsLimit: 0 }))
    expect(await attack(control, 'bomb.py', request)).toEqual({ fork: 'done', children: '120' })
  })

  it('count when they leave for init, and would not without the limit', async () => {
    const request = { args: ['daemons'], limits: { processes: 48, memoryMb: 512 } }
    expect(await attack(hardened, 'exhaust.py', request)).toEqual({ daemons: 'EAGAIN' })
    await using control = await startTarget(host({ PidsLimit: 0 }))
    expect(await attack(control, 'exhaust.py', request)).toEqual({ daemons: 'done' })
  })

  it('of a fork bomb in C are as many as requested, and would be more without the limit', async () => {
    const outcome = processesOutcome(await post(hardened, await forkBomb()))
    expect({ [FORK_BOMB.name]: outcome }).toEqual(contained([FORK_BOMB]))
    await using control = await startTarget(host({ PidsLimit: 0 }))
    expect(processesOutcome(await post(control, await forkBomb()))).toMatch(
      /-limit beyond its limit of processes: \d+ of 48$/,
    )
  })

  it('of a fork bomb end at a limit, while a neighbour and the service continue', async () => {
    using client = await connect(hardened)
    const neighbour = watch(client, { language: 'bash', code: 'while read -r line; do echo "got $line"; done' })
    neighbour.send('first\n')
    await neighbour.sees('got first')
    const code = 'import os\nwhile True:\n  try: os.fork()\n  except OSError: pass'
    const bomb = post(hardened, { language: 'python', code, limits: { cpuMs: 2000 } })
    neighbour.send('second\n')
    await neighbour.sees('got second')
    expect(await post(hardened, { language: 'bash', code: 'echo served' })).toMatchObject({
      run: { stdout: 'served\n' },
    })
    await expect(bomb).resolves.toMatchObject({ verdict: 'cpu-limit' })
    neighbour.send('third\n')
    await neighbour.sees('got third')
    neighbour.active.endStdin()
    await expect(neighbour.result).resolves.toMatchObject({ verdict: 'ok' })
  })

  // No line can be relaxed here: the kernel ends every process of a namespace with its first one.
  it('that try to stay are gone after the run, and so is their container', async () => {
    const code = `id -u
      ignore='trap "" TERM HUP INT; while :; do sleep 1; done'
      setsid bash -c "$ignore" </dev/null >/dev/null 2>&1 &
      (setsid bash -c "$ignore" &) &
      bash -c "$ignore" & disown
      nohup bash -c "$ignore" >/dev/null 2>&1 &
      echo left`
    const result = await post(hardened, { language: 'bash', code })
    expect(result).toMatchObject({ verdict: 'ok', run: { stdout: expect.stringMatching(/^\d+\nleft\n$/) } })
    const uid = textOf(result).split('\n')[0] ?? ''
    await expect.poll(() => processesOf(Number(uid))).toEqual([])
    await expect.poll(() => containersOf(hardened, uid)).toEqual([])
  })

  it('of the compile phase end before the program', async () => {
    const result = await post(hardened, {
      language: 'c',
      compileArgs: ['-wrapper', 'bash,wrapper.sh'],
      files: [
        {
          path: 'main.c',
          content: `#include <stdlib.h>
            int main(void) { return system("cat /proc/[0-9]*/comm wrapped"); }`,
        },
        {
          path: 'wrapper.sh',
          content: `setsid bash -c 'trap "" TERM; while :; do sleep 1; done' >/dev/null 2>&1 &\necho wrapped >wrapped\nexec "$@"`,
        },
      ],
    })
    expect(result.run?.stdout).toMatch(/^init\n.*\nwrapped\n$/s)
    expect(result.run?.stdout).not.toMatch(/bash|sleep/)
  })
})

describe('output', () => {
  it("is not in the host's logs, and would be with the default log driver", async () => {
    const look = async (service: TestService): Promise<string> => {
      using client = await connect(service)
      const run = watch(client, { language: 'bash', code: 'echo my-secret-9164; id -u; read -r' })
      await run.sees('my-secret-9164\n')
      await run.sees('\n')
      const uid = run.bytes('stdout').toString().split('\n')[1] ?? ''
      const [container] = await containersOf(service, uid)
      expect(container).toBeDefined()
      const log = await hostLog(container?.id ?? '')
      run.send('\n')
      await run.result
      return log
    }
    expect(await look(hardened)).toMatch(/^nothing: /)
    await using control = await startTarget(all(labelled, host({ LogConfig: { Type: 'json-file', Config: {} } })))
    expect(await look(control)).toContain('my-secret-9164')
  })
})
