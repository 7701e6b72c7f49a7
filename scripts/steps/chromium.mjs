import { installPackages, readOsRelease } from '../bootstrap/apt.mjs'
import { findProgram } from '../bootstrap/find-program.mjs'
import { SetupError } from '../bootstrap/setup-error.mjs'

const PROGRAMS = ['chromium', 'google-chrome', 'google-chrome-stable', 'chromium-browser']
const TODO = 'Install Chromium or Chrome and run the command with SANDRUN_CHROMIUM=/path/to/it.'

/** @type {import('../bootstrap/prepare.mjs').Step} */
export const chromium = {
  title: 'Chromium',
  brings: () => 'Chromium for the browser tests (apt-get install chromium, 300 MB)',

  async find({ env }) {
    const program = env.SANDRUN_CHROMIUM ?? findProgram(PROGRAMS, env)
    return program ? { note: program, env: { SANDRUN_CHROMIUM: program } } : null
  },

  async bring(_machine, progress) {
    const { ID } = await readOsRelease()
    // Ubuntu's package of that name only installs a snap, which needs a running snapd.
    if (ID === 'ubuntu')
      throw new SetupError('The browser tests need Chromium, and apt does not have it on Ubuntu.', { todo: TODO })
    await installPackages(['chromium'], { purpose: 'Chromium, which the browser tests need,', todo: TODO }, progress)
  },
}
