import { expect, test } from 'vitest'
import { engineHosts, parseHost } from './address.mjs'

test('DOCKER_HOST is the only address that is tried', () => {
  expect(engineHosts({ DOCKER_HOST: 'tcp://far:2375', HOME: '/home/me' })).toEqual(['tcp://far:2375'])
})

test('looks for the system engine, the rootless one and Docker Desktop', () => {
  expect(engineHosts({ XDG_RUNTIME_DIR: '/run/user/1000', HOME: '/home/me' })).toEqual([
    'unix:///var/run/docker.sock',
    'unix:///run/user/1000/docker.sock',
    'unix:///home/me/.docker/run/docker.sock',
    'unix:///home/me/.docker/desktop/docker.sock',
  ])
})

test('speaks unix and tcp', () => {
  expect(parseHost('unix:///a/b.sock', {}).options).toEqual({ socketPath: '/a/b.sock' })
  expect(parseHost('tcp://far', {}).options).toEqual({ host: 'far', port: 2375 })
  expect(parseHost('tcp://far:99', {})).toMatchObject({ secure: false, options: { host: 'far', port: '99' } })
})

test('says how to use an engine behind ssh', () => {
  expect(() => parseHost('ssh://far', {})).toThrow("Sandrun can't connect to DOCKER_HOST=ssh://far.")
})
