import { DatabaseSync } from 'node:sqlite'
import { JOBS_SCHEMA } from '../../src/drivers/sqlite/jobs-schema.ts'
import { migrate } from '../../src/drivers/sqlite/migrate.ts'
import { SqliteJobs } from '../../src/drivers/sqlite/sqlite-jobs.ts'

/** A job database in memory: closing its store does not close it. */
export function openMemory(): DatabaseSync {
  const database = new DatabaseSync(':memory:')
  migrate(database, JOBS_SCHEMA)
  return database
}

/** The store of one process; another may follow. */
export function jobsIn(database: DatabaseSync): SqliteJobs {
  return new SqliteJobs(database)
}
