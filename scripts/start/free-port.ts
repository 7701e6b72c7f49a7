import { once } from 'node:events'
import { createServer } from 'node:net'
import { messageOf, SetupError } from '../bootstrap/setup-error.mjs'

/** Makes sure the service can listen there; port 0 becomes a free one. */
export async function claimPort(host: string, port: number): Promise<number> {
  const server = createServer()
  try {
    server.listen(port, host)
    await once(server, 'listening')
    const address = server.address()
    return typeof address === 'object' && address !== null ? address.port : port
  } catch (error) {
    throw await explain(error, host, port)
  } finally {
    server.close()
  }
}

/** `PORT` as a number; throws if it is not one. */
export function readPort(text: string): number {
  const port = Number(text)
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port
  throw new SetupError(`PORT=${text} is not a port.`, {
    todo: 'Set PORT to a number from 1 to 65535, or to 0 for a free port.',
  })
}

async function explain(error: unknown, host: string, port: number): Promise<SetupError> {
  const why = messageOf(error)
  const otherPort = `PORT=${port + 1} npm start`
  if (!why.includes('EADDRINUSE')) {
    const todo = 'Set HOST to an address of this machine (default: 127.0.0.1). Ports below 1024 need root.'
    return new SetupError(`Can't listen on ${host}:${port}.`, { why, todo })
  }
  if (await isSandrun(port)) {
    const todo = `Use it: http://127.0.0.1:${port}\nOr start a second one: ${otherPort}`
    return new SetupError(`Sandrun is already running on port ${port}.`, { todo })
  }
  return new SetupError(`Another program uses port ${port}.`, {
    why,
    todo: `Use another port (${otherPort}) or stop the other program.`,
  })
}

async function isSandrun(port: number): Promise<boolean> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/v1/languages`, { signal: AbortSignal.timeout(1000) })
    return response.ok && (await response.text()).includes('python')
  } catch {
    return false
  }
}
