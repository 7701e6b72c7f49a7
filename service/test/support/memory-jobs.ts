import { DatabaseSync } from 'node:sqlite'
import { JOBS_SCHEMA } from '../../src/drivers/sqlite/jobs-schema.ts'
import { migrate } from '../../src/drivers/sqlite/migrate.ts'
import { SqliteJobs } from '../../src/drivers/sqlite/sqlite-jobs.ts'

/** A database of jobs in memory: closing a store of it is not closing it. */
export function openMemory(): DatabaseSync {
  const database = new DatabaseSync(':memory:')
  migrate(database, JOBS_SCHEMA)
  return database
}

/** The store of a process that uses it; another may come after. */
export function jobsIn(database: DatabaseSync): SqliteJobs {
  return new SqliteJobs(database)
}
