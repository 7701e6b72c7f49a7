import { randomBytes } from 'node:crypto'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { DockerEngine } from '../../src/drivers/docker/docker-engine.ts'

const LANGUAGES = fileURLToPath(new URL('../../../languages', import.meta.url))

/** A folder of languages for one test, so that no other image is changed. */
export interface ToyLanguages extends AsyncDisposable {
  folder: string
  /** Ids of the written languages, by their short names. */
  id: (name: string) => string
}

/** Bash under other names, each with its own Dockerfile. Disposing also removes their images. */
export async function writeToyLanguages(dockerfiles: Readonly<Record<string, string>>): Promise<ToyLanguages> {
  const folder = await mkdtemp(join(tmpdir(), 'sandrun-toys-'))
  const own = randomBytes(4).toString('hex')
  const id = (name: string): string => `toy-${own}-${name}`
  await cp(join(LANGUAGES, '_bases'), join(folder, '_bases'), { recursive: true })
  const bash: object = JSON.parse(await readFile(join(LANGUAGES, 'bash/language.json'), 'utf8'))
  for (const [name, dockerfile] of Object.entries(dockerfiles)) {
    const pack = join(folder, id(name))
    await cp(join(LANGUAGES, 'bash'), pack, { recursive: true })
    const manifest = {
      ...bash,
      id: id(name),
      name: `Toy ${name}`,
      aliases: [],
      extensions: [],
      shebangs: [],
      starter: false,
    }
    await writeFile(join(pack, 'language.json'), JSON.stringify(manifest))
    await writeFile(join(pack, 'Dockerfile'), dockerfile)
  }
  return {
    folder,
    id,
    async [Symbol.asyncDispose]() {
      const engine = new DockerEngine()
      for (const name of Object.keys(dockerfiles)) await engine.removeImage(`sandrun/${id(name)}`)
      await rm(folder, { recursive: true })
    },
  }
}
