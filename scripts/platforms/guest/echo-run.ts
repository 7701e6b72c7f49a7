/** One run on its own connection, in the protocol of docs/protocol.md. */
export class EchoRun {
  readonly #socket: WebSocket
  #next = Promise.withResolvers<void>()
  #sent = 0
  readonly #end = Promise.withResolvers<string>()

  /** `url` is that of the service, `run` a run request. */
  constructor(url: string, run: object) {
    this.#socket = new WebSocket(`${url.replace('http', 'ws')}/v1/connect`)
    this.#socket.addEventListener('open', () => {
      this.#tell({ type: 'hello', protocol: 1, client: 'echo' })
      this.#tell({ type: 'start', run })
    })
    this.#socket.addEventListener('message', ({ data }) => {
      // Output is binary.
      if (typeof data !== 'string') this.#next.resolve()
      else if (/^\{"type":"(?:error|exit)"/.test(data)) {
        this.#next.promise.catch(() => {})
        this.#next.reject(new Error(data))
        this.#end.resolve(data)
      }
    })
    this.#socket.addEventListener('error', () => this.#next.reject(new Error(`no connection to ${url}`)))
  }

  /** Resolves at the first output after the last `write`. Rejects when the run ends instead. */
  get output(): Promise<void> {
    return this.#next.promise
  }

  /** The message that ends it, as JSON. */
  get end(): Promise<string> {
    return this.#end.promise
  }

  write(text: string): void {
    this.#next = Promise.withResolvers()
    const frame = Buffer.alloc(5 + text.length)
    frame.writeUInt32BE(this.#sent, 1)
    frame.write(text, 5)
    this.#sent += text.length
    this.#socket.send(frame)
  }

  /** Ends the run; nobody waits for it. */
  cancel(): void {
    this.#next.promise.catch(() => {})
    this.#tell({ type: 'cancel' })
  }

  #tell(message: object): void {
    this.#socket.send(JSON.stringify(message))
  }
}
