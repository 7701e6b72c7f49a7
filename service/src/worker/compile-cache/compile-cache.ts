import { randomBytes } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FastifyBaseLogger } from 'fastify'
import { type Compiled, decodeCompiled, encodeCompiled } from './compiled.ts'

export interface CompileCacheOptions {
  directory: string
  /** The size of all entries together; 0 keeps nothing. */
  maxBytes: number
  log: FastifyBaseLogger
}

/** The place of one program's compilation in the cache. */
export interface CompileSlot {
  /** Null when there is no entry. Never throws. */
  read(): Promise<Compiled | null>
  /** Stores it in the background. */
  write(compiled: Compiled): void
}

/**
 * Keeps the results of compiling on disk: one file for each key; the least recently used go first. Every read checks
 * the file; a damaged one is removed and not used. Several processes may share the directory.
 */
export class CompileCache {
  readonly #options: CompileCacheOptions
  readonly #writing = new Set<Promise<void>>()
  /** Bytes in use, as far as this process knows; null before the first look. */
  #usedBytes: number | null = null

  constructor(options: CompileCacheOptions) {
    this.#options = options
  }

  /** The slot for a key of `compileKey`; null when nothing may be kept. */
  slot(key: string | null): CompileSlot | null {
    if (key === null || this.#options.maxBytes === 0) return null
    return {
      read: () => this.#read(key),
      write: (compiled) => {
        const writing = this.#write(key, compiled).finally(() => this.#writing.delete(writing))
        this.#writing.add(writing)
      },
    }
  }

  /** Waits for pending writes. */
  async close(): Promise<void> {
    await Promise.all(this.#writing)
  }

  async #read(key: string): Promise<Compiled | null> {
    const { directory, log } = this.#options
    const path = join(directory, key)
    try {
      const compiled = decodeCompiled(await readFile(path))
      const now = new Date()
      if (compiled !== null) await utimes(path, now, now)
      else await rm(path, { force: true })
      return compiled
    } catch (error) {
      if (!isMissing(error)) log.warn({ err: error, path }, "can't read a compiled program")
      return null
    }
  }

  async #write(key: string, compiled: Compiled): Promise<void> {
    const { directory, maxBytes, log } = this.#options
    const bytes = encodeCompiled(compiled)
    if (bytes.length > maxBytes) return
    const path = join(directory, key)
    const half = join(directory, `${randomBytes(8).toString('hex')}${UNFINISHED}`)
    try {
      await mkdir(directory, { recursive: true, mode: 0o700 })
      await this.#makeRoom(bytes.length)
      await writeFile(half, bytes, { mode: 0o600 })
      // A reader sees the whole file or none (rename(2)).
      await rename(half, path)
    } catch (error) {
      await rm(half, { force: true }).catch(() => {})
      log.warn({ err: error, path }, "can't keep a compiled program")
    }
  }

  /** Lists the directory only when it may be full. */
  async #makeRoom(needed: number): Promise<void> {
    const { directory, maxBytes } = this.#options
    if (this.#usedBytes !== null && this.#usedBytes + needed <= maxBytes) {
      this.#usedBytes += needed
      return
    }
    const entries = await listEntries(directory)
    let used = entries.reduce((sum, { size }) => sum + size, 0)
    for (const { path, size } of entries) {
      if (used + needed <= maxBytes) break
      await rm(path, { force: true })
      used -= size
    }
    this.#usedBytes = used + needed
  }
}

/** The suffix of unfinished files; those of killed writers are removed like any unused entry. */
const UNFINISHED = '.unfinished'

/** The least recently used comes first. */
async function listEntries(directory: string): Promise<{ path: string; size: number }[]> {
  const paths = (await readdir(directory)).map((name) => join(directory, name))
  const found = await Promise.all(
    paths.map(async (path) => {
      const facts = await stat(path).catch(() => null)
      return facts === null ? [] : [{ path, size: facts.size, usedAt: facts.mtimeMs }]
    }),
  )
  return found.flat().toSorted((a, b) => a.usedAt - b.usedAt)
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}
