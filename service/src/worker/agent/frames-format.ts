/** The agent's frames and their numbers on the wire; service/agent/README.md is the reference. */

/** The causes that a STOP may name; the agent finds all other causes itself. */
type StopCause = 'cancelled' | 'output-limit' | 'wall-limit'

/**
 * Why an EXEC did not run to its own end. `hard-limit` is the wall limit of a whole interactive run; `disk-limit`,
 * `files-limit` and `file-size-limit` say what was used up: the disk's bytes, its files, or the bytes of one file.
 */
export type AgentCause =
  | StopCause
  | 'cpu-limit'
  | 'idle-limit'
  | 'memory-limit'
  | 'process-limit'
  | 'disk-limit'
  | 'files-limit'
  | 'file-size-limit'
  | 'skipped'
  | 'hard-limit'

export type AgentPhase = 'compile' | 'run'

/** Why the agent failed to carry out a frame. */
export type FailureCode =
  | 'path-refused'
  | 'no-space'
  | 'not-found'
  | 'not-executable'
  | 'protocol-error'
  | 'internal-error'
  | 'no-terminal'

export interface FileFrame {
  type: 'file'
  /** Relative to the work directory, with `/`. */
  path: string
  content: Uint8Array
  executable: boolean
  /** Appends to the file that the last frame of this path wrote. */
  append?: boolean
}

/** From 1, times in milliseconds; null means no limit. */
interface ExecLimits {
  cpuMs: number | null
  wallMs: number | null
  idleMs: number | null
  hardMs: number | null
  fileBytes: number | null
  openFiles: number | null
}

export interface ExecFrame {
  type: 'exec'
  phase: AgentPhase
  /** Makes stdout and stderr one terminal of this size, and stdin too unless `stdinPipe`. */
  terminal: { cols: number; rows: number } | null
  stdin: 'frames' | 'none'
  stdinPipe: boolean
  /** Skips this EXEC unless the one before it exited with code 0. */
  onlyIfOk: boolean
  interactive: boolean
  /** Lets a prepared runtime of this phase run it. If `copied`, a copy runs it, and the runtime goes on waiting. */
  prepared?: boolean
  copied?: boolean
  /** Its frames may wait up to 10 ms to leave together. */
  gathered?: boolean
  limits: ExecLimits
  argv: readonly string[]
  env: Readonly<Record<string, string>>
}

/** Starts a runtime that waits for the program of a later EXEC of this phase. */
export interface PrepareFrame {
  type: 'prepare'
  phase: AgentPhase
  argv: readonly string[]
  env: Readonly<Record<string, string>>
}

/** Collects the matching files below the work directory, after the EXECs before it. */
export interface CollectFrame {
  type: 'collect'
  /** Globs: `*`, `?`, `[a-z]`, and `**` for any number of folders. */
  patterns: readonly string[]
  maxTotalBytes: number
  maxFileBytes: number
}

export type HostFrame =
  | FileFrame
  | ExecFrame
  | PrepareFrame
  | { type: 'stdin'; bytes: Uint8Array }
  | { type: 'stdin-end' }
  | { type: 'signal'; signal: number }
  | { type: 'resize'; cols: number; rows: number }
  | { type: 'grant'; bytes: number }
  | { type: 'stop'; cause: StopCause; graceMs: number }
  | { type: 'ping'; token: number }
  | CollectFrame
  /** Ends every process and, with `wipe`, empties every place a program can write to. */
  | { type: 'reset'; wipe: boolean }

export interface ExitFrame {
  type: 'exit'
  phase: AgentPhase
  cause: AgentCause | null
  /** Null when a signal ended the program. */
  exitCode: number | null
  signal: number | null
  wallUs: number
  cpuUs: number
  peakBytes: number
  memorySource: 'rss' | 'cgroup'
}

/** A collected file. Its bytes follow; if fewer than `size` come before the next such frame, the file was given up. */
export interface FileBeginFrame {
  type: 'file-begin'
  path: string
  executable: boolean
  size: number
}

export type AgentFrame =
  | { type: 'ready'; protocol: number }
  /** `prepared`: in a prepared runtime. */
  | { type: 'started'; phase: AgentPhase; prepared: boolean }
  /** A prepared runtime waits; if not `ok`, the message says why it does not. */
  | { type: 'prepared'; ok: boolean; message: string }
  /** Whether the program waits for its stdin now. */
  | { type: 'waiting'; waiting: boolean }
  | { type: 'stdout'; bytes: Uint8Array }
  | { type: 'stderr'; bytes: Uint8Array }
  | ExitFrame
  | { type: 'failed'; phase: AgentPhase | null; code: FailureCode; message: string }
  | { type: 'stdin-ack'; bytes: number }
  | { type: 'pong'; token: number }
  | { type: 'warn'; code: number; message: string }
  | FileBeginFrame
  | { type: 'file-data'; bytes: Uint8Array }
  /** The COLLECT is done. `leftOut`: a file that matched, or may have, was not sent whole. */
  /** `unmatched`: patterns that match no file, by their index in the COLLECT. */
  | { type: 'collected'; files: number; leftOut: boolean; unmatched: readonly number[] }
  /** If not `ok`, the message says what is left. */
  | { type: 'reset-done'; ok: boolean; message: string }

/** The codes of a WARN. */
export const AGENT_WARNINGS = { longLine: 1, stdin: 2, network: 3, leftOut: 4, processes: 5 } as const

/** The largest payload of a host frame. */
export const MAX_HOST_PAYLOAD_BYTES = 1024 * 1024

/** The largest payload of an agent frame. */
export const MAX_AGENT_PAYLOAD_BYTES = 64 * 1024

/** `u8 type, u32 payload length` */
export const HEADER_BYTES = 5

export const HOST_TYPES = {
  file: 0x01,
  exec: 0x02,
  stdin: 0x03,
  'stdin-end': 0x04,
  signal: 0x05,
  resize: 0x06,
  grant: 0x07,
  stop: 0x08,
  ping: 0x09,
  collect: 0x0a,
  reset: 0x0b,
  prepare: 0x0c,
} as const satisfies Record<HostFrame['type'], number>

/** Means "no limit" on the wire. */
const NO_LIMIT = 0xffff_ffff
const NO_FILE_LIMIT = 0xffff_ffff_ffff_ffffn

export const PHASES: Readonly<Record<AgentPhase, number>> = { compile: 0, run: 1 }

export const CAUSES: Readonly<Record<AgentCause, number>> = {
  'cpu-limit': 1,
  'wall-limit': 2,
  'idle-limit': 3,
  'memory-limit': 4,
  'process-limit': 5,
  'disk-limit': 6,
  cancelled: 7,
  'output-limit': 8,
  skipped: 9,
  'hard-limit': 10,
  'files-limit': 11,
  'file-size-limit': 12,
}

const FAILURES: Readonly<Record<FailureCode, number>> = {
  'path-refused': 1,
  'no-space': 2,
  'not-found': 3,
  'not-executable': 4,
  'protocol-error': 5,
  'internal-error': 6,
  'no-terminal': 7,
}

/** Replaces the phase of a failure outside of all phases. */
export const NO_PHASE = 255

function inverted<Name extends string>(table: Readonly<Record<Name, number>>): ReadonlyMap<number, Name> {
  return new Map((Object.keys(table) as Name[]).map((name) => [table[name], name]))
}

export const PHASE_NAMES = inverted(PHASES)
export const CAUSE_NAMES = inverted(CAUSES)
export const FAILURE_NAMES = inverted(FAILURES)

export function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16BE(value)
  return bytes
}

export function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}

function u64(value: bigint): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64BE(value)
  return bytes
}

/** Encodes a limit of an EXEC. Throws a RangeError for an invalid one, such as 0. */
export function limit32(limit: number | null): Buffer {
  return u32(limit === null ? NO_LIMIT : checkLimit(limit, NO_LIMIT - 1))
}

/** The same in 64 bits. */
export function limit64(limit: number | null): Buffer {
  return u64(limit === null ? NO_FILE_LIMIT : BigInt(checkLimit(limit, Number.MAX_SAFE_INTEGER)))
}

function checkLimit(limit: number, most: number): number {
  if (Number.isInteger(limit) && limit >= 1 && limit <= most) return limit
  throw new RangeError(`A limit of ${limit}: it must be a whole number from 1 to ${most}.`)
}
