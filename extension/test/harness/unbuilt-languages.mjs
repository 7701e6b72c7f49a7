import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const product = fileURLToPath(new URL('../../dist/sandrun', import.meta.url))

/** Languages whose images are not built yet, and build fast; their programs are shell scripts. */
const NAMES = ['shy', 'shier']

/** Adds them to the service that the extension ships. */
export function addUnbuiltLanguages() {
  removeTheirImages()
  for (const id of NAMES) {
    const folder = join(product, 'languages', id)
    mkdirSync(folder)
    writeFileSync(join(folder, 'language.json'), JSON.stringify(manifestOf(id)))
    writeFileSync(join(folder, 'Dockerfile'), `FROM sandrun/base-base\nRUN echo this is how ${id} is built\n`)
  }
}

export function removeTheirImages() {
  for (const id of NAMES) {
    const left = execFileSync('docker', ['images', '--quiet', `sandrun/${id}`], { encoding: 'utf8' })
    if (left !== '') execFileSync('docker', ['rmi', '--force', `sandrun/${id}`])
  }
}

function manifestOf(id) {
  return {
    id,
    name: id.charAt(0).toUpperCase() + id.slice(1),
    aliases: [],
    editorLanguageIds: [id],
    extensions: [`.${id}`],
    file: `main.${id}`,
    base: 'base',
    build: 'offline',
    version: { argv: ['bash', '--version'], pattern: String.raw`version (\d+\.\d+)` },
    run: { argv: ['bash', '{file}', '{args}'] },
  }
}
