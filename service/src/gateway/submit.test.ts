import { SandrunError } from '@sandrun/shared'
import { beforeEach, expect, it } from 'vitest'
import { lastOf, FakeHost } from '../../test/support/fake-host.ts'
import { submitTo } from '../../test/support/fake-submit.ts'
import { principal } from '../../test/support/principal.ts'
import { Drain } from '../health/drain.ts'
import type { SubmittedRun } from './submit.ts'

const request = { language: 'sh', code: 'true' }
const options = { principal: principal('ada'), live: false }

let host: FakeHost
let drain: Drain
let start: () => Promise<SubmittedRun>

beforeEach(() => {
  host = new FakeHost()
  drain = new Drain()
  const { runs } = submitTo(host, { drain })
  start = () => runs.start(request, options)
})

/** Lets settled promises take effect. */
const settle = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve)
  })

it('accepts nothing new once it drains, and waits for active runs', async () => {
  await start()
  const drained = drain.begin(60_000)
  await expect(start()).rejects.toMatchObject({ code: 'shutting-down' })
  lastOf(host).end()
  await expect(drained).resolves.toBe(true)
})

it('waits for a run that was being prepared when draining began', async () => {
  const prepared = Promise.withResolvers<void>()
  host.preparing = prepared.promise
  const starting = start()
  let over = false
  const drained = drain.begin(60_000).finally(() => (over = true))
  prepared.resolve()
  await starting
  await settle()
  expect(over).toBe(false)
  lastOf(host).end()
  await expect(drained).resolves.toBe(true)
})

it('does not wait for a run that was refused', async () => {
  host.refusal = new SandrunError('unknown-language', 'There is none.')
  await expect(start()).rejects.toBe(host.refusal)
  await expect(drain.begin(60_000)).resolves.toBe(true)
})
