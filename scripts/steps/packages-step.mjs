import { installPackages } from '../bootstrap/apt.mjs'
import { findProgram } from '../bootstrap/find-program.mjs'

/**
 * A step that brings programs from the packages of the distribution.
 * @param {string} title
 * @param {{ purpose: string, packages: Record<string, readonly string[]> }} needs `packages` are those each program needs
 * @returns {import('../bootstrap/prepare.mjs').Step}
 */
export function packagesStep(title, { purpose, packages }) {
  const programs = Object.keys(packages)
  /** @param {NodeJS.ProcessEnv} env */
  const missing = (env) => programs.flatMap((name) => (findProgram([name], env) ? [] : (packages[name] ?? [])))
  const sentence = `${purpose.charAt(0).toUpperCase()}${purpose.slice(1)}`
  return {
    title,
    brings: ({ env }) => `${purpose} (apt-get install ${missing(env).join(' ')})`,

    async find({ env }) {
      return missing(env).length === 0 ? { note: programs.join(', ') } : null
    },

    async bring({ env }, progress) {
      const todo = `Install ${programs.join(', ')}.`
      await installPackages(missing(env), { purpose: sentence, todo }, progress)
    },
  }
}
