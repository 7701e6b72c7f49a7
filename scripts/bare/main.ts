import { runCommand } from '../bootstrap/command.mjs'
import { ROOT } from '../bootstrap/prepare.mjs'
import { describeError, SetupError } from '../bootstrap/setup-error.mjs'
import { showStep } from '../bootstrap/step-line.mjs'
import { startsIn } from './first-program.ts'
import { BareMachine } from './machine.ts'
import { pressRun } from './press-run.ts'
import { BareRoot, type Contents } from './root.ts'

/** Machines end with their part, so Ctrl+C ends the part. */
const interrupted = new AbortController()
for (const name of ['SIGINT', 'SIGTERM'] as const)
  process.on(name, () => interrupted.abort(new SetupError('Interrupted.', { todo: 'Run the same command again.' })))

/** What a newcomer does. Each part has its own machine. */
const PARTS: Record<string, () => Promise<void>> = {
  'npm-start': npmStart,
  'vs-code': vsCode,
}

async function npmStart(): Promise<void> {
  await using root = await makeRoot({ clone: true })
  await using machine = await BareMachine.start(root.path)
  for (const time of ['the first time', 'the second time', 'the third time']) {
    await showStep(`npm start, ${time}`, async (detail) => {
      const seconds = await startsIn(machine, detail, interrupted.signal)
      return `the program's output after ${seconds.toFixed(1)} s`
    })
  }
}

/** Only Debian, Docker and VS Code's server; no clone is used. */
async function vsCode(): Promise<void> {
  await using root = await makeRoot({ packages: ['docker.io'] })
  await using machine = await BareMachine.start(root.path)
  await runCommand('pnpm', ['--filter', './extension', 'run', 'package'], { cwd: ROOT })
  await showStep('▷ in VS Code', (detail) => pressRun(machine, root.path, detail, interrupted.signal))
}

async function makeRoot(contents: Contents): Promise<BareRoot> {
  let root: BareRoot | undefined
  await showStep('Debian 12', async (detail) => void (root = await BareRoot.make(contents, detail)), { usually: 60 })
  if (root === undefined) throw new Error('BareRoot.make returned nothing')
  return root
}

try {
  const words = process.argv.slice(2)
  const unknown = words.find((word) => !(word in PARTS))
  if (unknown !== undefined)
    throw new SetupError(`There is no part ${unknown}.`, { todo: `Choose from ${Object.keys(PARTS).join(', ')}.` })
  if (process.getuid?.() !== 0)
    throw new SetupError('Only root can make the machine.', { todo: 'Run the same command with sudo.' })
  for (const [name, part] of Object.entries(PARTS)) if (words.length === 0 || words.includes(name)) await part()
} catch (error) {
  console.error(describeError(error))
  process.exitCode = 1
}
