import { ErrorResponseSchema, SandrunError } from '../error-codes.ts'
import { type LanguageInfo, LanguageInfoSchema, LanguagesResponseSchema } from '../language.ts'
import { type RunList, RunListSchema, type RunRecord, RunRecordSchema } from '../run-record.ts'
import type { RunRequest } from '../run-request.ts'
import { type RunResult, RunResultSchema } from '../run-result.ts'
import { type SessionInfo, SessionInfoSchema, type SessionRequest, SessionsResponseSchema } from '../session.ts'
import { parseOrThrow } from '../validation.ts'
import type { PostedRun } from '../webhook.ts'

/** How long a service may take to answer without a sandbox, in milliseconds. */
export const ANSWER_TIMEOUT_MS = 10_000

/** The platform's `fetch` or a substitute: rejects only if there is no answer, not for any status. */
export type Fetch = (url: URL, request: HttpRequest) => Promise<Response>

interface HttpRequest {
  method: string
  headers: Record<string, string>
  body?: string
  signal?: AbortSignal
}

interface HttpOptions {
  fetch: Fetch
  token?: string | undefined
  /** Says why a service did not answer, from what was thrown or what something else answered. */
  unreachable?: (cause: unknown) => string
}

/** The options of a request. */
interface Asked {
  method?: string
  accept?: string
  /** The ETag of a cached answer. */
  known?: string | undefined
  headers?: Readonly<Record<string, string>> | undefined
  body?: unknown
  signal?: AbortSignal | undefined
}

/**
 * A service's REST API (docs/api.md). Methods throw SandrunErrors: what the service answered, or `unreachable`. An
 * aborted signal throws its reason, unless it timed out: that counts as no answer.
 */
export class HttpClient {
  readonly #url: URL
  readonly #options: HttpOptions
  #languages: { path: string; etag: string; list: LanguageInfo[] } | null = null

  constructor(url: URL, options: HttpOptions) {
    this.#url = url
    this.#options = options
  }

  /** Every language, built or not; `withoutSamples` makes it a third as long. An unchanged list is not sent again. */
  async languages(signal?: AbortSignal, { withoutSamples = false } = {}): Promise<LanguageInfo[]> {
    const path = withoutSamples ? '/v1/languages?samples=false' : '/v1/languages'
    const known = this.#languages?.path === path ? this.#languages : null
    const response = await this.ask(path, { known: known?.etag, signal: inTime(signal) })
    if (known !== null && response.status === 304) return known.list
    const body = await this.#bodyOf(response, signal)
    const { languages: list } = parseOrThrow(LanguagesResponseSchema, body, { code: 'protocol-violation' })
    const etag = response.headers.get('etag')
    this.#languages = etag === null ? null : { path, etag, list }
    return list
  }

  /** One language, with its samples. */
  async language(id: string, signal?: AbortSignal): Promise<LanguageInfo> {
    const body = await this.#call(`/v1/languages/${encodeURIComponent(id)}`, { signal: inTime(signal) })
    return parseOrThrow(LanguageInfoSchema, body, { code: 'protocol-violation' })
  }

  /**
   * Has the service build a language. It returns at once: `languages` tells when it is built, or no longer being built
   * because that failed.
   */
  async buildLanguage(id: string, signal?: AbortSignal): Promise<LanguageInfo> {
    const path = `/v1/languages/${encodeURIComponent(id)}/build`
    const body = await this.#call(path, { method: 'POST', signal: inTime(signal) })
    return parseOrThrow(LanguageInfoSchema, body, { code: 'protocol-violation' })
  }

  /** Why the service can't run programs now; null when it can. */
  async notReady(signal?: AbortSignal): Promise<SandrunError | null> {
    const response = await this.ask('/readyz', { signal: inTime(signal) })
    return response.ok ? null : await this.refusal(response)
  }

  /** Runs a program to its end; aborting cancels it. */
  async run(request: RunRequest, signal?: AbortSignal): Promise<RunResult> {
    const body = await this.#call('/v1/runs', { method: 'POST', body: request, signal })
    return parseOrThrow(RunResultSchema, body, { code: 'protocol-violation' })
  }

  /** Starts a run without waiting for it. The same key and request give the same job, however often they are sent. */
  async submit(request: PostedRun, { key, signal }: { key?: string; signal?: AbortSignal } = {}): Promise<RunRecord> {
    const headers = key === undefined ? undefined : { 'idempotency-key': JSON.stringify(key) }
    const body = await this.#call('/v1/runs?wait=false', { method: 'POST', headers, body: request, signal })
    return parseOrThrow(RunRecordSchema, body, { code: 'protocol-violation' })
  }

  /** The record of one of this client's runs. */
  async record(id: string, signal?: AbortSignal): Promise<RunRecord> {
    const body = await this.#call(`/v1/runs/${encodeURIComponent(id)}`, { signal: inTime(signal) })
    return parseOrThrow(RunRecordSchema, body, { code: 'protocol-violation' })
  }

  /** A page of this client's runs, newest first. */
  async runs({ limit = 50, cursor }: { limit?: number; cursor?: string } = {}, signal?: AbortSignal): Promise<RunList> {
    const query = new URLSearchParams({ limit: String(limit), ...(cursor !== undefined && { cursor }) })
    const body = await this.#call(`/v1/runs?${query.toString()}`, { signal: inTime(signal) })
    return parseOrThrow(RunListSchema, body, { code: 'protocol-violation' })
  }

  /** Cancels a run, wherever it is; returns its record. */
  async cancelRun(id: string, signal?: AbortSignal): Promise<RunRecord> {
    const path = `/v1/runs/${encodeURIComponent(id)}`
    const body = await this.#call(path, { method: 'DELETE', signal: inTime(signal) })
    return parseOrThrow(RunRecordSchema, body, { code: 'protocol-violation' })
  }

  /** This client's sessions. */
  async sessions(signal?: AbortSignal): Promise<SessionInfo[]> {
    const body = await this.#call('/v1/sessions', { signal: inTime(signal) })
    return parseOrThrow(SessionsResponseSchema, body, { code: 'protocol-violation' }).sessions
  }

  async session(id: string, signal?: AbortSignal): Promise<SessionInfo> {
    const body = await this.#call(`/v1/sessions/${encodeURIComponent(id)}`, { signal: inTime(signal) })
    return parseOrThrow(SessionInfoSchema, body, { code: 'protocol-violation' })
  }

  async createSession(request: SessionRequest, signal?: AbortSignal): Promise<SessionInfo> {
    const body = await this.#call('/v1/sessions', { method: 'POST', body: request, signal })
    return parseOrThrow(SessionInfoSchema, body, { code: 'protocol-violation' })
  }

  async stopSession(id: string, signal?: AbortSignal): Promise<void> {
    await this.#call(`/v1/sessions/${encodeURIComponent(id)}`, { method: 'DELETE', signal })
  }

  /** Turns a refusal into an error to throw. */
  async refusal(response: Response): Promise<SandrunError> {
    return this.#refusal(response, await jsonOf(response))
  }

  /** The answer as it is, refusals included. */
  async ask(path: string, asked: Asked = {}): Promise<Response> {
    const { method = 'GET', accept, known, headers: more, body, signal } = asked
    const { fetch, token } = this.#options
    const headers = {
      ...more,
      accept: accept ?? 'application/json',
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(known !== undefined && { 'if-none-match': known }),
    }
    try {
      return await fetch(new URL(path, this.#url), {
        method,
        headers,
        ...(body !== undefined && { body: JSON.stringify(body) }),
        ...(signal !== undefined && { signal }),
      })
    } catch (error) {
      throwIfGivenUp(signal)
      throw this.#unreachable(error)
    }
  }

  async #call(path: string, asked: Asked): Promise<unknown> {
    return await this.#bodyOf(await this.ask(path, asked), asked.signal)
  }

  async #bodyOf(response: Response, signal: AbortSignal | undefined): Promise<unknown> {
    if (response.status === 204) return undefined
    const body = await jsonOf(response)
    throwIfGivenUp(signal)
    if (!response.ok) throw this.#refusal(response, body)
    return body
  }

  #refusal(response: Response, body: unknown): SandrunError {
    const parsed = ErrorResponseSchema.safeParse(body)
    return parsed.success ? SandrunError.fromBody(parsed.data.error) : this.#unreachable(response)
  }

  #unreachable(cause: unknown): SandrunError {
    const { unreachable = whyUnreachable } = this.#options
    return new SandrunError('unreachable', unreachable(cause), { cause })
  }
}

function inTime(signal: AbortSignal | undefined): AbortSignal {
  const timeout = AbortSignal.timeout(ANSWER_TIMEOUT_MS)
  return signal === undefined ? timeout : AbortSignal.any([signal, timeout])
}

/** An answer is complete JSON; anything else counts as none. */
async function jsonOf(response: Response): Promise<unknown> {
  return await response.json().catch(() => null)
}

function throwIfGivenUp(signal: AbortSignal | undefined): void {
  const reason: unknown = signal?.reason
  if (!(reason instanceof DOMException && reason.name === 'TimeoutError')) signal?.throwIfAborted()
}

function whyUnreachable(cause: unknown): string {
  if (cause instanceof Response) return `That address is not a Sandrun service (HTTP ${cause.status}).`
  return `The service does not answer (${reasonOf(cause)}).`
}

/** fetch hides its reason in `cause`, and a failed attempt at both IPv4 and IPv6 has only a code. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const cause = error.cause instanceof Error ? error.cause : error
  if (cause.message !== '') return cause.message
  return 'code' in cause ? String(cause.code) : cause.name
}
