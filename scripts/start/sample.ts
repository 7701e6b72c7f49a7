import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { ROOT } from '../bootstrap/prepare.mjs'
import { SetupError } from '../bootstrap/setup-error.mjs'
import { CLI } from './images.ts'

const SAMPLE = 'languages/python/samples/hello.py'

/** One program through the whole chain, printed as the command prints it: output, verdict, timing. */
export async function runSample(url: string): Promise<void> {
  console.log(`\n$ npx sandrun run ${SAMPLE}`)
  const child = spawn(process.execPath, [CLI, 'run', SAMPLE], {
    cwd: ROOT,
    env: { ...process.env, SANDRUN_URL: url },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  const [code] = await once(child, 'exit')
  if (code === 0) return
  const todo = 'Read the lines above; npx sandrun doctor looks for the cause.'
  throw new SetupError('The sample program did not run.', { why: `exit code ${code}`, todo })
}
