import { once } from 'node:events'
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js'
import { restHost } from '../../gateway/mcp/rest-host.ts'
import { createMcpServer } from '../../gateway/mcp/tools.ts'
import { Interrupts } from '../command/interrupts.ts'
import { openService } from './open-service.ts'

/** Serves until the client closes standard input. */
export async function serveMcp({ url }: { url?: string }): Promise<number> {
  using interrupts = new Interrupts()
  await using service = await openService(url, { keepWarm: true, signal: interrupts.signal })
  const server = createMcpServer(restHost(service.address.url, service.address.token))
  const ended = once(process.stdin, 'end', { signal: interrupts.signal })
  await server.connect(new StdioServerTransport())
  await ended
  await server.close()
  return 0
}
