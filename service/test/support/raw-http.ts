import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { promisify } from 'node:util'
import { ErrorResponseSchema } from '@sandrun/shared'

/** A connection that sends everything unchanged and reads one answer after another. */
export class RawHttp implements Disposable {
  readonly socket: Socket
  readonly #chunks: AsyncIterator<Buffer>
  #rest = Buffer.alloc(0)

  private constructor(socket: Socket) {
    this.socket = socket
    this.#chunks = socket.iterator({ destroyOnReturn: false }) as AsyncIterator<Buffer>
  }

  static async open({ url }: { url: URL }): Promise<RawHttp> {
    const socket = connect(Number(url.port), url.hostname)
    await once(socket, 'connect')
    return new RawHttp(socket)
  }

  /** Sends the lines, given without line ends, then the body. */
  send(lines: readonly string[], body: string | Uint8Array = ''): void {
    this.socket.write(`${lines.join('\r\n')}\r\n\r\n`)
    this.socket.write(body)
  }

  /** Sends everything before it reads, like most clients; throws if it is cut off. */
  async sendFirst(lines: readonly string[], body: Uint8Array): Promise<void> {
    this.send(lines)
    await promisify((done: (error?: Error | null) => void) => this.socket.write(body, done))()
  }

  /** The next answer; of an event stream only its head. */
  async answer(): Promise<{ status: number; headers: Map<string, string>; body: string }> {
    const [statusLine = '', ...lines] = (await this.#until('\r\n\r\n')).split('\r\n')
    const headers = new Map(lines.map((line) => [line.split(': ', 1).join().toLowerCase(), line.replace(/^.*?: /, '')]))
    const isStream = headers.get('content-type') === 'text/event-stream'
    const isChunked = headers.get('transfer-encoding') === 'chunked' && !isStream
    const body = isChunked ? await this.#chunked() : await this.#take(Number(headers.get('content-length') ?? 0))
    return { status: Number(statusLine.split(' ')[1]), headers, body: body.toString() }
  }

  /** The next answer, which must be an error in the standard form. */
  async refusal(): Promise<{ status: number; code: string; message: string; retryAfter: string | undefined }> {
    const { status, headers, body } = await this.answer()
    const { code, message } = ErrorResponseSchema.parse(JSON.parse(body)).error
    return { status, code, message, retryAfter: headers.get('retry-after') }
  }

  /** This many bytes, unchanged. */
  take(length: number): Promise<Buffer> {
    return this.#take(length)
  }

  [Symbol.dispose](): void {
    this.socket.destroy()
  }

  /** A chunked body (RFC 9112, section 7.1). */
  async #chunked(): Promise<Buffer> {
    const parts: Buffer[] = []
    for (;;) {
      const length = Number.parseInt(await this.#until('\r\n'), 16)
      parts.push(await this.#take(length))
      await this.#until('\r\n')
      if (length === 0) return Buffer.concat(parts)
    }
  }

  /** The text before this end; skips the end. */
  async #until(end: string): Promise<string> {
    while (!this.#rest.includes(end)) await this.#more()
    const before = await this.#take(this.#rest.indexOf(end))
    await this.#take(end.length)
    return before.toString()
  }

  async #take(length: number): Promise<Buffer> {
    while (this.#rest.length < length) await this.#more()
    const taken = this.#rest.subarray(0, length)
    this.#rest = this.#rest.subarray(length)
    return taken
  }

  async #more(): Promise<void> {
    const { done, value } = await this.#chunks.next()
    if (done === true) throw new Error(`the connection ended after ${JSON.stringify(this.#rest.toString())}`)
    this.#rest = Buffer.concat([this.#rest, value])
  }
}
