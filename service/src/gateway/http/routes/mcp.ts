import type { FastifyInstance } from 'fastify'
import type { McpConnections } from '../../mcp/mcp-connections.ts'
import { principalOf } from '../plugins/authentication.ts'

/** `/mcp`: Model Context Protocol over streamable HTTP (specification 2025-06-18, "Transports"). */
export function registerMcp(app: FastifyInstance, connections: McpConnections): void {
  app.addHook('preClose', () => connections.close())
  app.route({
    method: ['POST', 'GET', 'DELETE'],
    url: '/mcp',
    async handler(request, reply) {
      const { headers, body, raw } = request
      const principal = principalOf(request)
      const transport = await connections.find(headers['mcp-session-id']?.toString(), body, principal)
      reply.hijack()
      await transport.handleRequest(raw, reply.raw, body)
    },
  })
}
