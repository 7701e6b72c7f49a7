/** The steps that create the service's database: tokens, and the usage of principals. */
export const SERVICE_SCHEMA: readonly string[] = [
  // At most one token that is not revoked has a given name.
  `CREATE TABLE IF NOT EXISTS tokens (
     id TEXT PRIMARY KEY,
     hash BLOB NOT NULL,
     name TEXT NOT NULL,
     role TEXT NOT NULL,
     allowance TEXT NOT NULL,
     created_at INTEGER NOT NULL,
     expires_at INTEGER,
     revoked_at INTEGER
   ) STRICT;
   CREATE UNIQUE INDEX IF NOT EXISTS tokens_by_name ON tokens (name) WHERE revoked_at IS NULL;
   CREATE TABLE IF NOT EXISTS usage (
     principal TEXT NOT NULL,
     day INTEGER NOT NULL,
     cpu_ms REAL NOT NULL,
     PRIMARY KEY (principal, day)
   ) STRICT, WITHOUT ROWID`,
]
