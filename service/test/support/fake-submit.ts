import { pino } from 'pino'
import { LocalRates } from '../../src/drivers/local/local-rates.ts'
import { Admission } from '../../src/gateway/access/admission.ts'
import { RunRecords } from '../../src/gateway/records/run-records.ts'
import { Submit } from '../../src/gateway/submit.ts'
import { Drain } from '../../src/health/drain.ts'
import { resolveCaps } from '../../src/model/caps.ts'
import type { JobStore } from '../../src/ports/job-store.ts'
import type { RunHost } from '../../src/ports/run-host.ts'
import { jobsIn, openMemory } from './memory-jobs.ts'

/** The only way to a host's runs, and the place of their records. */
export function submitTo(
  host: RunHost,
  { store = jobsIn(openMemory()), drain = new Drain() }: { store?: JobStore; drain?: Drain } = {},
): { runs: Submit; records: RunRecords } {
  const records = new RunRecords(store)
  const runs = new Submit({
    host,
    admission: new Admission({ async add() {}, cpuMs: async () => 0 }, new LocalRates()),
    caps: resolveCaps({}, { places: 100 }),
    records,
    drain,
    telemetry: [],
    log: pino({ level: 'silent' }),
  })
  return { runs, records }
}
