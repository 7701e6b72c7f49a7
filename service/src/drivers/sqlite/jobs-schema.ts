/** The steps that create the jobs' database. A request is kept only until its program begins. */
export const JOBS_SCHEMA: readonly string[] = [
  `CREATE TABLE IF NOT EXISTS jobs (
     id TEXT PRIMARY KEY,
     principal TEXT NOT NULL,
     asked_by TEXT NOT NULL,
     created_at TEXT NOT NULL,
     language TEXT NOT NULL,
     state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'ended')),
     request TEXT,
     idempotency_key TEXT,
     fingerprint TEXT,
     starts INTEGER NOT NULL DEFAULT 0,
     started TEXT,
     started_at TEXT,
     ended_at INTEGER,
     verdict TEXT,
     events TEXT
   ) STRICT;
   CREATE UNIQUE INDEX IF NOT EXISTS jobs_by_key ON jobs (principal, idempotency_key) WHERE idempotency_key IS NOT NULL;
   CREATE INDEX IF NOT EXISTS jobs_by_age ON jobs (principal, created_at, id);
   CREATE INDEX IF NOT EXISTS jobs_by_end ON jobs (ended_at) WHERE ended_at IS NOT NULL;
   CREATE TABLE IF NOT EXISTS webhooks (
     job TEXT PRIMARY KEY REFERENCES jobs (id) ON DELETE CASCADE,
     url TEXT NOT NULL,
     secret TEXT,
     attempts INTEGER NOT NULL DEFAULT 0,
     due_at INTEGER NOT NULL DEFAULT 0
   ) STRICT`,
  // The size of the request while the job waits, and of its events once it has ended.
  `ALTER TABLE jobs ADD COLUMN bytes INTEGER NOT NULL DEFAULT 0;
   UPDATE jobs SET bytes = coalesce(length(CAST(request AS BLOB)), 0) + coalesce(length(CAST(events AS BLOB)), 0)`,
  // The format of the JSON in a row: see order-document.ts.
  'ALTER TABLE jobs ADD COLUMN format INTEGER NOT NULL DEFAULT 1',
  // Texts that are too long for `events`: see job-texts.ts.
  `CREATE TABLE job_texts (
     job TEXT NOT NULL,
     place INTEGER NOT NULL,
     bytes BLOB NOT NULL,
     PRIMARY KEY (job, place)
   ) STRICT`,
  // What an adapter keeps about its job, and the adapter's name.
  'ALTER TABLE jobs ADD COLUMN adapter TEXT; ALTER TABLE jobs ADD COLUMN note TEXT',
]
