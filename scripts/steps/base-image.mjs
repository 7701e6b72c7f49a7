import { installPackages } from '../bootstrap/apt.mjs'
import { findProgram } from '../bootstrap/find-program.mjs'
import { messageOf, SetupError } from '../bootstrap/setup-error.mjs'
import { BASE_IMAGE } from '../bootstrap/versions.mjs'
import { DEBIAN_TOOLS, importDebianFolder, makeDebianFolder, removeDebianFolder } from '../docker/debian-folder.mjs'
import { engineOf, findEngine } from '../docker/find-engine.mjs'
import { docker } from './docker.mjs'

/** A reachable registry answers well within this; an unreachable one may stay silent. */
const SILENCE_MS = 15_000
/** Docker Hub's address; an answer of any kind within this time says that it can be reached. */
const REGISTRY = 'https://registry-1.docker.io/v2/'
const ANSWER_MS = 3_000
const TODO = `On a machine with access to a registry: docker pull ${BASE_IMAGE} && docker save ${BASE_IMAGE} -o base.tar; here: docker load -i base.tar`

/** @type {import('../bootstrap/prepare.mjs').Step} */
export const baseImage = {
  title: 'Base image',
  after: [docker],
  early: true,
  usually: 35,
  brings: () => `${BASE_IMAGE} in Docker (80 MB, pulled, or made with mmdebstrap if no registry answers)`,

  async find({ env }) {
    const { engine } = await findEngine(env)
    const size = await engine?.imageSize(BASE_IMAGE)
    return typeof size === 'number' ? { note: `${BASE_IMAGE}, ${Math.round(size / 1e6)} MB` } : null
  },

  async bring({ env }, progress) {
    const early = (await mustMake(env)) ? await makeWithTools(progress) : null
    try {
      await progress.ready
      await (early ? load(engineOf(env), early, progress) : pullOrMake(engineOf(env), progress))
    } finally {
      if (early) await removeDebianFolder(early)
    }
  },
}

/**
 * Whether the image can only be made: Docker, which may know other registries, is still to be installed, and Docker Hub
 * is out of reach. Then the files are made meanwhile.
 * @param {NodeJS.ProcessEnv} env
 */
async function mustMake(env) {
  if (findProgram(['dockerd'], env) || process.getuid?.() !== 0) return false
  // Another machine's, or Docker Desktop.
  if (env.DOCKER_HOST || (await findEngine(env)).engine) return false
  return fetch(REGISTRY, { signal: AbortSignal.timeout(ANSWER_MS) }).then(
    () => false,
    () => true,
  )
}

/**
 * @param {import('../docker/engine.mjs').DockerEngine} engine
 * @param {import('../bootstrap/prepare.mjs').Progress} progress
 */
async function pullOrMake(engine, progress) {
  const refusal = await pull(engine, progress)
  if (!refusal) return
  progress.detail(`no registry (${refusal.message}); using mmdebstrap`)
  if (process.getuid?.() !== 0) throw needsRoot(refusal)
  const folder = await makeWithTools(progress)
  try {
    await load(engine, folder, progress)
  } finally {
    await removeDebianFolder(folder)
  }
}

/** @param {import('../bootstrap/prepare.mjs').Progress} progress */
async function makeWithTools(progress) {
  await installPackages(DEBIAN_TOOLS, { purpose: 'mmdebstrap, which makes the base image', todo: TODO }, progress)
  return makeDebianFolder(`load the image yourself: docker pull ${BASE_IMAGE}`, progress)
}

/**
 * @param {import('../docker/engine.mjs').DockerEngine} engine
 * @param {string} folder
 * @param {import('../bootstrap/prepare.mjs').Progress} progress
 */
async function load(engine, folder, { detail }) {
  detail(`docker import as ${BASE_IMAGE}`)
  await importDebianFolder(engine, BASE_IMAGE, folder)
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
  return new SetupError(`Can't pull ${BASE_IMAGE}, and only root can make it with mmdebstrap.`, {
    why: refusal.message,
    todo: `${TODO}\nOr run this command once as root.`,
  })
}
