import { once } from 'node:events'
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js'
import { restHost } from '../../gateway/mcp/rest-host.ts'
import { createMcpServer } from '../../gateway/mcp/tools.ts'
import { type Command, type CommandOptions, parseOptions } from '../command/command.ts'
import { Interrupts } from '../command/interrupts.ts'
import { openService } from './open-service.ts'
import { URL_OPTION } from './service-address.ts'

const OPTIONS = { url: URL_OPTION } as const satisfies CommandOptions

export const mcpCommand: Command = {
  about: 'let an AI agent run code: a Model Context Protocol server on stdin and stdout',
  usage: ['mcp [OPTIONS]'],
  options: OPTIONS,
  notes: 'A client that speaks HTTP needs no command: the service itself answers at /mcp.',
  examples: ['sandrun mcp --url https://runs.example'],
  run,
}

/** Serves until the client closes standard input. */
async function run(argv: readonly string[]): Promise<number> {
  const { values } = parseOptions('mcp', argv, OPTIONS)
  using interrupts = new Interrupts()
  await using service = await openService(values.url, { keepWarm: true, signal: interrupts.signal })
  const server = createMcpServer(restHost(service.address.url, service.address.token))
  const ended = once(process.stdin, 'end', { signal: interrupts.signal })
  await server.connect(new StdioServerTransport())
  await ended
  await server.close()
  return 0
}
