import { installPackages } from '../bootstrap/apt.mjs'
import { findProgram } from '../bootstrap/find-program.mjs'

/**
 * A step that brings programs from the packages of the distribution.
 * @param {string} title
 * @param {{ brings: string, purpose: string, packages: Record<string, readonly string[]> }} needs `brings` is what is told
 * before it is brought, `purpose` the subject of what is told where it can't be; `packages` are those each program needs
 * @returns {import('../bootstrap/prepare.mjs').Step}
 */
export function packagesStep(title, { brings, purpose, packages }) {
  const programs = Object.keys(packages)
  /** @param {NodeJS.ProcessEnv} env */
  const missing = (env) => programs.flatMap((name) => (findProgram([name], env) ? [] : (packages[name] ?? [])))
  return {
    title,
    brings: ({ env }) => `${brings} (apt-get install ${missing(env).join(' ')})`,

    async find({ env }) {
      return missing(env).length === 0 ? { note: programs.join(', ') } : null
    },

    async bring({ env }, progress) {
      await installPackages(missing(env), { purpose, todo: `Install ${programs.join(', ')}.` }, progress)
    },
  }
}
