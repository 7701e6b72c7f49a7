import { SandrunError } from '@sandrun/shared'
import ignore, { type Ignore } from 'ignore'
import { FileType, l10n, Uri, workspace } from 'vscode'

/** A file below a folder; its path starts there. */
export interface FolderFile {
  path: string
  uri: Uri
}

/** Folders that no program needs. */
const NEVER = ['.git/', '.hg/', '.svn/', 'node_modules/', '__pycache__/', '.venv/', '.vscode/', '.idea/', '.DS_Store']

/** Files that list more to leave out. */
const IGNORE_FILES = ['.gitignore', '.sandboxignore']

/** A larger folder was not meant to be sent. */
const MAX_ENTRIES = 10_000

/** Decides whether to leave out a path below the folder at `base`. */
interface Rule {
  base: Uri
  ignores: Ignore
}

/**
 * The files below a folder, without those that ignore files leave out: its own, those below it, and those above it in
 * its workspace. Does not follow symbolic links, since they may lead out of it. Throws `too-large`.
 */
export async function filesBelow(folder: Uri, signal: AbortSignal): Promise<FolderFile[]> {
  const files: FolderFile[] = []
  let entries = 0
  const walk = async (at: Uri, above: readonly Rule[]): Promise<void> => {
    signal.throwIfAborted()
    const found = await workspace.fs.readDirectory(at)
    entries += found.length
    if (entries > MAX_ENTRIES) throw tooManyFiles(folder, MAX_ENTRIES)
    const rules = [...above, ...(await rulesIn(at))]
    for (const [name, type] of found.toSorted(([a], [b]) => (a < b ? -1 : 1))) {
      const uri = Uri.joinPath(at, name)
      if (isLeftOut(uri, type === FileType.Directory, rules)) continue
      if (type === FileType.Directory) await walk(uri, rules)
      else if (type === FileType.File) files.push({ path: pathFrom(folder, uri), uri })
    }
  }
  await walk(folder, await rulesAbove(folder))
  return files
}

/** The path from a folder to something below it. */
export function pathFrom(folder: Uri, below: Uri): string {
  return below.path.slice(folder.path.replace(/\/?$/, '/').length)
}

/** Whether something is a folder or lies below it. */
export function isWithin(folder: Uri, uri: Uri): boolean {
  const of = (it: Uri): string => `${it.scheme}://${it.authority}${it.path.replace(/\/?$/, '/')}`
  return of(uri).startsWith(of(folder))
}

export function tooManyFiles(folder: Uri, most: number): SandrunError {
  return new SandrunError('too-large', l10n.t('{0} has more than {1} files.', folder.path, most), {
    hint: l10n.t('List files that are not needed in a .sandboxignore.'),
  })
}

async function rulesAbove(folder: Uri): Promise<Rule[]> {
  const rules: Rule[] = [{ base: folder, ignores: ignore().add(NEVER) }]
  const top = workspace.getWorkspaceFolder(folder)?.uri
  if (top === undefined) return rules
  for (let at = folder; at.path !== top.path;) {
    at = Uri.joinPath(at, '..')
    rules.push(...(await rulesIn(at)))
  }
  return rules
}

async function rulesIn(base: Uri): Promise<Rule[]> {
  const texts = await Promise.all(
    IGNORE_FILES.map(async (name) => {
      try {
        return new TextDecoder().decode(await workspace.fs.readFile(Uri.joinPath(base, name)))
      } catch {
        // Most folders have none.
        return ''
      }
    }),
  )
  return texts.filter((text) => text !== '').map((text) => ({ base, ignores: ignore().add(text) }))
}

function isLeftOut(uri: Uri, isFolder: boolean, rules: readonly Rule[]): boolean {
  return rules.some(({ base, ignores }) => ignores.ignores(pathFrom(base, uri) + (isFolder ? '/' : '')))
}
