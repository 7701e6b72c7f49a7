import { serve } from '../main.ts'

/** `sandrun serve`: until a signal ends it. */
export async function serveCommand(): Promise<number> {
  try {
    await serve(process.env, (address) => process.stderr.write(`Sandrun listens on ${address}\n`))
    return 0
  } catch (error) {
    if (!isPortTaken(error)) throw error
    process.stderr.write(`sandrun: ${error.message}\n         Set PORT to a free one, or stop what uses this one.\n`)
    return 1
  }
}

function isPortTaken(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && (error.code === 'EADDRINUSE' || error.code === 'EACCES')
}
