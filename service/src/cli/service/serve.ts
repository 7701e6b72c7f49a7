import { serve } from '../../main.ts'
import { tellError } from '../command/message.ts'
import { UsageError } from '../command/usage-error.ts'

interface ServeOptions {
  host?: string
  port?: string
  role?: string
}

/** Serves until a signal ends it. */
export async function runService(options: ServeOptions): Promise<number> {
  const { host = process.env['HOST'], port = process.env['PORT'], role = process.env['SANDRUN_ROLE'] } = options
  try {
    await serve({ ...process.env, HOST: host, PORT: port, SANDRUN_ROLE: role }, (address) =>
      process.stderr.write(address === null ? 'Sandrun joined its cluster\n' : `Sandrun listens on ${address}\n`),
    )
    return 0
  } catch (error) {
    if (hasNoSuchHost(error)) {
      throw new UsageError(
        `This machine has no address "${host}".`,
        'Set another one with --host or HOST, such as 127.0.0.1 or 0.0.0.0.',
      )
    }
    if (!isPortTaken(error)) throw error
    tellError(error.message, 'Choose another port with --port, or stop the program that uses this one.')
    return 1
  }
}

function hasNoSuchHost(error: unknown): boolean {
  return error instanceof Error && 'code' in error && NO_HOST.has(String(error.code))
}

const NO_HOST: ReadonlySet<string> = new Set(['ENOTFOUND', 'EADDRNOTAVAIL', 'EAI_AGAIN'])

function isPortTaken(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && (error.code === 'EADDRINUSE' || error.code === 'EACCES')
}
