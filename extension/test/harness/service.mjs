import { fileURLToPath } from 'node:url'
import { freePort } from './free-port.mjs'
import { startProcess } from './own-process.mjs'

const main = fileURLToPath(new URL('../../../service/src/cli/main.ts', import.meta.url))
const READY_TIMEOUT_MS = 120_000
const READY_POLL_MS = 100

/** The real service on a free port; with SANDRUN_TEST_SERVICE_URL, a running one. */
export async function startService() {
  const running = process.env.SANDRUN_TEST_SERVICE_URL
  if (running !== undefined) return { url: running, stop: async () => {} }
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const service = await startProcess(process.execPath, [main, 'serve'], {
    name: 'service',
    env: { HOST: '127.0.0.1', PORT: String(port) },
  })
  const deadline = Date.now() + READY_TIMEOUT_MS
  let up = true
  void service.ended.then(() => (up = false))
  while (!(await isReady(url))) {
    if (!up || Date.now() > deadline) {
      await service.stop()
      throw new Error(`The service is not ready:\n${service.output()}`)
    }
    await new Promise((resolve) => setTimeout(resolve, READY_POLL_MS))
  }
  return { url, stop: service.stop }
}

async function isReady(url) {
  try {
    const response = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2000) })
    return response.ok
  } catch {
    return false
  }
}
