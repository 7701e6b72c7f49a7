import { describeError, SetupError } from '../bootstrap/setup-error.mjs'
import { say, showStep } from '../bootstrap/step-line.mjs'
import { commandHint } from './command-hint.ts'
import { bundleCommandLine } from './command-line.ts'
import { claimPort, readPort } from './free-port.ts'
import { buildFirstImages } from './images.ts'
import { runSample } from './sample.ts'
import { Service } from './service.ts'
import { firstLanguage } from './starters.ts'
import { packageExtension } from './vsix.ts'
import { buildWebPage } from './web-page.ts'

/** A second Ctrl+C within this time is the first one again, passed on by terminal and parent process. */
const SAME_INTERRUPT_MS = 1000

/** Resolves at the first Ctrl+C or `kill`; a later one, while the service is closing, ends it at once. */
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

/** Shows the sample's output; then, unless it runs only once, waits until the service ends. */
async function show(service: Service, language: string | null, signal: AbortSignal, once: boolean): Promise<void> {
  await showStep('Service', () => service.ready().then(() => service.url))
  if (language !== null) await runSample(service.url, language)
  console.log(`\nSandrun is ready. Open it in your browser: ${service.url}`)
  if (!once) console.log(commandHint(process.env))
  // The service is up without these.
  const behind = Promise.all([tellExtension(), ...(once ? [] : [tellLanguages(service.url, signal)])])
  if (once) return void (await behind)
  console.log('Press Ctrl+C to stop.')
  await Promise.race([service.ended, behind.then(() => service.ended)])
  throw new SetupError('The service stopped unexpectedly.', {
    todo: 'Read its output above, then run npm start again.',
  })
}

async function tellLanguages(url: string, signal: AbortSignal): Promise<void> {
  try {
    // With its client and schemas it would delay the first program.
    const { followLanguages } = await import('./other-languages.ts')
    await followLanguages(url, signal)
  } catch (error) {
    // The service's own end is reported elsewhere.
    if (!signal.aborted) say(describeError(error))
  }
}

async function tellExtension(): Promise<void> {
  const vsix = await packageExtension()
  if (vsix !== null) say(`  VS Code extension: code --install-extension ${vsix}`)
}

/** Returns the exit code. */
async function start(once: boolean): Promise<number> {
  const host = process.env.HOST ?? '127.0.0.1'
  const port = await claimPort(host, readPort(process.env.PORT ?? '8080'))
  const language = firstLanguage(process.env.SANDRUN_STARTERS)
  // First the command line, which builds the image, serves and runs the program.
  await bundleCommandLine()
  await Promise.all([buildFirstImages(language), buildWebPage()])
  const service = new Service(host, port, once ? 'none' : 'starters')
  const ending = new AbortController()
  let left: string[] = []
  try {
    await Promise.race([interrupted(service), show(service, language, ending.signal, once)])
  } finally {
    ending.abort()
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
