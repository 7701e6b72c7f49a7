import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { promisify } from 'node:util'
import { WebSocket } from 'ws'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { RawHttp } from './support/raw-http.ts'
import { startService, type TestService } from './support/service.ts'

let service: TestService
let host: string

beforeAll(async () => {
  service = await startService()
  host = `host: ${service.url.host}`
})
afterAll(() => service[Symbol.asyncDispose]())

const PROGRAM = JSON.stringify({ language: 'bash', code: 'echo hi' })
const H2C = ['connection: Upgrade, HTTP2-Settings', 'upgrade: h2c', 'http2-settings: AAMAAABkAAQCAAAAAAIAAAAA']

describe('an unsupported Upgrade is ignored', () => {
  it.each([
    ['h2c', H2C],
    ['TLS/1.0', ['connection: Upgrade', 'upgrade: TLS/1.0']],
    ['websocket, where there is none', ['connection: Upgrade', 'upgrade: websocket', 'sec-websocket-version: 13']],
  ])('%s', async (_what, offer) => {
    using http = await RawHttp.open(service)
    http.send(['GET /healthz HTTP/1.1', host, ...offer])
    expect(await http.answer()).toMatchObject({ status: 200, body: '{"status":"ok"}' })
    const headers = ['content-type: application/json', `content-length: ${PROGRAM.length}`]
    http.send(['POST /v1/runs HTTP/1.1', host, ...offer, ...headers], PROGRAM)
    const { status, body } = await http.answer()
    expect({ status, verdict: JSON.parse(body).verdict }).toEqual({ status: 200, verdict: 'ok' })
    // The connection continues unchanged.
    http.send(['GET /nothing HTTP/1.1', host, ...offer])
    expect(await http.refusal()).toMatchObject({ status: 404, code: 'not-found' })
  })

  it('at the address of a WebSocket too', async () => {
    using http = await RawHttp.open(service)
    for (const path of ['/v1/connect', '/api/v2/connect']) {
      http.send([`GET ${path} HTTP/1.1`, host, ...H2C])
      expect((await http.answer()).status).toBe(404)
    }
  })
})

it.each(['/v1/connect', '/v1/connect?a=b', '/api/v2/connect', '/api/v2/piston/connect'])(
  '%s upgrades',
  async (path) => {
    const socket = new WebSocket(new URL(path, service.url).href.replace('http', 'ws'))
    await expect(once(socket, 'open')).resolves.toEqual([])
    socket.terminate()
  },
)

/** According to the JDK's documentation: it offers HTTP/2 by default. */
const JAVA = `
import java.net.URI;
import java.net.http.*;
public class Main {
  public static void main(String[] args) throws Exception {
    var client = HttpClient.newHttpClient();
    var run = HttpRequest.newBuilder(URI.create(args[0] + "v1/runs"))
      .header("content-type", "application/json")
      .POST(HttpRequest.BodyPublishers.ofString(${JSON.stringify(PROGRAM)})).build();
    for (int i = 0; i < 2; i++) {
      var answer = client.send(run, HttpResponse.BodyHandlers.ofString());
      System.out.println(answer.statusCode() + " " + answer.version() + " " + answer.body().contains("\\"hi\\\\n\\""));
    }
    var health = HttpRequest.newBuilder(URI.create(args[0] + "healthz")).build();
    System.out.println(client.send(health, HttpResponse.BodyHandlers.ofString()).body());
  }
}`

it("answers the JDK's client with its defaults", async () => {
  const script = 'cat > /tmp/Main.java && exec java -XX:TieredStopAtLevel=1 /tmp/Main.java "$0"'
  const argv = ['run', '--rm', '-i', '--network', 'host', '--entrypoint', 'sh', 'sandrun/java', '-c', script]
  const running = promisify(execFile)('docker', [...argv, service.url.href])
  running.child.stdin?.end(JAVA)
  const { stdout } = await running
  expect(stdout.trim().split('\n')).toEqual(['200 HTTP_1_1 true', '200 HTTP_1_1 true', '{"status":"ok"}'])
})

/** curl offers HTTP/2 with Upgrade on request; the raw sockets above cover machines without curl. */
const hasCurl = await promisify(execFile)('curl', ['--version']).then(
  ({ stdout }) => /^Features:.*\bHTTP2\b/m.test(stdout),
  () => false,
)

describe.each(hasCurl ? ['curl --http2'] : [])('%s', () => {
  it('is answered over HTTP/1.1', async () => {
    const options = ['--silent', '--http2', '--write-out', '\n%{http_code} %{http_version}']
    const header = ['--header', 'content-type: application/json', '--data', PROGRAM]
    const url = new URL('/v1/runs', service.url).href
    const { stdout } = await promisify(execFile)('curl', [...options, ...header, url])
    expect(stdout).toMatch(/"verdict":"ok"[^]*\n200 1\.1$/)
  })
})
