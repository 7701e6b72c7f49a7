import { once } from 'node:events'
import { createServer } from 'node:net'
import { messageOf, SetupError } from '../bootstrap/setup-error.mjs'

/** Makes sure the service will be able to listen there; port 0 becomes a free one. */
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

async function explain(error: unknown, host: string, port: number): Promise<SetupError> {
  const why = messageOf(error)
  const otherPort = `PORT=${port + 1} npm start`
  if (!why.includes('EADDRINUSE'))
    return new SetupError(`Can not listen on ${host}:${port}.`, { why, todo: `Try ${otherPort}.` })
  if (await isSandrun(port)) {
    const todo = `Use it: http://127.0.0.1:${port}\nOr start a second one: ${otherPort}`
    return new SetupError(`Sandrun runs on port ${port} already.`, { todo })
  }
  return new SetupError(`Port ${port} is in use by another program.`, {
    why,
    todo: `${otherPort}, or end the other program.`,
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
