import { findBundle } from '../bootstrap/command-bundle.mjs'
import { ROOT } from '../bootstrap/prepare.mjs'
import { describeError } from '../bootstrap/setup-error.mjs'
import { showStep } from '../bootstrap/step-line.mjs'

/** Bundles the command line, so that the first command need not wait. On failure only says so: then the sources run. */
export async function bundleCommandLine(): Promise<void> {
  try {
    await showStep('Command line', async () => {
      if (findBundle(ROOT) !== null) return 'bundled before'
      // The bundler, which takes long to load, is needed after a change only.
      const { buildCommand } = await import('../command/build.ts')
      await buildCommand(ROOT)
      return 'bundled'
    })
  } catch (error) {
    console.error(`${describeError(error)}\n  Can't bundle the command line; it starts more slowly.`)
  }
}
