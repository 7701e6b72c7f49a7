import type { FastifyBaseLogger } from 'fastify'
import type { Config } from '../settings/config.ts'
import { openJobDatabase } from '../drivers/sqlite/job-database.ts'
import type { JobStore } from '../ports/job-store.ts'
import { SqliteJobs } from '../drivers/sqlite/sqlite-jobs.ts'
import { UnavailableJobs } from '../drivers/local/unavailable-jobs.ts'

/** Opens the store of jobs. A service without a place for one still runs, and refuses jobs. */
export function openJobs({ stateDir, instance }: Config, log: FastifyBaseLogger): JobStore {
  try {
    return new SqliteJobs(openJobDatabase(stateDir, instance))
  } catch (error) {
    log.warn({ err: error, stateDir }, 'refusing jobs: no folder to store them; see SANDRUN_STATE_DIR')
    return new UnavailableJobs(error)
  }
}
