import { installPackages } from '../bootstrap/apt.mjs'
import { findProgram } from '../bootstrap/find-program.mjs'

/**
 * A step that installs programs from the distribution's packages.
 * @param {string} title
 * @param {{ brings: string, purpose: string, packages: Record<string, readonly string[]>, usually?: number }} needs
 * `brings` names it in the list before the installation, `purpose` is the subject of its error; `packages` are those
 * each program needs; `usually` is its time in seconds
 * @returns {import('../bootstrap/prepare.mjs').Step}
 */
export function packagesStep(title, { brings, purpose, packages, usually }) {
  const programs = Object.keys(packages)
  /** @param {NodeJS.ProcessEnv} env */
  const missing = (env) => programs.flatMap((name) => (findProgram([name], env) ? [] : (packages[name] ?? [])))
  return {
    title,
    ...(usually !== undefined && { usually }),
    brings: ({ env }) => `${brings} (apt-get install ${missing(env).join(' ')})`,

    async find({ env }) {
      return missing(env).length === 0 ? { note: programs.join(', ') } : null
    },

    async bring({ env }, progress) {
      await installPackages(missing(env), { purpose, todo: `Install ${programs.join(', ')}.` }, progress)
    },
  }
}
