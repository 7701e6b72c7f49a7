import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { LocalRates } from '../../drivers/local/local-rates.ts'
import { openDatabase } from '../../drivers/sqlite/database.ts'
import { SqliteUsage } from '../../drivers/sqlite/sqlite-usage.ts'
import { Admission } from './admission.ts'
import { resolveCaps } from '../../model/caps.ts'

let stateDir: string
beforeEach(() => {
  stateDir = mkdtempSync(join(tmpdir(), 'sandrun-state-'))
})
afterEach(() => rmSync(stateDir, { recursive: true }))

const CAPS = resolveCaps({}, { places: 3 })
const NOON = Date.parse('2026-11-21T12:00:00Z')

it('counts the runs of any minute, and says when the next may come', async () => {
  let now = NOON
  using database = openDatabase(stateDir)
  const admission = new Admission(new SqliteUsage(database), new LocalRates(() => now), () => now)
  const ada = { id: 'ada', caps: { ...CAPS, runsPerMinute: 2 } }
  await admission.admit(ada)
  now += 20_000
  await admission.admit(ada)
  now += 20_000
  await expect(admission.admit(ada)).rejects.toThrow(expect.objectContaining({ code: 'cap-reached', retryAfter: 20 }))
  await admission.admit({ ...ada, id: 'eve' })
  now += 20_000
  await admission.admit(ada)
  await expect(admission.admit(ada)).rejects.toThrow(expect.objectContaining({ code: 'cap-reached', retryAfter: 20 }))
})

it('counts the CPU time of a day, even across a restart', async () => {
  let now = NOON
  const ada = { id: 'ada', caps: { ...CAPS, cpuSecondsPerDay: 3 } }
  {
    using database = openDatabase(stateDir)
    const admission = new Admission(new SqliteUsage(database), new LocalRates(() => now), () => now)
    await admission.admit(ada)
    await admission.spent(ada, 1600.5)
    await admission.admit(ada)
    await admission.spent(ada, 1600.5)
  }
  using database = openDatabase(stateDir)
  const admission = new Admission(new SqliteUsage(database), new LocalRates(() => now), () => now)
  await expect(admission.admit(ada)).rejects.toThrow(
    expect.objectContaining({ code: 'cap-reached', retryAfter: 12 * 3600 }),
  )
  await admission.admit({ ...ada, id: 'eve' })
  now += 12 * 3_600_000
  await admission.admit(ada)
})
