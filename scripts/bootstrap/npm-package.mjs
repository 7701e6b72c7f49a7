import { mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { runCommand } from './command.mjs'
import { SetupError } from './setup-error.mjs'

/**
 * Installs one npm package into its own folder, all or nothing: it is built beside its place and renamed into it, so a
 * folder that exists is complete, and two clones that start at once do not disturb each other. Install scripts do not
 * run; `finish` does what a package needs.
 * @param {{ name: string, version: string, folder: string, integrity?: string,
 *   finish?: (folder: string) => Promise<void> }} item `integrity` pins what the registry must serve
 * @param {import('./prepare.mjs').Progress} progress
 */
export async function bringNpmPackage({ name, version, folder, integrity, finish }, { detail, signal }) {
  await mkdir(dirname(folder), { recursive: true })
  const building = await mkdtemp(`${folder}.building-`)
  try {
    // npm looks upwards for a package.json; this one stops it.
    await writeFile(join(building, 'package.json'), '{ "private": true }\n')
    detail(`npm install ${name}@${version}`)
    const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--prefix', building, `${name}@${version}`]
    await runCommand('npm', args, {
      cwd: building,
      signal,
      onLine: detail,
      todo: 'Check the connection to the npm registry (npm ping), then run the same command again.',
    })
    await verifyIntegrity(building, name, integrity)
    await finish?.(building)
    await moveIntoPlace(building, folder)
  } finally {
    await rm(building, { recursive: true, force: true })
  }
}

/**
 * npm has checked the archive against the registry's checksum; this checks that checksum against the pinned one.
 * @param {string} folder
 * @param {string} name
 * @param {string | undefined} expected
 */
async function verifyIntegrity(folder, name, expected) {
  if (!expected) return
  const lock = JSON.parse(await readFile(join(folder, 'node_modules/.package-lock.json'), 'utf8'))
  const actual = lock.packages[`node_modules/${name}`]?.integrity
  if (actual === expected) return
  throw new SetupError(`The registry serves a different ${name} than Sandrun was tested with.`, {
    why: `expected ${expected}, got ${actual}`,
    todo: "Check which registry npm uses (npm config get registry). Don't continue with a package that you can't explain.",
  })
}

/**
 * @param {string} building
 * @param {string} folder
 */
async function moveIntoPlace(building, folder) {
  try {
    await rename(building, folder)
  } catch (error) {
    // Another process was faster, and a folder that exists is complete.
    if (!(await exists(folder))) throw error
  }
}

/** @param {string} path */
export async function exists(path) {
  return stat(path).then(
    () => true,
    () => false,
  )
}
