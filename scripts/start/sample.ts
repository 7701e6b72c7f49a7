import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { ROOT } from '../bootstrap/prepare.mjs'
import { SetupError } from '../bootstrap/setup-error.mjs'
import { CLI } from './images.ts'

const SAMPLE = 'languages/python/samples/hello.py'

/** One program through the whole chain: its output, its verdict, its timing. */
export async function runSample(url: string): Promise<void> {
  console.log(`\n$ bin/sandrun.mjs run --time ${SAMPLE}`)
  const child = spawn(process.execPath, [CLI, 'run', '--time', SAMPLE], {
    cwd: ROOT,
    env: { ...process.env, SANDRUN_URL: url },
    stdio: ['pipe', 'inherit', 'inherit'],
  })
  child.stdin.end()
  const [code] = await once(child, 'exit')
  // The command is silent about a program that ended well, and says everything else itself.
  if (code === 0) return console.log('verdict ok')
  const todo = 'Read the output above. To find the cause: bin/sandrun.mjs doctor'
  throw new SetupError('The sample program did not run.', { why: `exit code ${code}`, todo })
}
