import * as http from 'node:http'
import * as https from 'node:https'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'

const PING_TIMEOUT_MS = 3000

/** @typedef {{ name: string, labels: Record<string, string> }} LabelledContainer */

/**
 * The few functions of a container engine that the set-up needs, over its HTTP interface, so that it needs no `docker`
 * command. (The service has its own, full driver; it needs the workspace, which the set-up has yet to install.)
 */
export class DockerEngine {
  /** @param {import('./address.mjs').EngineAddress} address */
  constructor(address) {
    this.address = address
  }

  /** @returns {Promise<string>} its version; throws if nothing answers */
  async version() {
    const response = await this.request('GET', '/version', { signal: AbortSignal.timeout(PING_TIMEOUT_MS) })
    return JSON.parse(await text(response)).Version
  }

  /**
   * @param {string} tag
   * @returns {Promise<number | null>} its size in bytes, or null if there is no such image
   */
  async imageSize(tag) {
    return (await this.#inspectImage(tag))?.Size ?? null
  }

  /**
   * @param {string} tag
   * @returns {Promise<string | null>} its id, a hash of its content, or null if there is no such image
   */
  async imageId(tag) {
    return (await this.#inspectImage(tag))?.Id ?? null
  }

  /**
   * @param {string} tag
   * @returns {Promise<{ Id: string, Size: number } | null>}
   */
  async #inspectImage(tag) {
    const response = await this.request('GET', `/images/${tag}/json`, { accept: [200, 404] })
    const image = JSON.parse(await text(response))
    return response.statusCode === 200 ? image : null
  }

  /**
   * @param {string} tag
   * @param {(line: string) => void} onProgress
   * @param {AbortSignal} signal
   */
  async pull(tag, onProgress, signal) {
    const [name, version] = tag.split(':')
    const response = await this.request('POST', `/images/create?fromImage=${name}&tag=${version}`, { signal })
    await followProgress(response, onProgress)
  }

  /**
   * Makes an image with one layer from a tar of a root file system.
   * @param {string} tag
   * @param {import('node:stream').Readable} tar
   * @param {string[]} changes Dockerfile lines such as `CMD ["bash"]`
   */
  async importImage(tag, tar, changes) {
    const [name, version] = tag.split(':')
    const query = new URLSearchParams([
      ['fromSrc', '-'],
      ['repo', name ?? tag],
      ['tag', version ?? 'latest'],
    ])
    for (const change of changes) query.append('changes', change)
    const response = await this.request('POST', `/images/create?${query.toString()}`, { body: tar })
    await followProgress(response, () => {})
  }

  /**
   * @param {string} label
   * @returns {Promise<LabelledContainer[]>} the containers that carry it, in any state
   */
  async containersWith(label) {
    const filters = encodeURIComponent(JSON.stringify({ label: [label] }))
    const response = await this.request('GET', `/containers/json?all=1&filters=${filters}`)
    /** @type {{ Names: string[], Labels: Record<string, string> }[]} */
    const containers = JSON.parse(await text(response))
    return containers.map(({ Names, Labels }) => ({ name: Names[0]?.slice(1) ?? '?', labels: Labels }))
  }

  /**
   * A tar of one path in an image, from a container that is created, never started, and removed.
   * @param {string} image
   * @param {string} path
   * @param {(tar: http.IncomingMessage) => Promise<void>} use
   */
  async withFileOf(image, path, use) {
    const body = JSON.stringify({ Image: image, Cmd: ['-'] })
    const created = JSON.parse(await text(await this.request('POST', '/containers/create', { body })))
    try {
      await use(await this.request('GET', `/containers/${created.Id}/archive?path=${encodeURIComponent(path)}`))
    } finally {
      await this.request('DELETE', `/containers/${created.Id}?force=1`)
    }
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {{ body?: string | import('node:stream').Readable, signal?: AbortSignal, accept?: number[] }} [options]
   * @returns {Promise<http.IncomingMessage>}
   */
  async request(method, path, { body, signal, accept = [200, 201, 204] } = {}) {
    const { secure, options, host } = this.address
    const headers =
      body === undefined ? {} : { 'Content-Type': typeof body === 'string' ? 'application/json' : 'application/x-tar' }
    /** @type {http.IncomingMessage} */
    const response = await new Promise((resolve, reject) => {
      // One connection per request: a kept one would keep this process alive after its work.
      const request = (secure ? https : http).request({ ...options, method, path, headers, signal, agent: false })
      request.once('response', resolve).once('error', reject)
      if (typeof body === 'object') body.once('error', reject).pipe(request)
      else request.end(body)
    })
    if (accept.includes(response.statusCode ?? 0)) return response
    throw new Error(`${method} ${path} at ${host}: ${response.statusCode} ${await text(response)}`)
  }
}

/**
 * The engine answers 200 at once and reports a failure in a later line.
 * @param {http.IncomingMessage} response
 * @param {(line: string) => void} onProgress
 */
async function followProgress(response, onProgress) {
  for await (const line of createInterface({ input: response })) {
    if (!line) continue
    const message = JSON.parse(line)
    if (message.error) throw new Error(message.error)
    onProgress([message.status, message.id, message.progress].filter(Boolean).join(' '))
  }
}
