import { serve } from '../../main.ts'
import { type Command, type CommandOptions, parseOptions } from '../command/command.ts'
import { tellError } from '../command/message.ts'

const OPTIONS = {
  host: { type: 'string', value: 'ADDRESS', about: 'where to listen (HOST, else 127.0.0.1)' },
  port: { type: 'string', short: 'p', value: 'NUMBER', about: 'on which port (PORT, else 8080; 0 takes a free one)' },
} as const satisfies CommandOptions

/** Until a signal ends it. */
export const serveCommand: Command = {
  about: 'start the service',
  usage: ['serve [OPTIONS]'],
  options: OPTIONS,
  notes: 'Everything else is set by environment variables: docs/operations.md.',
  examples: ['sandrun serve', 'SANDRUN_TOKEN=$(openssl rand -hex 24) sandrun serve --host 0.0.0.0 --port 9000'],
  run,
}

async function run(argv: readonly string[]): Promise<number> {
  const { values } = parseOptions('serve', argv, OPTIONS)
  const { host = process.env['HOST'], port = process.env['PORT'] } = values
  try {
    await serve({ ...process.env, HOST: host, PORT: port }, (address) =>
      process.stderr.write(`Sandrun listens on ${address}\n`),
    )
    return 0
  } catch (error) {
    if (!isPortTaken(error)) throw error
    tellError(error.message, 'Choose another with --port, or stop what uses this one.')
    return 1
  }
}

function isPortTaken(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && (error.code === 'EADDRINUSE' || error.code === 'EACCES')
}
