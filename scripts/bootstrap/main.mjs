import { handOver } from './hand-over.mjs'
import { prepare } from './prepare.mjs'
import { describeError, SetupError } from './setup-error.mjs'

/**
 * A whole npm script: installs what the machine lacks, then continues in TypeScript.
 * @param {readonly import('./prepare.mjs').Step[]} steps
 * @param {string} script
 * @param {{ accepts?: readonly string[] }} [options] `accepts` has all arguments there are; without it, the script in
 * TypeScript checks them
 */
export async function main(steps, script, { accepts } = {}) {
  try {
    const args = process.argv.slice(2)
    const unknown = accepts && args.find((argument) => !accepts.includes(argument))
    if (unknown !== undefined)
      throw new SetupError(`This command has no argument "${unknown}".`, {
        todo: 'Leave it out. Settings are environment variables, such as PORT=9000: docs/operations.md, "Settings".',
      })
    const env = await prepare(steps)
    await handOver(script, args, env)
  } catch (error) {
    console.error(describeError(error))
    process.exit(1)
  }
}
