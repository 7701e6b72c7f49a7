import { serve } from '../../main.ts'
import { tellError } from '../command/message.ts'

interface ServeOptions {
  host?: string
  port?: string
}

/** Until a signal ends it. */
export async function runService(options: ServeOptions): Promise<number> {
  const { host = process.env['HOST'], port = process.env['PORT'] } = options
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
