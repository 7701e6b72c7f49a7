import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { hardenedContainer } from '../../src/drivers/docker/hardening.ts'
import { bareSpec } from './support/bare.ts'

/** What can't be taken away, or changes nothing for a program. */
const NOT_HARDENING = ['name', 'Image', 'Labels', 'Cmd', 'WorkingDir', 'OpenStdin', 'Tty', 'HostConfig']

it('names every line of the hardening in docs/threat-model.md, with its attack', async () => {
  const text = await readFile(new URL('../../../docs/threat-model.md', import.meta.url), 'utf8')
  const rows = text.split('\n').filter((line) => line.startsWith('| `'))
  const named = new Set(
    rows.flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, name]) => name)),
  )
  const { HostConfig, ...options } = hardenedContainer({
    ...bareSpec(['true'], 'volume'),
    cpuQuota: 1,
    runtime: 'runc',
  })
  const { Ulimits = [], ...hostConfig } = HostConfig ?? {}
  const lines = [
    ...Object.keys(options).filter((key) => !NOT_HARDENING.includes(key) && !key.startsWith('Attach')),
    ...Object.keys(hostConfig),
    ...Ulimits.map(({ Name }) => `Ulimits ${Name}`),
  ]
  expect(lines.filter((line) => !named.has(line))).toEqual([])
})
