import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ROOT } from '../bootstrap/prepare.mjs'
import { describeError, SetupError } from '../bootstrap/setup-error.mjs'
import { say, showStep } from '../bootstrap/step-line.mjs'
import { BASE_IMAGE } from '../bootstrap/versions.mjs'
import { buildImages } from '../start/images.ts'
import { addTallies, describeTally, EMPTY_TALLY, hasPassed, ONE_FAILED, type Tally } from '../test/tally.ts'
import type { Engine } from './engines.ts'
import { Guest } from './guest.ts'
import { type GuestFolder, makeImagesDisk, makeProductDisk, makeRoot, makeSystemDisk } from './guest-folder.ts'
import { type Kernel, kernelOf } from './kernels.ts'
import { type Part, tallyOf } from './parts.ts'
import { type Outcome, outcomeTable } from './table.ts'

const SETUP_MS = 15 * 60_000

const interrupted = new AbortController()
process.once('SIGINT', () => interrupted.abort()).once('SIGTERM', () => interrupted.abort())

try {
  process.exitCode = await testPlatform(kernelOf(process.argv.slice(2)), interrupted.signal)
} catch (error) {
  console.error(describeError(error))
  process.exitCode = 1
}

/** Returns the exit code. */
async function testPlatform(kernel: Kernel, signal: AbortSignal): Promise<number> {
  if (process.getuid?.() !== 0)
    throw new SetupError('Only root can make the guest.', { todo: 'Run the same command with sudo.' })
  await buildImages(kernel.languages)
  let folder: GuestFolder | undefined
  await showStep('Debian 13', async (detail) => void (folder = await makeRoot(detail)), { usually: 120 })
  if (folder === undefined) throw new Error('makeRoot returned nothing')
  const made = folder
  await showStep('Disks', () => makeDisks(made, kernel), { usually: 60 })
  const outcomes = await testInGuest(made, kernel, signal)
  console.log(`\n${outcomeTable(outcomes)}`)
  const tally = outcomes.reduce<Tally>(addTallies, EMPTY_TALLY)
  for (const failure of tally.failures ?? []) console.log(`✗ ${failure}`)
  console.log(describeTally(tally))
  // For `npm test -- all`.
  const { SANDRUN_TEST_REPORT: report } = process.env
  if (report !== undefined) await writeFile(report, JSON.stringify(tally))
  return hasPassed(tally) ? 0 : 1
}

async function makeDisks(folder: GuestFolder, { languages }: Kernel): Promise<void> {
  // One after another: each takes both processors, or the disk.
  await makeProductDisk(folder, ROOT)
  // The agent's tests use Debian's image.
  await makeImagesDisk(folder, [BASE_IMAGE, 'sandrun/agent', ...languages.map((language) => `sandrun/${language}`)])
  await makeSystemDisk(folder)
}

async function testInGuest(folder: GuestFolder, kernel: Kernel, signal: AbortSignal): Promise<Outcome[]> {
  let guest: Guest | undefined
  try {
    const boot = async (): Promise<void> => void (guest = await Guest.boot(folder, kernel, signal))
    await showStep('Guest', boot, { usually: kernel.bootUsually })
    if (guest === undefined) throw new Error('the guest did not boot')
    const running = guest
    let platform = ''
    await showStep('Docker', async () => {
      const output = await setUp(running, '/product/guest/setup.sh', signal)
      return (platform = output.trim().split('\n').at(-1) ?? '')
    })
    const outcomes: Outcome[] = []
    for (const [turn, engine] of kernel.engines.entries()) {
      const { setUp: command, name } = engine
      if (command !== undefined)
        await showStep(`Docker, ${name}`, async () => void (await setUp(running, command, signal)), { usually: 60 })
      const parts = kernel.parts.filter(({ once = false }) => turn === 0 || !once)
      for (const part of parts)
        outcomes.push(await runPart(running, part, { folder, platform, engine, kernel, signal }))
    }
    return outcomes
  } finally {
    await guest?.[Symbol.asyncDispose]()
  }
}

/** Returns what the command printed. */
async function setUp(guest: Guest, command: string, signal: AbortSignal): Promise<string> {
  const { output, code } = await guest.run(command, SETUP_MS, signal)
  if (code !== 0) throw new SetupError('The guest could not start Docker.', { why: output, todo: 'Run it again.' })
  return output
}

interface Where {
  folder: GuestFolder
  platform: string
  engine: Engine
  kernel: Kernel
  signal: AbortSignal
}

async function runPart(
  guest: Guest,
  part: Part,
  { folder, platform, engine, kernel, signal }: Where,
): Promise<Outcome> {
  const begun = performance.now()
  const where = { platform: `${platform}, ${engine.name}`, part: part.name }
  let tally: Tally = ONE_FAILED
  const name = `${part.name} with ${engine.name}`
  await showStep(name, async () => {
    const log = `${part.name}-${engine.name}.log`
    const command = `export ${engine.variables}; (${part.command}) 2> /host/${log}`
    const answer = await guest.run(command, part.timeoutMs, signal)
    if (part.shows === true) say(await readFile(join(folder.share, log), 'utf8'))
    tally = tallyOf({ ...part, name }, answer, kernel.letsThrough)
    if (tally.passed === 0) say(answer.output)
    return describeTally(tally)
  })
  return { ...where, ...tally, seconds: (performance.now() - begun) / 1000 }
}
