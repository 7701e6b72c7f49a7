import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { readOsRelease } from '../bootstrap/apt.mjs'
import { cacheFolder } from '../bootstrap/cache-folder.mjs'
import { runCommand } from '../bootstrap/command.mjs'
import { ROOT } from '../bootstrap/prepare.mjs'
import { machineMirrors } from '../docker/mirrors.mjs'
import { makeIfChanged } from '../start/stamped.ts'

const RELEASE = 'bookworm'
/** What `npm start` needs at least; the package has only the binary. */
const NODE = `node-linux-${process.arch}`
const NODE_AND_NPM = [`${NODE}@20`, 'npm@10']
/** Answers questions for names in slirp4netns's network. */
const NAME_SERVER = '10.0.2.3'

/** What a root folder has besides Debian: packages of Debian, or Node 20 with a fresh clone. */
export interface Contents {
  packages?: readonly string[]
  clone?: boolean
}

/** A root folder with Debian 12 and these contents, and nothing else. Removed at the end. */
export class BareRoot implements AsyncDisposable {
  readonly path: string

  private constructor(path: string) {
    this.path = path
  }

  static async make(contents: Contents, detail: (text: string) => void): Promise<BareRoot> {
    const { packages = [], clone = false } = contents
    const folder = join(cacheFolder(process.env), 'bare')
    const base = join(folder, ['debian', ...packages, ...(clone ? ['node'] : [])].join('-'))
    const make = (): Promise<void> => makeBase(base, contents, detail)
    await makeIfChanged({ output: base, inputs: ['scripts/bare/root.ts'], make })
    const root = new BareRoot(await mkdtemp(join(folder, 'machine-')))
    try {
      detail('copying Debian')
      await runCommand('cp', ['-a', `${base}/.`, root.path])
      if (clone) await runCommand('git', ['clone', '--quiet', '--no-hardlinks', ROOT, join(root.path, 'root/sandrun')])
      return root
    } catch (error) {
      await root[Symbol.asyncDispose]()
      throw error
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.path, { recursive: true, force: true })
  }
}

async function makeBase(base: string, contents: Contents, detail: (text: string) => void): Promise<void> {
  const { packages = [], clone = false } = contents
  await rm(base, { recursive: true, force: true })
  await mkdir(base, { recursive: true })
  const { archive } = await machineMirrors(await readOsRelease())
  const include = ['ca-certificates', ...packages].join(',')
  await runCommand('debootstrap', ['--variant=minbase', `--include=${include}`, RELEASE, base, archive], {
    onLine: detail,
  })
  if (clone) await installNode(join(base, 'usr/local'), detail)
  await writeFile(join(base, 'etc/resolv.conf'), `nameserver ${NAME_SERVER}\n`)
  await copyTrust(base)
}

async function installNode(prefix: string, detail: (text: string) => void): Promise<void> {
  const global = ['install', '--global', '--prefix', prefix, '--no-audit', '--no-fund']
  await runCommand('npm', [...global, ...NODE_AND_NPM], { onLine: detail })
  await symlink(`../lib/node_modules/${NODE}/bin/node`, join(prefix, 'bin/node')).catch(ignorePresent)
}

/** What this machine needs to reach Debian's mirror and npm: its own certificates, and npm's settings. */
async function copyTrust(base: string): Promise<void> {
  const certificates = 'usr/local/share/ca-certificates'
  const quiet = { recursive: true, force: true }
  await cp(`/${certificates}`, join(base, certificates), quiet).catch(ignoreMissing)
  await cp(join(homedir(), '.npmrc'), join(base, 'root/.npmrc'), quiet).catch(ignoreMissing)
  await runCommand('chroot', [base, 'update-ca-certificates'])
}

const ignoreMissing = ignoring('ENOENT')
const ignorePresent = ignoring('EEXIST')

/** Throws every error but the one with this code. */
function ignoring(code: string): (error: unknown) => void {
  return (error) => {
    if ((error as NodeJS.ErrnoException).code !== code) throw error
  }
}
