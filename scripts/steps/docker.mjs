import { existsSync } from 'node:fs'
import { installPackages } from '../bootstrap/apt.mjs'
import { runCommand } from '../bootstrap/command.mjs'
import { findProgram } from '../bootstrap/find-program.mjs'
import { SetupError } from '../bootstrap/setup-error.mjs'
import { DEBIAN_TOOLS } from '../docker/debian-folder.mjs'
import { startDockerd, waitForEngine } from '../docker/dockerd.mjs'
import { findEngine } from '../docker/find-engine.mjs'

const TODO = [
  'Debian, Ubuntu: sudo apt-get install docker.io mmdebstrap, then sudo usermod -aG docker $USER and log in again.',
  'macOS, Windows: install Docker Desktop and start it.',
  'Elsewhere: https://docs.docker.com/engine/install/',
].join('\n')

/** @type {import('../bootstrap/prepare.mjs').Step} */
export const docker = {
  title: 'Docker',
  usually: 30,
  brings: ({ env }) =>
    findProgram(['dockerd'], env)
      ? 'nothing new: Docker is installed and only needs to start'
      : 'Docker (apt-get install docker.io mmdebstrap)',

  async find({ env }) {
    const found = await findEngine(env)
    if (found.engine) {
      const { host } = found.engine.address
      return { note: `${found.version} at ${host}`, env: { DOCKER_HOST: host } }
    }
    const { reason } = found
    if (reason.code === 'EACCES') throw notAllowed(reason)
    if (env.DOCKER_HOST) throw notAnswering(env.DOCKER_HOST, reason)
    return null
  },

  async bring({ env, cache }, progress) {
    if (!findProgram(['dockerd'], env)) {
      // First the small ones: with them the base image is made while Docker is installed.
      await installPackages(DEBIAN_TOOLS, { purpose: 'Docker', todo: TODO }, progress)
      await installPackages(['docker.io'], { purpose: 'Docker', todo: TODO }, progress)
    }
    if (process.getuid?.() !== 0) throw notRunning()
    if (await isAnswering(env)) return
    if (existsSync('/run/systemd/system')) {
      progress.detail('systemctl start docker')
      await runCommand('systemctl', ['start', 'docker'], { signal: progress.signal, todo: 'journalctl -u docker' })
      await waitForEngine(env, progress, 'journalctl -u docker')
    } else {
      await startDockerd({ env, folder: cache, args: [] }, progress)
    }
  },
}

/** Installing the package starts the engine on most machines. @param {NodeJS.ProcessEnv} env */
async function isAnswering(env) {
  return (await findEngine(env)).engine !== null
}

/** @param {Error} reason */
function notAllowed(reason) {
  return new SetupError('Docker is running, but this user may not use it.', {
    why: reason.message,
    todo: 'sudo usermod -aG docker $USER, then log in again (or run newgrp docker).',
  })
}

/**
 * @param {string} host
 * @param {Error} reason
 */
function notAnswering(host, reason) {
  return new SetupError(`DOCKER_HOST=${host} does not answer.`, {
    why: reason.message,
    todo: "Start that Docker engine, or unset DOCKER_HOST to use this machine's.",
  })
}

function notRunning() {
  return new SetupError('Docker is not running, and only root can start it.', {
    todo: 'sudo systemctl enable --now docker, then sudo usermod -aG docker $USER and log in again.',
  })
}
