import { appendFileSync } from 'node:fs'
import type { RunResult, SandrunError } from '@sandrun/shared'
import type { FastifyBaseLogger } from 'fastify'
import type { RunFacts, RunTelemetry } from '../ports/run-telemetry.ts'
import { usageOf } from '../model/usage.ts'
import { escapeJson } from './log-text.ts'

/**
 * Who ran what, and how it ended: one JSON object per line, never a program's source, input or output. Opens the file
 * for each line, so log rotation only has to rename it.
 */
export class AuditLog implements RunTelemetry {
  readonly #path: string
  readonly #log: FastifyBaseLogger

  constructor(path: string, log: FastifyBaseLogger) {
    this.#path = path
    this.#log = log
  }

  ended(run: RunFacts, result: RunResult): void {
    const { verdict, warm, cached = false } = result
    this.#write(run, { verdict, ...usageOf(result), queuedMs: Math.round(result.queuedMs), warm, cached })
  }

  refused(run: RunFacts, { code }: SandrunError): void {
    this.#write(run, { refused: code })
  }

  #write({ id, principal, language }: RunFacts, outcome: object): void {
    const { name, role, address } = principal
    const line = {
      time: new Date().toISOString(),
      run: id,
      principal: principal.id,
      name,
      role,
      address,
      language,
      ...outcome,
    }
    try {
      appendFileSync(this.#path, `${escapeJson(JSON.stringify(line))}\n`, { mode: 0o600 })
    } catch (error) {
      this.#log.error({ err: error, path: this.#path, line }, "can't write the audit log")
    }
  }
}
