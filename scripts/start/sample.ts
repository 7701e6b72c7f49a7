import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { ROOT } from '../bootstrap/prepare.mjs'
import { SetupError } from '../bootstrap/setup-error.mjs'
import { CLI } from './images.ts'

/** Runs a program through the whole chain: output, verdict, timing. */
export async function runSample(url: string, language: string): Promise<void> {
  const sample = await helloOf(language)
  // A pack from someone else may have none.
  if (sample === undefined) return
  console.log(`\n$ bin/sandrun.mjs run --time ${sample}`)
  const child = spawn(process.execPath, [CLI, 'run', '--time', sample], {
    cwd: ROOT,
    env: { ...process.env, SANDRUN_URL: url },
    stdio: ['pipe', 'inherit', 'inherit'],
  })
  child.stdin.end()
  const [code] = await once(child, 'exit')
  // The command prints nothing after a program that ended well, and everything else itself.
  if (code === 0) return console.log('verdict ok')
  const todo = 'Read the output above. To find the cause: bin/sandrun.mjs doctor'
  throw new SetupError('The sample program did not run.', { why: `exit code ${code}`, todo })
}

async function helloOf(language: string): Promise<string | undefined> {
  const folder = `languages/${language}/samples`
  const names = await readdir(join(ROOT, folder)).catch(() => [])
  const hello = names.find((name) => name.startsWith('hello.'))
  return hello === undefined ? undefined : `${folder}/${hello}`
}
