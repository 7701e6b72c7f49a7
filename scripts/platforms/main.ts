import { join } from 'node:path'
import { runCommand } from '../bootstrap/command.mjs'
import { ROOT } from '../bootstrap/prepare.mjs'
import { describeError, SetupError } from '../bootstrap/setup-error.mjs'
import { say, showStep } from '../bootstrap/step-line.mjs'
import { buildImages } from '../start/images.ts'
import { addTallies, describeTally, EMPTY_TALLY, hasPassed, ONE_FAILED, type Tally } from '../test/tally.ts'
import { Guest } from './guest.ts'
import { type GuestFolder, makeProductDisk, makeRoot, makeSystemDisk } from './guest-folder.ts'
import { type Part, PARTS, RUNTIMES, tallyOf } from './parts.ts'
import { type Outcome, outcomeTable } from './table.ts'

/** The guest loads them slowly: 350 MB take two minutes. */
const LANGUAGES = ['python', 'bash', 'c']
const SETUP_MS = 15 * 60_000

const interrupted = new AbortController()
process.once('SIGINT', () => interrupted.abort()).once('SIGTERM', () => interrupted.abort())

try {
  process.exitCode = await testPlatforms(interrupted.signal)
} catch (error) {
  console.error(describeError(error))
  process.exitCode = 1
}

/** Returns the exit code. */
async function testPlatforms(signal: AbortSignal): Promise<number> {
  if (process.getuid?.() !== 0)
    throw new SetupError('Only root can make the guest.', { todo: 'Run the same command with sudo.' })
  await buildImages(LANGUAGES)
  let folder: GuestFolder | undefined
  await showStep('Debian 13', async (detail) => void (folder = await makeRoot(detail)), { usually: 120 })
  if (folder === undefined) throw new Error('makeRoot returned nothing')
  const made = folder
  await showStep('Disks', () => makeDisks(made), { usually: 60 })
  const outcomes = await testInGuest(made, signal)
  console.log(`\n${outcomeTable(outcomes)}`)
  const tally = outcomes.reduce<Tally>(addTallies, EMPTY_TALLY)
  for (const failure of tally.failures ?? []) console.log(`✗ ${failure}`)
  console.log(describeTally(tally))
  return hasPassed(tally) ? 0 : 1
}

async function makeDisks(folder: GuestFolder): Promise<void> {
  const images = ['sandrun/agent', ...LANGUAGES.map((language) => `sandrun/${language}`)]
  await Promise.all([
    makeSystemDisk(folder),
    makeProductDisk(folder, ROOT),
    runCommand('docker', ['save', '-o', join(folder.share, 'images.tar'), ...images]),
  ])
}

async function testInGuest(folder: GuestFolder, signal: AbortSignal): Promise<Outcome[]> {
  let guest: Guest | undefined
  try {
    await showStep('Guest', async () => void (guest = await Guest.boot(folder, signal)), { usually: 50 })
    if (guest === undefined) throw new Error('the guest did not boot')
    const running = guest
    let platform = ''
    const setUp = async (): Promise<string> => {
      const { output, code } = await running.run('/product/sandrun/scripts/platforms/guest/setup.sh', SETUP_MS, signal)
      if (code !== 0) throw new SetupError('The guest could not start Docker.', { why: output, todo: 'Run it again.' })
      return (platform = output.trim().split('\n').at(-1) ?? '')
    }
    await showStep('Images', setUp, { usually: 150 })
    const outcomes: Outcome[] = []
    for (const runtime of RUNTIMES)
      for (const part of PARTS) outcomes.push(await runPart(running, part, { platform, runtime, signal }))
    return outcomes
  } finally {
    await guest?.[Symbol.asyncDispose]()
  }
}

interface Where {
  platform: string
  runtime: string
  signal: AbortSignal
}

async function runPart(guest: Guest, part: Part, { platform, runtime, signal }: Where): Promise<Outcome> {
  const begun = performance.now()
  const where = { platform: `${platform}, ${runtime}`, part: part.name }
  let tally: Tally = ONE_FAILED
  const name = `${part.name} with ${runtime}`
  await showStep(name, async () => {
    const command = `export SANDRUN_RUNTIME=${runtime}; (${part.command}) 2> /host/${part.name}-${runtime}.log`
    const answer = await guest.run(command, part.timeoutMs, signal)
    tally = tallyOf({ ...part, name }, answer)
    if (tally.passed === 0) say(answer.output)
    return describeTally(tally)
  })
  return { ...where, ...tally, seconds: (performance.now() - begun) / 1000 }
}
