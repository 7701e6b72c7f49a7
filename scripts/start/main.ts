import { describeError, SetupError } from '../bootstrap/setup-error.mjs'
import { showStep } from '../bootstrap/step-line.mjs'
import { commandHint } from './command-hint.ts'
import { bundleCommandLine } from './command-line.ts'
import { claimPort, readPort } from './free-port.ts'
import { buildImages } from './images.ts'
import { runSample } from './sample.ts'
import { Service } from './service.ts'
import { packageExtension } from './vsix.ts'
import { buildWebPage } from './web-page.ts'

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

/** Up to the sample's output; then, unless it is only shown once, for as long as the service lives. */
async function show(service: Service, vsix: string | null, once: boolean): Promise<void> {
  await showStep('Service', () => service.ready().then(() => service.url))
  await runSample(service.url)
  console.log(`\nSandrun is ready. Open it in your browser: ${service.url}`)
  if (vsix !== null) console.log(`VS Code extension: code --install-extension ${vsix}`)
  if (once) return
  console.log(commandHint(process.env))
  console.log('Press Ctrl+C to stop.')
  await service.ended
  throw new SetupError('The service stopped unexpectedly.', {
    todo: 'Read its output above, then run npm start again.',
  })
}

/** Gives back the exit code. */
async function start(once: boolean): Promise<number> {
  const host = process.env.HOST ?? '127.0.0.1'
  const port = await claimPort(host, readPort(process.env.PORT ?? '8080'))
  await buildImages()
  await buildWebPage()
  await bundleCommandLine()
  const vsix = await packageExtension()
  const service = new Service(host, port)
  let left: string[] = []
  try {
    await Promise.race([interrupted(service), show(service, vsix, once)])
  } finally {
    left = await service.stop()
    if (left.length > 0) console.error(`✗ Containers are still running. Remove them: docker rm -f ${left.join(' ')}`)
    else console.log('\n✓ Service stopped and all containers removed')
  }
  return left.length > 0 ? 1 : 0
}

try {
  process.exitCode = await start(process.argv.includes('--once'))
} catch (error) {
  console.error(describeError(error))
  process.exitCode = 1
}
