import { describeError } from '../bootstrap/setup-error.mjs'
import { showStep } from '../bootstrap/step-line.mjs'
import { claimPort } from './free-port.ts'
import { buildImages } from './images.ts'
import { runSample } from './sample.ts'
import { Service } from './service.ts'
import { packageExtension } from './vsix.ts'

/** A second Ctrl+C sooner than this is the same one, which both the terminal and our parent have passed on. */
const SAME_INTERRUPT_MS = 1000

/** Resolves at the first Ctrl+C or `kill`; one that comes later, while the service is closing, ends it at once. */
function interrupted(service: Service): Promise<void> {
  return new Promise((resolve) => {
    let first: number | undefined
    const onSignal = () => {
      first ??= performance.now()
      if (performance.now() - first > SAME_INTERRUPT_MS) service.kill()
      resolve()
    }
    process.on('SIGINT', onSignal).on('SIGTERM', onSignal).on('SIGHUP', onSignal)
  })
}

function printWelcome(url: string, vsix: string | null): void {
  console.log(`\nSandrun is ready: ${url}`)
  if (vsix) console.log(`VS Code extension: code --install-extension ${vsix}`)
}

/** Gives back the exit code. */
async function start(once: boolean): Promise<number> {
  const host = process.env.HOST ?? '127.0.0.1'
  const port = await claimPort(host, Number(process.env.PORT ?? 8080))
  await buildImages()
  const vsix = await packageExtension()
  const service = new Service(host, port)
  const stopAsked = interrupted(service)
  let failed = false
  try {
    await Promise.race([stopAsked, showStep('Service', () => service.ready().then(() => service.url))])
    await Promise.race([stopAsked, runSample(service.url)])
    printWelcome(service.url, vsix)
    if (!once) {
      console.log('Ctrl+C ends it.')
      failed = await Promise.race([stopAsked.then(() => false), service.ended.then(() => true)])
    }
  } finally {
    const left = await service.stop()
    if (left.length > 0) console.error(`✗ Containers left behind: ${left.join(', ')}; docker rm -f them.`)
    else console.log('\n✓ Service ended, no container left behind')
    failed ||= left.length > 0
  }
  return failed ? 1 : 0
}

try {
  process.exitCode = await start(process.argv.includes('--once'))
} catch (error) {
  console.error(describeError(error))
  process.exitCode = 1
}
