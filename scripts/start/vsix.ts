import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { glob, mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { runCommand } from '../bootstrap/command.mjs'
import { ROOT } from '../bootstrap/prepare.mjs'
import { describeError } from '../bootstrap/setup-error.mjs'
import { showStep } from '../bootstrap/step-line.mjs'

const VSIX = join(ROOT, 'extension/dist/sandrun.vsix')
const STAMP = `${VSIX}.inputs`
/** Everything the package is made of. `languages` too: which files show the button is generated from the packs. */
const INPUTS = [
  'extension/*.{json,md,mjs,ts,png}',
  'extension/{src,media,scripts,syntaxes}/**',
  'shared/src/**',
  'languages/*/language.json',
]

/**
 * Packages the extension when its sources have changed. The service is of use without it, so a failure is told and
 * null given back.
 */
export async function packageExtension(): Promise<string | null> {
  try {
    await showStep('Extension', async (detail) => {
      const inputs = await fingerprint()
      if (existsSync(VSIX) && (await readStamp()) === inputs) return 'packaged before'
      await runCommand('pnpm', ['run', 'package'], { cwd: join(ROOT, 'extension'), onLine: detail })
      await mkdir(dirname(STAMP), { recursive: true })
      await writeFile(STAMP, inputs)
      return 'packaged'
    })
    return VSIX
  } catch (error) {
    console.error(`${describeError(error)}\n  The extension could not be packaged; the service starts without it.`)
    return null
  }
}

async function fingerprint(): Promise<string> {
  const files: string[] = []
  for await (const entry of glob(INPUTS, { cwd: ROOT, withFileTypes: true })) {
    if (entry.isFile()) files.push(join(entry.parentPath, entry.name))
  }
  files.sort()
  const hash = createHash('sha256')
  for (const file of files) hash.update(file).update(await readFile(file))
  return hash.digest('hex')
}

function readStamp(): Promise<string> {
  return readFile(STAMP, 'utf8').catch(() => '')
}
