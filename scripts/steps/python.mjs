import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { installPackages } from '../bootstrap/apt.mjs'

/** The distribution's own, whose packages add modules to it: another one on the PATH lacks them. */
const PYTHON = '/usr/bin/python3'

/** Modules to build, check and test the Python client, and their packages. */
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
    // Does not import them: pip and setuptools each replace what the other has loaded.
    const names = Object.keys(MODULES).map((name) => `'${name}'`)
    const looks = `import importlib.util, sys
if not all(importlib.util.find_spec(name) for name in [${names.join(', ')}]): sys.exit(1)
print(sys.version.split()[0])`
    const found = await promisify(execFile)(PYTHON, ['-c', looks]).catch(() => null)
    return found === null ? null : { note: found.stdout.trim() }
  },

  async bring(_context, progress) {
    const packages = ['python3', ...Object.values(MODULES)]
    const reason = { purpose: 'A Python module of the tests', todo: `Install ${packages.join(', ')}.` }
    await installPackages(packages, reason, progress)
  },
}
