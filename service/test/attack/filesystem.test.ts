import { randomBytes } from 'node:crypto'
import type { Outcomes } from '../../src/attack/attack.ts'
import { DEVICES, FILESYSTEM } from '../../src/attack/catalogue/filesystem.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DockerEngine } from '../../src/drivers/docker/docker-engine.ts'
import type { TestService } from '../support/service.ts'
import { bareSpec, runBare } from './support/bare.ts'
import { contained } from './support/contained.ts'
import { buildTestImage } from './support/images.ts'
import { all, asUser, host, type Relaxation, relaxedEngine, tmpfs, withAgent } from './support/relax.ts'
import { attack, startTarget } from './support/target.ts'
import { testVolume } from './support/volume.ts'

let hardened: TestService
beforeAll(async () => {
  hardened = await startTarget()
})
afterAll(() => hardened[Symbol.asyncDispose]())

async function attackWith(relax: Relaxation): Promise<Outcomes> {
  await using control = await startTarget(relax)
  return await attack(control, 'filesystem.py')
}

describe('the file system', () => {
  it('is writable only in /work, /tmp and /dev/shm, and executable only in /work', async () => {
    expect(await attack(hardened, 'filesystem.py')).toEqual(contained(FILESYSTEM.attacks))
  })

  it('would keep files after the run with a writable root', async () => {
    expect(await attackWith(host({ ReadonlyRootfs: false }))).toMatchObject({ 'write to /var/tmp': 'done' })
  })

  it("would show root's files to a program that is root", async () => {
    expect(await attackWith(asUser(0))).toMatchObject({
      'read a file of root': 'done',
      'plant beside the agent': 'EROFS',
    })
  })

  it('would run programs from /tmp without noexec', async () => {
    const relax = tmpfs((options, path) => (path === '/tmp' ? options.replace('noexec', 'exec') : options))
    expect(await attackWith(relax)).toMatchObject({ 'run from /tmp': 'done' })
  })

  // A program's uid already keeps it from the agent's files: only root shows the effect of the read-only mount.
  it('would let a root program replace the agent of all sandboxes if its volume were writable', async () => {
    // A copy, because the real volume serves every other sandbox.
    await using copy = testVolume()
    await new DockerEngine().fillVolume(
      { name: copy.name, labels: {} },
      { image: 'sandrun/agent', path: '/.sandrun', name: `${copy.name}-filler`, labels: {} },
    )
    expect(await attackWith(all(asUser(0), withAgent(copy.name)))).toMatchObject({ 'plant beside the agent': 'EROFS' })
    const writable = all(asUser(0), withAgent(copy.name, { readOnly: false }))
    expect(await attackWith(writable)).toMatchObject({ 'plant beside the agent': 'done' })
  })

  // Creating a device takes a capability, and Docker's device list allows harmless ones: hence root and /dev/zero.
  it('would open devices that a root program creates, without nodev', async () => {
    const maker = all(asUser(0), host({ CapAdd: ['MKNOD'] }))
    expect(await attackWith(maker)).toMatchObject({ 'a device in /work': 'EACCES' })
    const dev = tmpfs((options) => options.replace('nodev', 'dev'))
    expect(await attackWith(all(maker, dev))).toMatchObject({ 'a device in /work': 'done' })
  })

  it("would show the host's devices in a privileged container", async () => {
    const { devices } = await attackWith(host({ Privileged: true }))
    expect(devices?.split(' ').length).toBeGreaterThan(DEVICES.split(' ').length)
  })

  it('does not take the agent from an image, which copying into an empty volume would do', async () => {
    await using image = await buildTestImage('FROM sandrun/python\nRUN mkdir /.sandrun && echo > /.sandrun/planted\n')
    const list = ['ls', '/.sandrun']
    await using volume = testVolume()
    const copying: Relaxation = (options) => {
      const mounts = options.HostConfig?.Mounts ?? []
      return host({ Mounts: mounts.map((mount) => ({ ...mount, VolumeOptions: undefined })) })(options)
    }
    expect(await runBare(list, withAgent(volume.name), image.tag)).toBe('')
    expect(await runBare(list, all(withAgent(volume.name), copying), image.tag)).toBe('planted\n')
  })
})

describe('a container', () => {
  it('is gone after its first process has ended, and would stay without AutoRemove', async () => {
    const engine = new DockerEngine()
    const label = { 'sandrun.instance': `attack-${randomBytes(6).toString('hex')}` }
    const labelled: Relaxation = (options) => ({ ...options, Labels: { ...options.Labels, ...label } })
    await runBare(['true'], labelled)
    await expect.poll(() => engine.listContainers(label)).toEqual([])

    const kept = await relaxedEngine(all(labelled, host({ AutoRemove: false }))).startContainer(
      bareSpec(['true'], 'none'),
    )
    const { promise: ended, resolve } = Promise.withResolvers<void>()
    kept.onOutput(
      () => {},
      () => {},
    )
    kept.onEnd(resolve)
    await ended
    await expect.poll(() => engine.listContainers(label)).toMatchObject([{ state: 'exited' }])
    await kept.destroy()
  })
})
