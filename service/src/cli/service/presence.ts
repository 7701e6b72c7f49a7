import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'

/** How long a new connection may take to send the token. */
const TOKEN_MS = 5000

/**
 * Tracks the users of a shared service: each keeps a connection to a loopback port open, whose first line is the token.
 * However a user's process ends, its connection ends too.
 */
export class Presence implements AsyncDisposable {
  readonly port: number
  /** Settles after `lingerMs` without users. */
  readonly unused: Promise<void>
  readonly #server: Server
  readonly #present = new Set<Socket>()
  readonly #lingerMs: number
  readonly #end: () => void
  #timer: NodeJS.Timeout | undefined

  private constructor(server: Server, token: string, lingerMs: number) {
    this.#server = server
    this.#lingerMs = lingerMs
    this.port = (server.address() as AddressInfo).port
    const { promise, resolve } = Promise.withResolvers<void>()
    this.unused = promise
    this.#end = resolve
    this.#wait()
    server.on('connection', (socket) => this.#authenticate(socket, `${token}\n`))
  }

  static async open(token: string, lingerMs: number): Promise<Presence> {
    const server = createServer()
    server.listen({ host: '127.0.0.1', port: 0 })
    await once(server, 'listening')
    return new Presence(server, token, lingerMs)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearTimeout(this.#timer)
    const closed = once(this.#server, 'close')
    this.#server.close()
    for (const socket of this.#present) socket.destroy()
    await closed
  }

  #authenticate(socket: Socket, expected: string): void {
    const deadline = setTimeout(() => socket.destroy(), TOKEN_MS)
    let said = ''
    socket.setEncoding('utf8')
    socket.on('error', () => socket.destroy())
    socket.on('close', () => {
      clearTimeout(deadline)
      this.#present.delete(socket)
      if (this.#present.size === 0) this.#wait()
    })
    socket.on('data', (text: string) => {
      if (this.#present.has(socket)) return
      said += text
      if (said === expected) {
        clearTimeout(deadline)
        clearTimeout(this.#timer)
        this.#present.add(socket)
        // Acknowledges the token.
        socket.write('\n')
      } else if (!expected.startsWith(said)) socket.destroy()
    })
  }

  #wait(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(this.#end, this.#lingerMs)
  }
}
