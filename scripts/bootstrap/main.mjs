import { handOver } from './hand-over.mjs'
import { prepare } from './prepare.mjs'
import { describeError } from './setup-error.mjs'

/**
 * A whole npm script: installs what the machine lacks, then continues in TypeScript.
 * @param {readonly import('./prepare.mjs').Step[]} steps
 * @param {string} script
 * @param {readonly string[]} [args]
 */
export async function main(steps, script, args = process.argv.slice(2)) {
  try {
    const env = await prepare(steps)
    await handOver(script, args, env)
  } catch (error) {
    console.error(describeError(error))
    process.exit(1)
  }
}
