import { randomUUID } from 'node:crypto'
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js'
import { CancelledNotificationSchema, isInitializeRequest, isJSONRPCRequest } from '@modelcontextprotocol/sdk/types.js'
import { SandrunError } from '@sandrun/shared'
import * as z from 'zod/mini'
import { callerLeft } from '../body/caller-left.ts'
import type { GatewayQuestion } from '../../model/gateway-frame.ts'
import type { Principal } from '../../model/principal.ts'
import type { OtherGateways } from '../../ports/other-gateways.ts'
import type { ToolHost } from './tool-host.ts'
import { createMcpServer } from './tools.ts'

const BEGIN = 'Start with an initialize request.'

/** Every other gateway is asked about each. Since 2025-06-18 the specification allows one message for each request. */
const MOST_CANCELLED = 8

const SessionIdSchema = z.uuid()

/** A client of a principal: the id of its session, as the protocol calls it. */
interface McpClient {
  principal: string
  session: string
}

/** A request of a client, usually with one call. */
interface McpRequest {
  transport: StreamableHTTPServerTransport
  calls: ReadonlySet<string | number>
}

export type CancelCalls = Extract<GatewayQuestion, { type: 'cancel-calls' }>

/**
 * The current calls of the clients of `/mcp`. Nothing else is kept of a client: its id (specification 2025-06-18,
 * "Session Management") only tells whose calls a cancellation means, which comes in a separate request, perhaps to another
 * gateway (ADR 57).
 */
export class McpCalls {
  readonly #hostOf: (principal: Principal) => ToolHost
  readonly #gateways: OtherGateways
  readonly #requests = new Map<string, Set<McpRequest>>()

  constructor(hostOf: (principal: Principal) => ToolHost, gateways: OtherGateways) {
    this.#hostOf = hostOf
    this.#gateways = gateways
  }

  /**
   * The transport for this request, until `over` aborts: one that gives the client an id for an `initialize`. Rejects
   * with `invalid-request` without an id, and with `not-found` for an id that the service never gives, upon which
   * clients initialize again.
   */
  async open(
    { session, body, principal }: { session: string | undefined; body: unknown; principal: Principal },
    over: AbortSignal,
  ): Promise<StreamableHTTPServerTransport> {
    const client = session === undefined ? null : { principal: principal.id, session: checkSession(session) }
    if (client === null && !isInitializeRequest(body)) {
      throw new SandrunError('invalid-request', 'The header mcp-session-id is missing.', { hint: BEGIN })
    }
    if (client !== null) await this.#cancelNamed(client, body)
    const transport = new StreamableHTTPServerTransport({
      sessionIdGenerator: client === null ? randomUUID : undefined,
    })
    await createMcpServer(this.#hostOf(principal)).connect(transport)
    if (over.aborted) {
      await transport.close()
      throw callerLeft()
    }
    if (client !== null) this.#keep(client, { transport, calls: new Set(callsOf(body)) }, over)
    return transport
  }

  /** The client leaves: cancels its calls, at all gateways. Rejects as above. */
  async end(session: string | undefined, principal: Principal): Promise<void> {
    if (session === undefined) {
      throw new SandrunError('invalid-request', 'The header mcp-session-id is missing.', { hint: BEGIN })
    }
    await this.#cancel({ principal: principal.id, session: checkSession(session) })
  }

  /** Cancels one call, or all of a client, if it is here. */
  cancelOwn({ principal, session, call }: Omit<CancelCalls, 'type'>): void {
    for (const { transport, calls } of this.#requests.get(keyOf({ principal, session })) ?? []) {
      if (call !== undefined && !calls.has(call)) continue
      // Nobody waits for an answer any more.
      if (call === undefined || calls.size === 1) void transport.close()
      else transport.onmessage?.({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: call } })
    }
  }

  async close(): Promise<void> {
    const all = [...this.#requests.values()].flatMap((requests) => [...requests])
    await Promise.all(all.map(({ transport }) => transport.close()))
  }

  async #cancelNamed(client: McpClient, body: unknown): Promise<void> {
    const named = new Set([body].flat().flatMap((message) => cancelledBy(message)))
    if (named.size > MOST_CANCELLED) {
      throw new SandrunError('invalid-request', `A request can cancel at most ${MOST_CANCELLED} calls.`)
    }
    await Promise.all([...named].map((call) => this.#cancel({ ...client, call })))
  }

  async #cancel(calls: Omit<CancelCalls, 'type'>): Promise<void> {
    this.cancelOwn(calls)
    await this.#gateways.askAll({ type: 'cancel-calls', ...calls })
  }

  #keep(client: McpClient, request: McpRequest, over: AbortSignal): void {
    if (request.calls.size === 0) return
    const key = keyOf(client)
    const requests = this.#requests.get(key) ?? new Set()
    this.#requests.set(key, requests.add(request))
    over.addEventListener('abort', () => {
      requests.delete(request)
      if (requests.size === 0 && this.#requests.get(key) === requests) this.#requests.delete(key)
    })
  }
}

/** The call that a message cancels. */
function cancelledBy(message: unknown): (string | number)[] {
  const { data } = CancelledNotificationSchema.safeParse(message)
  return data?.params.requestId === undefined ? [] : [data.params.requestId]
}

/** The ids of the calls in a request. */
function callsOf(body: unknown): (string | number)[] {
  return [body].flat().flatMap((message) => (isJSONRPCRequest(message) ? [message.id] : []))
}

function checkSession(id: string): string {
  if (SessionIdSchema.safeParse(id).success) return id
  throw new SandrunError('not-found', 'Unknown mcp-session-id.', { hint: BEGIN })
}

const keyOf = ({ principal, session }: McpClient): string => JSON.stringify([principal, session])
