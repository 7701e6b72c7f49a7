import { installPackages } from '../bootstrap/apt.mjs'
import { findProgram } from '../bootstrap/find-program.mjs'

/**
 * What the tests use beside the product itself, and the package that holds it: `docker` to look at the engine from
 * outside, tmux as a real terminal, perl as a program that every machine has, fish and zsh beside bash for completion.
 */
const PACKAGES = { docker: 'docker-cli', fish: 'fish', perl: 'perl', tmux: 'tmux', zsh: 'zsh' }
const TODO = `Install ${Object.keys(PACKAGES).join(', ')}.`

/** @type {import('../bootstrap/prepare.mjs').Step} */
export const testTools = {
  title: 'Test tools',
  brings: ({ env }) => `what the tests use (apt-get install ${missingPackages(env).join(' ')})`,

  async find({ env }) {
    return missingPackages(env).length === 0 ? { note: Object.keys(PACKAGES).join(', ') } : null
  },

  async bring({ env }, progress) {
    await installPackages(missingPackages(env), { purpose: 'What the tests use', todo: TODO }, progress)
  },
}

/** @param {NodeJS.ProcessEnv} env */
function missingPackages(env) {
  return Object.entries(PACKAGES).flatMap(([program, name]) => (findProgram([program], env) ? [] : [name]))
}
