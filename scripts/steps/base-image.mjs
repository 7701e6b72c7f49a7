import { installPackages } from '../bootstrap/apt.mjs'
import { findProgram } from '../bootstrap/find-program.mjs'
import { messageOf, SetupError } from '../bootstrap/setup-error.mjs'
import { BASE_IMAGE } from '../bootstrap/versions.mjs'
import { debootstrapImage } from '../docker/debootstrap.mjs'
import { engineOf, findEngine } from '../docker/find-engine.mjs'
import { docker } from './docker.mjs'

/** A reachable registry answers well within this; an unreachable one may stay silent. */
const SILENCE_MS = 15_000
const TODO = `On a machine with access to a registry: docker pull ${BASE_IMAGE} && docker save ${BASE_IMAGE} -o base.tar; here: docker load -i base.tar`

/** @type {import('../bootstrap/prepare.mjs').Step} */
export const baseImage = {
  title: 'Base image',
  after: [docker],
  usually: 20,
  brings: () => `${BASE_IMAGE} in Docker (80 MB, pulled, or built with debootstrap if no registry answers)`,

  async find({ env }) {
    const { engine } = await findEngine(env)
    const size = await engine?.imageSize(BASE_IMAGE)
    return typeof size === 'number' ? { note: `${BASE_IMAGE}, ${Math.round(size / 1e6)} MB` } : null
  },

  async bring({ env }, progress) {
    const engine = engineOf(env)
    const refusal = await pull(engine, progress)
    if (!refusal) return
    progress.detail(`no registry (${refusal.message}); using debootstrap`)
    if (process.getuid?.() !== 0) throw needsRoot(refusal)
    if (!findProgram(['debootstrap'], env)) {
      const packages = ['debootstrap', 'debian-archive-keyring']
      await installPackages(packages, { purpose: 'debootstrap, which builds the base image', todo: TODO }, progress)
    }
    await debootstrapImage(engine, BASE_IMAGE, progress)
  },
}

/**
 * @param {import('../docker/engine.mjs').DockerEngine} engine
 * @param {import('../bootstrap/prepare.mjs').Progress} progress
 * @returns {Promise<Error | null>} why the pull failed
 */
async function pull(engine, { detail, signal }) {
  const silence = new AbortController()
  const giveUp = () => silence.abort(new Error(`silent for ${SILENCE_MS / 1000} s`))
  let timer = setTimeout(giveUp, SILENCE_MS)
  /** @param {string} line */
  const onProgress = (line) => {
    clearTimeout(timer)
    timer = setTimeout(giveUp, SILENCE_MS)
    detail(line)
  }
  try {
    detail(`docker pull ${BASE_IMAGE}`)
    await engine.pull(BASE_IMAGE, onProgress, AbortSignal.any([signal, silence.signal]))
    return null
  } catch (error) {
    signal.throwIfAborted()
    return silence.signal.aborted ? silence.signal.reason : new Error(messageOf(error))
  } finally {
    clearTimeout(timer)
  }
}

/** @param {Error} refusal */
function needsRoot(refusal) {
  return new SetupError(`Can't pull ${BASE_IMAGE}, and only root can build it with debootstrap.`, {
    why: refusal.message,
    todo: `${TODO}\nOr run this command once as root.`,
  })
}
