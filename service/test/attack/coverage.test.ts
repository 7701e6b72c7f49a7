import { access, readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { CATALOGUE } from '../../src/attack/catalogue/all.ts'
import { hardenedContainer } from '../../src/drivers/docker/hardening.ts'
import { bareSpec } from './support/bare.ts'

/** Lines that can't be removed, or that change nothing for a program. */
const NOT_HARDENING = ['name', 'Image', 'Labels', 'Cmd', 'WorkingDir', 'OpenStdin', 'Tty', 'HostConfig']

const THREATS = new URL('../../../docs/threat-model.md', import.meta.url)

it('names every line of the hardening in docs/threat-model.md, with its attack', async () => {
  const text = await readFile(THREATS, 'utf8')
  const rows = text.split('\n').filter((line) => line.startsWith('| `'))
  const named = new Set(
    rows.flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, name]) => name)),
  )
  const { HostConfig, ...options } = hardenedContainer({
    ...bareSpec(['true'], 'volume'),
    cgroupParent: 'sandrun.slice',
    cpuQuota: 1,
    runtime: 'runc',
  })
  const { Ulimits, ...hostConfig } = HostConfig
  const lines = [
    ...Object.keys(options).filter((key) => !NOT_HARDENING.includes(key) && !key.startsWith('Attach')),
    ...Object.keys(hostConfig),
    ...Ulimits.map(({ Name }) => `Ulimits ${Name}`),
  ]
  expect(lines.filter((line) => !named.has(line))).toEqual([])
})

it('links an existing test in each line about attacks, and has a line for each probe', async () => {
  const text = await readFile(THREATS, 'utf8')
  const rows = (text.split('## What stops a program')[1]?.split('## What is not protected')[0] ?? '')
    .split('\n')
    .filter((line) => /^\| (?!---|line |protection |name )/.test(line))
  const cells = rows.map((row) => row.split('|').at(-2)?.trim() ?? '')
  expect(cells.filter((cell) => cell !== 'none' && !cell.startsWith('['))).toEqual([])
  const links = cells.flatMap((cell) => [...cell.matchAll(/\]\(([^)]+)\)/g)].map(([, path = '']) => path))
  await Promise.all(links.map((path) => access(new URL(path, THREATS))))
  const names = rows.map((row) => row.split('|')[1]?.trim())
  expect(CATALOGUE.filter(({ id }) => !names.includes(id)).map(({ id }) => id)).toEqual([])
})
