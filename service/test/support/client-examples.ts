import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of the TypeScript client. */
export const CLIENT = fileURLToPath(new URL('../../../clients/typescript', import.meta.url))

export interface Example {
  file: string
  code: string
  /** The output that it promises. */
  prints: string
}

/** Every example of the client. */
export async function readExamples(): Promise<Example[]> {
  const folder = join(CLIENT, 'examples')
  return Promise.all(
    (await readdir(folder)).toSorted().map(async (file) => {
      const code = await readFile(join(folder, file), 'utf8')
      const [, comment = ''] = code.split('// Prints:\n')
      return { file, code, prints: comment.replaceAll(/^\/\/ /gm, '') }
    }),
  )
}
