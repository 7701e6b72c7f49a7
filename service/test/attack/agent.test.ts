import { AGENT } from '../../src/attack/catalogue/agent.ts'
import { pythonAttack } from '../../src/attack/run/program.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connect, post, startService, type TestService, type WatchedRun, watch } from '../support/service.ts'
import { contained } from './support/contained.ts'
import { all, host, withAgent, withoutDockersFilter } from './support/relax.ts'
import { attack, startTarget } from './support/target.ts'
import { agentWithout } from './support/weak-agent.ts'
import type { TestVolume } from './support/volume.ts'

const SECRET = 'secret-of-the-service-5081'

let hardened: TestService
let dumpable: TestVolume
let exposed: TestService

beforeAll(async () => {
  // The service's own environment has a secret, which must not reach a program.
  process.env['SANDRUN_TEST_SECRET'] = SECRET
  dumpable = await agentWithout('not-dumpable')
  hardened = await startTarget()
  exposed = await startTarget(withAgent(dumpable.name))
})
afterAll(async () => {
  delete process.env['SANDRUN_TEST_SECRET']
  await hardened[Symbol.asyncDispose]()
  await exposed[Symbol.asyncDispose]()
  await dumpable[Symbol.asyncDispose]()
})

describe('the agent', () => {
  it('cannot be inspected, and shows nothing of the service', async () => {
    expect(await attack(hardened, 'secrets.py', { args: [SECRET] })).toMatchObject({
      ...contained(AGENT.attacks),
      'own environment': 'HOME LANG LOGNAME MPLBACKEND PATH PYTHONDONTWRITEBYTECODE PYTHONUNBUFFERED TERM TMPDIR USER',
    })
  })

  it('could be read if it were dumpable', async () => {
    const outcomes = await attack(exposed, 'secrets.py', { args: [SECRET] })
    expect(outcomes).toMatchObject({
      'read /proc/1/environ': 'done',
      'read /proc/1/maps': 'done',
      'list /proc/1/fd': 'done',
      'open /proc/1/fd/1': 'done',
      'trace init': 'done',
    })
    // Some versions of Docker's filter refuse these two as well.
    await using control = await startTarget(all(withAgent(dumpable.name), withoutDockersFilter))
    expect(await attack(control, 'secrets.py', { args: [SECRET] })).toMatchObject({
      'take a descriptor of init': 'done',
      'read the memory of init': 'EFAULT',
    })
  })

  it("would show the host's cgroup in the host's namespace", async () => {
    await using control = await startTarget(host({ CgroupnsMode: 'host' }))
    expect(await attack(control, 'secrets.py', { args: [SECRET] })).toMatchObject({
      cgroup: expect.stringMatching(/docker|[0-9a-f]{64}/),
    })
  })

  it("has its own processes, and would see the host's in its namespace", async () => {
    await using control = await startTarget(host({ PidMode: 'host' }))
    const { processes } = await attack(control, 'secrets.py', { args: [SECRET] })
    expect(Number(processes)).toBeGreaterThan(10)
  })

  it('cannot be killed or stopped from inside', async () => {
    using client = await connect(hardened)
    const run = watch(client, await pythonAttack('kill_init.py'))
    await run.sees('"SIGKILL to a child": "-9"')
    run.send('everything\n')
    await run.sees('alive after everything')
    await expect(run.result).resolves.toMatchObject({ verdict: 'ok' })
  })
})

describe('forged frames', () => {
  const forge = async (client: Awaited<ReturnType<typeof connect>>, args: string[], tty = false): Promise<WatchedRun> =>
    watch(client, { ...(await pythonAttack('forge.py')), args, tty: tty && { cols: 80, rows: 24 } })
  const OWN_END = { verdict: 'runtime-error', run: { exitCode: 3 } }
  const FRAME_BYTES = 5 + 29

  it.each([
    ['stdout', '1'],
    ['stderr', '2'],
  ] as const)('are output on %s, byte by byte, and no more', async (channel, descriptor) => {
    using client = await connect(hardened)
    const run = await forge(client, [descriptor])
    await expect(run.result).resolves.toMatchObject(OWN_END)
    expect(run.bytes(channel)).toHaveLength(FRAME_BYTES)
    expect(run.bytes(channel)[0]).toBe(0x85)
  })

  it.each(['0', '/proc/1/fd/1', '/proc/1/fd/0', '/proc/1/fd/2'])('have no effect by %s', async (where) => {
    using client = await connect(hardened)
    const run = await forge(client, [where])
    await run.sees('refused', 'stderr')
    run.send('\n')
    await expect(run.result).resolves.toMatchObject({ ...OWN_END, run: { stdout: '' } })
  })

  it('are output if stdin is a terminal', async () => {
    using client = await connect(hardened)
    const run = await forge(client, ['0'], true)
    run.send('\r')
    await expect(run.result).resolves.toMatchObject(OWN_END)
    expect(run.bytes('stdout').length).toBeGreaterThanOrEqual(FRAME_BYTES)
  })

  it('would be believed if the agent were dumpable', async () => {
    using client = await connect(exposed)
    const run = await forge(client, ['/proc/1/fd/1'])
    await expect(run.result).resolves.toMatchObject({ verdict: 'ok', run: { exitCode: 0, cpuMs: 1 } })
  })
})

describe('a flood of output', () => {
  // Warm sandboxes of the normal service, and a reader that leaves in the middle.
  it('ends when its reader cancels, and the next run works', async () => {
    await using service = await startService({ SANDRUN_MAX_SANDBOXES: '4' })
    using client = await connect(service)
    const code = `#include <string.h>
      #include <unistd.h>
      int main(void) {
        static char block[1 << 20];
        memset(block, 0x85, sizeof block);
        for (;;) { write(1, block, sizeof block); write(2, block, sizeof block); }
      }`
    let received = 0
    const enough = Promise.withResolvers<void>()
    const active = client.run(
      { language: 'c', code },
      {
        output: (_channel, bytes) => {
          received += bytes.length
          if (received > 16 * 2 ** 20) enough.resolve()
        },
      },
    )
    await Promise.race([enough.promise, active.result])
    active.cancel()
    await expect(active.result).resolves.toMatchObject({ verdict: 'cancelled' })
    expect(await post(service, { language: 'bash', code: 'echo served' })).toMatchObject({
      run: { stdout: 'served\n' },
    })
  })
})
