import { expect, it } from 'vitest'
import type { ContainerSpec } from '../../../ports/sandbox-engine.ts'
import { hardenedContainer } from '../hardening.ts'
import { podmanContainer } from './podman-container.ts'

const SPEC: ContainerSpec = {
  image: 'sandrun/bash',
  name: 'sandrun-bash-1',
  labels: { owner: 'me' },
  entrypoint: ['/.sandrun/init'],
  env: { A: 'b=c' },
  user: '20001:20001',
  workDir: '/work',
  memoryBytes: 2 ** 26,
  pids: 20,
  cpuShares: 1024,
  cgroupParent: '/sandboxes',
  cpuQuota: 1.5,
  tmpfs: { '/work': 'rw,nosuid,nodev,mode=0700,uid=20001,gid=20001,nr_inodes=64,size=1m,exec' },
  shmBytes: 2 ** 20,
  agentVolume: { name: 'agent', path: '/.sandrun' },
  runtime: 'crun',
}

it('carries all protections over to Podman', () => {
  expect(podmanContainer(hardenedContainer(SPEC), false)).toEqual({
    name: 'sandrun-bash-1',
    image: 'sandrun/bash',
    labels: { owner: 'me' },
    entrypoint: ['/.sandrun/init'],
    command: [],
    user: '20001:20001',
    work_dir: '/work',
    env: { A: 'b=c' },
    healthconfig: { Test: ['NONE'] },
    hostname: 'sandbox',
    terminal: false,
    stdin: true,
    image_volume_mode: 'ignore',
    systemd: 'false',
    stop_timeout: 0,
    remove: true,
    netns: { nsmode: 'none' },
    read_only_filesystem: true,
    cap_drop: ['ALL'],
    no_new_privileges: true,
    privileged: false,
    ipcns: { nsmode: 'private' },
    cgroupns: { nsmode: 'private' },
    resource_limits: {
      pids: { limit: 20 },
      memory: { limit: 2 ** 26, swap: 2 ** 26 },
      cpu: { shares: 1024, period: 10_000, quota: 15_000 },
    },
    cgroup_parent: '/sandboxes',
    r_limits: [
      { type: 'core', soft: 0, hard: 0 },
      { type: 'nofile', soft: 4096, hard: 4096 },
      { type: 'memlock', soft: 65_536, hard: 65_536 },
      { type: 'msgqueue', soft: 0, hard: 0 },
      { type: 'nproc', soft: 32_768, hard: 32_768 },
    ],
    shm_size: 2 ** 20,
    mounts: [
      {
        destination: '/work',
        type: 'tmpfs',
        source: 'tmpfs',
        // Podman passes on the value of size with all that follows.
        options: 'rw nosuid nodev mode=0700 exec notmpcopyup size=1m,uid=20001,gid=20001,nr_inodes=64'.split(' '),
      },
      {
        destination: '/dev/pts',
        type: 'devpts',
        source: 'devpts',
        options: ['newinstance', 'nosuid', 'noexec', 'max=16', 'ptmxmode=0666', 'mode=0620'],
      },
    ],
    volumes: [{ Name: 'agent', Dest: '/.sandrun', Options: ['ro', 'nocopy'] }],
    log_configuration: { driver: 'none' },
    oci_runtime: 'crun',
  })
})

it('leaves to Podman what the operator did not choose, and no terminals to a runtime that has its own kernel', () => {
  const spec = { ...SPEC, cgroupParent: null, cpuQuota: null }
  const container = podmanContainer(hardenedContainer({ ...spec, runtime: null }), false)
  expect(JSON.parse(JSON.stringify(container))).not.toHaveProperty('oci_runtime')
  expect(JSON.parse(JSON.stringify(container))).not.toHaveProperty('cgroup_parent')
  const own = podmanContainer(hardenedContainer({ ...spec, runtime: 'runsc' }), false)
  expect(JSON.stringify(own)).not.toContain('/dev/pts')
})

it('leaves the limit of processes to a Podman without root, which may not raise it', () => {
  expect(JSON.stringify(podmanContainer(hardenedContainer(SPEC), true))).not.toContain('nproc')
})
