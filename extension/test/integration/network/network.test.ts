import assert from 'node:assert/strict'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { connect } from 'node:net'
import { ConfigurationTarget, commands, workspace } from 'vscode'
import { open, tidy } from '../harness/editing.ts'
import { recorder } from '../harness/recorder.ts'
import { endsAtOnce, startScriptedService } from '../harness/scripted-service.ts'
import { withService } from '../harness/settings.ts'

/** Runs a program and waits for the words of the scripted service. */
async function runsWell(): Promise<void> {
  await open('hello.py')
  const mark = recorder.status.length
  await commands.executeCommand('sandrun.run')
  assert.deepEqual(
    recorder.messages.map(({ text }) => text),
    [],
  )
  await recorder.status.includes('ok · 5 ms · 2 MB', mark)
}

/** A proxy that leads every tunnel to one port, and notes the tunnels' targets. */
async function startProxy(port: number): Promise<{ url: string; tunnels: string[]; stop: () => void }> {
  const tunnels: string[] = []
  const proxy = createServer((_request, response) => void response.writeHead(501).end())
  proxy.on('connect', (request, socket) => {
    tunnels.push(request.url ?? '')
    const target = connect(port, '127.0.0.1', () => socket.write('HTTP/1.1 200 OK\r\n\r\n'))
    target.pipe(socket).pipe(target)
    for (const end of [target, socket]) end.on('error', () => [target, socket].forEach((it) => it.destroy()))
  })
  proxy.listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  const address = proxy.address()
  if (address === null || typeof address === 'string') throw new Error('No port')
  return { url: `http://127.0.0.1:${address.port}`, tunnels, stop: () => proxy.close() }
}

async function setProxy(url: string | undefined): Promise<void> {
  await workspace.getConfiguration('http').update('proxy', url, ConfigurationTarget.Global)
}

describe('network', () => {
  const [key, cert] = [process.env.SANDRUN_TEST_KEY, process.env.NODE_EXTRA_CA_CERTS]
  let service: Awaited<ReturnType<typeof startScriptedService>>

  before(async function () {
    // VS Code's desktop runner starts without our certificate.
    if (key === undefined || cert === undefined) return this.skip()
    service = await startScriptedService(endsAtOnce, { tls: { key: readFileSync(key), cert: readFileSync(cert) } })
  })
  afterEach(tidy)
  after(async () => await service?.stop())

  it('reaches a service over TLS with a certificate from NODE_EXTRA_CA_CERTS', async () => {
    await withService(service.url, runsWell)
  })

  it('does not trust a certificate for another name', async () => {
    await withService(service.url.replace('127.0.0.1', 'localhost'), async () => {
      await open('hello.py')
      await commands.executeCommand('sandrun.run')
      assert.match((await recorder.message()).text, /cannot reach its service.*(altnames|certificate)/i)
    })
  })

  it('reaches a service through the proxy in http.proxy, for requests and for runs', async () => {
    const proxy = await startProxy(Number(new URL(service.url).port))
    await setProxy(proxy.url)
    try {
      await withService('https://sandrun.test:8443', runsWell)
    } finally {
      await setProxy(undefined)
      proxy.stop()
    }
    assert(proxy.tunnels.length >= 2)
    assert.deepEqual(new Set(proxy.tunnels), new Set(['sandrun.test:8443']))
  })
})
