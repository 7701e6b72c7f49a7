import { serve } from '../../main.ts'
import { tellError } from '../command/message.ts'
import { UsageError } from '../command/usage-error.ts'

interface ServeOptions {
  host?: string
  port?: string
  role?: string
  linger?: string
}

const MOST_PORT = 65_535
const ROLES: readonly string[] = ['gateway', 'worker', 'all']

/** Serves until a signal ends it. */
export async function runService(options: ServeOptions): Promise<number> {
  checkOptions(options)
  const { host = process.env['HOST'], port = process.env['PORT'], role = process.env['SANDRUN_ROLE'] } = options
  try {
    await serve({ ...process.env, HOST: host, PORT: port, SANDRUN_ROLE: role }, (address) =>
      process.stderr.write(address === null ? 'Sandrun joined its cluster\n' : `Sandrun listens on ${address}\n`),
    )
    return 0
  } catch (error) {
    if (hasCode(error, NO_HOST)) {
      throw new UsageError(
        `This machine has no address "${host}".`,
        'Set another one with --host or HOST, such as 127.0.0.1 or 0.0.0.0.',
      )
    }
    if (hasCode(error, NOT_ALLOWED)) {
      tellError(`Not allowed to listen on port ${port ?? ''}.`, 'Choose a port above 1023 with --port.')
      return 1
    }
    if (!isPortTaken(error)) throw error
    tellError(error.message, 'Choose another port with --port, or stop the program that uses this one.')
    return 1
  }
}

/** The settings have the same checks, but their errors name environment variables. */
function checkOptions({ port, role, linger }: ServeOptions): void {
  if (linger !== undefined) {
    throw new UsageError('--linger needs --shared.', 'Usage: sandrun serve --shared FOLDER --linger SECONDS')
  }
  if (port !== undefined && !(/^\d+$/.test(port) && Number(port) <= MOST_PORT)) {
    throw new UsageError(
      `Invalid port "${port}".`,
      `Set --port to a number from 0 to ${MOST_PORT}, such as 8080. 0 picks a free port.`,
    )
  }
  if (role !== undefined && !ROLES.includes(role)) {
    throw new UsageError(`Unknown role "${role}".`, `Roles: ${ROLES.join(', ')}.`)
  }
}

function hasCode(error: unknown, codes: ReadonlySet<string>): boolean {
  return error instanceof Error && 'code' in error && codes.has(String(error.code))
}

const NO_HOST: ReadonlySet<string> = new Set(['ENOTFOUND', 'EADDRNOTAVAIL', 'EAI_AGAIN'])
const NOT_ALLOWED: ReadonlySet<string> = new Set(['EACCES', 'EPERM'])

function isPortTaken(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
}
