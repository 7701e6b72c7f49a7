import { SandrunError } from '@sandrun/shared'
import type { FastifyInstance } from 'fastify'
import type { McpCalls } from '../../mcp/mcp-calls.ts'
import { principalOf } from '../plugins/authentication.ts'

/**
 * `/mcp`: Model Context Protocol over streamable HTTP (specification 2025-06-18, "Transports"). A `GET` is refused, as
 * the service has nothing to tell a client that has not asked.
 */
export function registerMcp(app: FastifyInstance, calls: McpCalls): void {
  app.addHook('preClose', () => calls.close())
  app.post('/mcp', async (request, reply) => {
    const { headers, body, raw } = request
    const over = new AbortController()
    reply.raw.once('close', () => over.abort())
    const asked = { session: headers['mcp-session-id']?.toString(), body, principal: principalOf(request) }
    const transport = await calls.open(asked, over.signal)
    reply.hijack()
    await transport.handleRequest(raw, reply.raw, body)
  })
  app.delete('/mcp', async (request, reply) => {
    await calls.end(request.headers['mcp-session-id']?.toString(), principalOf(request))
    return reply.status(204).send()
  })
  app.get('/mcp', (_request, reply) => {
    reply.header('allow', 'POST, DELETE')
    throw new SandrunError('method-not-allowed', 'GET is not allowed on /mcp; use POST or DELETE.')
  })
}
