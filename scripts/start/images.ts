import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runCommand } from '../bootstrap/command.mjs'
import { ROOT } from '../bootstrap/prepare.mjs'
import { showStep } from '../bootstrap/step-line.mjs'
import { engineOf } from '../docker/find-engine.mjs'
import { fingerprint } from './stamped.ts'

/** Runs from its bundle: a second less than from the sources, for each command. */
export const CLI = 'bin/sandrun.mjs'

/** For a language whose bases must be built too. */
const USUAL_SECONDS = 45

/** Builds the agent and these languages, or the starters; fast if nothing has changed. */
export async function buildImages(languages?: readonly string[]): Promise<void> {
  await showStep('Images', async (detail) => {
    await buildLanguages(languages ?? ['--starter'], detail)
    return languages === undefined ? 'agent and starter languages' : `agent, ${languages.join(', ')}`
  })
}

/** Names the last first images, so that an unchanged clone starts without planning them again. */
const STAMP = join(ROOT, 'node_modules/.sandrun-first-images')

/** Builds the agent and the first program's language, if any. The service builds the missing others while it serves. */
export async function buildFirstImages(language: string | null): Promise<void> {
  const build = async (detail: (text: string) => void): Promise<string> => {
    const note = language === null ? 'agent' : `agent and ${language}`
    const state = await firstImages(language)
    if (state !== null && state === (await readFile(STAMP, 'utf8').catch(() => ''))) return note
    await buildLanguages([language ?? '--starter'], detail)
    await writeFile(STAMP, (await firstImages(language)) ?? '')
    return note
  }
  await showStep('First image', build, { usually: USUAL_SECONDS })
}

/** What the images are and what they are built from; null if one is missing, or if the packs are somewhere else. */
async function firstImages(language: string | null): Promise<string | null> {
  if (process.env.SANDRUN_LANGUAGES_DIR !== undefined || process.env.SANDRUN_CONFIG !== undefined) return null
  const engine = engineOf(process.env)
  const names = ['agent', ...(language === null ? [] : [language])]
  const ids = await Promise.all(names.map((name) => engine.imageId(`sandrun/${name}`)))
  if (ids.includes(null)) return null
  const folders = ['service/agent/**', 'languages/_bases/**', ...(language === null ? [] : [`languages/${language}/*`])]
  // An image may trust this machine's certificates.
  const { NODE_EXTRA_CA_CERTS: bundle } = process.env
  const certificates = ['/usr/local/share/ca-certificates/*.crt', ...(bundle ? [bundle] : [])]
  return JSON.stringify([names, ids, await fingerprint([...folders, ...certificates])])
}

async function buildLanguages(args: readonly string[], detail: (text: string) => void): Promise<void> {
  await runCommand(process.execPath, [CLI, 'lang', 'build', ...args], {
    cwd: ROOT,
    onLine: detail,
    todo: 'Read the output above. To find more problems: bin/sandrun.mjs doctor',
  })
}
