import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { installPackages } from '../bootstrap/apt.mjs'

/** The distribution's own, whose packages bring modules to it: another one on the PATH does not have them. */
const PYTHON = '/usr/bin/python3'

/** What the Python client is built, checked and tested with: modules, and the packages that bring them. */
const MODULES = {
  httpx: 'python3-httpx',
  websockets: 'python3-websockets',
  pytest: 'python3-pytest',
  mypy: 'mypy',
  pip: 'python3-pip',
  setuptools: 'python3-setuptools',
  wheel: 'python3-wheel',
  venv: 'python3-venv',
}

/** @type {import('../bootstrap/prepare.mjs').Step} */
export const python = {
  title: 'Python',
  brings: () => `what the Python client is tested with (apt-get install ${Object.values(MODULES).join(' ')})`,

  async find() {
    const imports = `import ${Object.keys(MODULES).join(', ')}, sys; print(sys.version.split()[0])`
    const found = await promisify(execFile)(PYTHON, ['-c', imports]).catch(() => null)
    return found === null ? null : { note: found.stdout.trim() }
  },

  async bring(_context, progress) {
    const packages = ['python3', ...Object.values(MODULES)]
    const reason = { purpose: 'A Python module of the tests', todo: `Install ${packages.join(', ')}.` }
    await installPackages(packages, reason, progress)
  },
}
