import { randomUUID } from 'node:crypto'
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js'
import { isInitializeRequest } from '@modelcontextprotocol/sdk/types.js'
import { SandrunError } from '@sandrun/shared'
import type { Principal } from '../../model/principal.ts'
import type { ToolHost } from './tool-host.ts'
import { createMcpServer } from './tools.ts'

/** A client that is silent for this long must start again; this also ends vanished ones. */
const IDLE_MS = 30 * 60_000

const BEGIN = 'Start with an initialize request.'

/** For all principals together. The one that was silent longest is dropped. */
const MAX_CONNECTIONS = 200

interface McpConnection {
  principal: string
  transport: StreamableHTTPServerTransport
  idle: NodeJS.Timeout
}

/**
 * The clients of `/mcp`. Each has an id of the protocol (specification 2025-06-18, "Session Management"), since a
 * cancel comes in a separate request and must find the first.
 */
export class McpConnections {
  readonly #hostOf: (principal: Principal) => ToolHost
  /** In the order of their last request. */
  readonly #connections = new Map<string, McpConnection>()

  constructor(hostOf: (principal: Principal) => ToolHost) {
    this.#hostOf = hostOf
  }

  /**
   * The transport for this request: a new one for an `initialize`, else the one with the client's id. Throws
   * `invalid-request` when there is neither, and `not-found` for an unknown id or another principal's, upon which
   * clients initialize again.
   */
  async find(id: string | undefined, body: unknown, principal: Principal): Promise<StreamableHTTPServerTransport> {
    if (id === undefined) {
      if (isInitializeRequest(body)) return this.#open(principal)
      throw new SandrunError('invalid-request', 'The header mcp-session-id is missing.', { hint: BEGIN })
    }
    const connection = this.#connections.get(id)
    if (connection?.principal !== principal.id) {
      throw new SandrunError('not-found', 'Unknown mcp-session-id.', { hint: BEGIN })
    }
    this.#connections.delete(id)
    this.#connections.set(id, connection)
    connection.idle.refresh()
    return connection.transport
  }

  async close(): Promise<void> {
    await Promise.all([...this.#connections.values()].map(({ transport }) => transport.close()))
  }

  async #open(principal: Principal): Promise<StreamableHTTPServerTransport> {
    const transport = new StreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      onsessioninitialized: (id) =>
        this.#keep(id, { principal: principal.id, transport, idle: this.#closeWhenIdle(transport) }),
    })
    const server = createMcpServer(this.#hostOf(principal))
    // oxlint-disable-next-line unicorn/prefer-add-event-listener -- the SDK has no events, only this
    server.server.onclose = () => this.#forget(transport.sessionId)
    await server.connect(transport)
    return transport
  }

  #keep(id: string, connection: McpConnection): void {
    const [oldest] = this.#connections.values()
    if (oldest !== undefined && this.#connections.size >= MAX_CONNECTIONS) void oldest.transport.close()
    this.#connections.set(id, connection)
  }

  #forget(id: string | undefined): void {
    if (id === undefined) return
    clearTimeout(this.#connections.get(id)?.idle)
    this.#connections.delete(id)
  }

  #closeWhenIdle(transport: StreamableHTTPServerTransport): NodeJS.Timeout {
    return setTimeout(() => void transport.close(), IDLE_MS).unref()
  }
}
