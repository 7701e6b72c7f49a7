import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** The places in which blocks run. */
export const PLACES = ['clone', 'programs'] as const
type Place = (typeof PLACES)[number]

/** A fenced block of shell commands that names its place. */
export interface RunnableBlock {
  /** File and line. */
  where: string
  place: Place
  commands: string
}

/** The blocks of the README and of docs/, in order. The mark follows the language: three backquotes, `sh clone`. */
export async function readBlocks(root: string): Promise<RunnableBlock[]> {
  const docs = (await readdir(join(root, 'docs'))).filter((name) => name.endsWith('.md')).toSorted()
  const files = ['README.md', ...docs.map((name) => `docs/${name}`)]
  const found = await Promise.all(files.map(async (file) => findBlocks(await readFile(join(root, file), 'utf8'), file)))
  return found.flat()
}

/** Throws for an unknown place. */
export function findBlocks(markdown: string, file: string): RunnableBlock[] {
  return Array.from(
    markdown.matchAll(/^```sh ([^\n]+)\n(.*?)^```$/gms),
    ({ 1: word = '', 2: commands = '', index }) => {
      const where = `${file}:${markdown.slice(0, index).split('\n').length}`
      const place = PLACES.find((one) => one === word.trim())
      if (place === undefined) throw new Error(`${where}: there is no place "${word}", only ${PLACES.join(', ')}.`)
      return { where, place, commands }
    },
  )
}
