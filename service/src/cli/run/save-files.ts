import { lstat, mkdir, open, readFile, rename, unlink } from 'node:fs/promises'
import { join, matchesGlob, parse, relative, resolve } from 'node:path'
import { type CollectedFile, PathSchema } from '@sandrun/shared'
import { plain, tell } from '../command/message.ts'

/** Pictures, which are returned by default: a program writes them to be seen. */
export const PICTURES = ['png', 'jpg', 'jpeg', 'gif', 'svg', 'webp'].map((extension) => `**/*.${extension}`)

/** How many names to try for a file. */
const MAX_NAMES = 1000

export interface SaveSettings {
  /** All files stay below it. */
  directory: string
  /** The requested patterns: a service can't add other files. */
  patterns: readonly string[]
  /** Whether to replace existing files. */
  force: boolean
}

/** Saves files from runs: never over a user's file without `force`, never outside the directory. */
export class FileSaver {
  readonly #settings: SaveSettings
  /** Files of an earlier run of this command, which the next one replaces. */
  readonly #ours = new Map<string, string>()
  /** Their absolute paths, noted before the write: a watcher of the folder notices it at once. */
  readonly #claimed = new Set<string>()

  constructor(settings: SaveSettings) {
    this.#settings = settings
  }

  /** Whether this command has saved a file at the absolute path. */
  hasSaved(path: string): boolean {
    return this.#claimed.has(path)
  }

  /** Saves each file and prints its path; reports a failure, and continues with the next. Whether all were saved. */
  async save(files: readonly CollectedFile[]): Promise<boolean> {
    let isComplete = true
    for (const file of files) {
      try {
        await this.#saveOne(file)
      } catch (error) {
        isComplete = false
        tell(`Can't save ${file.path}: ${error instanceof Error ? error.message : String(error)}`)
      }
    }
    return isComplete
  }

  async #saveOne({ path, content, encoding, executable }: CollectedFile): Promise<void> {
    if (!this.#isWanted(path)) throw new Error('it was not requested')
    const bytes = Buffer.from(content, encoding)
    const mode = executable ? 0o777 : 0o666
    const target = this.#ours.get(path) ?? (await this.#place(path))
    const mayReplace = this.#settings.force || this.#ours.has(path)
    const saved = mayReplace ? target : await this.#create(path, target, bytes, mode)
    if (mayReplace) {
      this.#claimed.add(resolve(target))
      await replace(target, bytes, mode)
      this.#ours.set(path, target)
    }
    tell(`saved ${relative(process.cwd(), saved)}`)
  }

  /** As this name, or `name-2`, `name-3` if another file has it. Keeps a user's file with the same content. */
  async #create(path: string, target: string, bytes: Buffer, mode: number): Promise<string> {
    const { dir, name, ext } = parse(target)
    for (let number = 1; number < MAX_NAMES; number++) {
      const candidate = number === 1 ? target : join(dir, `${name}-${number}${ext}`)
      this.#claimed.add(resolve(candidate))
      try {
        // Exclusive (open(2), O_EXCL): not through a link either.
        await using file = await open(candidate, 'wx', mode)
        await file.writeFile(bytes)
        this.#ours.set(path, candidate)
        return candidate
      } catch (error) {
        this.#claimed.delete(resolve(candidate))
        if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
        if (await holds(candidate, bytes)) return candidate
      }
    }
    throw new Error('too many files have that name')
  }

  /** Whether this is a plain path, without deceptive characters, that one of the patterns matches. */
  #isWanted(path: string): boolean {
    const isPlain = PathSchema.safeParse(path).success && !path.includes('\\') && plain(path) === path
    return isPlain && this.#settings.patterns.some((pattern) => matchesGlob(path, pattern))
  }

  /** Creates the path's folders one by one: none of them may be a link, which could lead anywhere. */
  async #place(path: string): Promise<string> {
    let folder = this.#settings.directory
    await mkdir(folder, { recursive: true })
    const names = path.split('/')
    for (const name of names.slice(0, -1)) {
      folder = join(folder, name)
      await mkdir(folder).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'EEXIST') throw error
      })
      if (!(await lstat(folder)).isDirectory()) throw new Error(`${folder} is not a folder`)
    }
    return join(folder, names.at(-1) ?? path)
  }
}

/** Replaces any file of that name; replaces a link instead of following it. */
async function replace(target: string, bytes: Buffer, mode: number): Promise<void> {
  const { dir, base } = parse(target)
  const passing = join(dir, `.${base}.${process.pid}`)
  try {
    await using file = await open(passing, 'wx', mode)
    await file.writeFile(bytes)
    await rename(passing, target)
  } catch (error) {
    await unlink(passing).catch(() => {})
    throw error
  }
}

async function holds(path: string, bytes: Buffer): Promise<boolean> {
  const facts = await lstat(path)
  return facts.isFile() && facts.size === bytes.length && bytes.equals(await readFile(path))
}
