import { formatMemory, fromBytes, SandrunError } from '@sandrun/shared'
import ignore from 'ignore'
import { l10n, type Memento, Uri, workspace } from 'vscode'
import { settings } from '../settings.ts'
import { filesBelow, type FolderFile, isWithin, pathFrom, tooManyFiles } from './folder-files.ts'
import { looksLikeSecret } from './secrets.ts'

/** A file that goes with a program: text, or bytes in base64. */
interface Companion {
  path: string
  uri: string
  content: string
  encoding: 'utf8' | 'base64'
  bytes: number
}

/** A program's other files. */
export interface CompanionFiles {
  /** The program's folder, from the folder that is sent. */
  entryFolder: string
  companions: Companion[]
  /** Files that look like secrets and that nobody has agreed to send. */
  leftOut: Uri[]
}

/** The most files a request may have besides the program. */
const MAX_FILES = 999

const FOLDERS = 'includedFolders'
const AGREED = 'agreedSecrets'

const ALONE: CompanionFiles = { entryFolder: '', companions: [], leftOut: [] }

/** Decides which files go with a program: none, unless the user or a setting says so. */
export class Companions {
  readonly #memento: Memento

  constructor(memento: Memento) {
    this.#memento = memento
  }

  /** The folder that is sent with this file, if any. */
  folderOf(uri: Uri): Uri | undefined {
    return this.#stored(FOLDERS)
      .map((text) => Uri.parse(text))
      .find((folder) => isWithin(folder, uri))
  }

  /** Starts or stops sending the folder with each program in it. */
  async include(folder: Uri, included: boolean): Promise<void> {
    const others = this.#stored(FOLDERS).filter((text) => text !== folder.toString())
    await this.#memento.update(FOLDERS, included ? [...others, folder.toString()] : others)
  }

  /** Sends these from now on, although they look like secrets. */
  async agree(uris: readonly Uri[]): Promise<void> {
    await this.#memento.update(AGREED, [...this.#stored(AGREED), ...uris.map(String)])
  }

  /** The files for this program. Throws `too-large`. */
  async of(uri: Uri, signal: AbortSignal): Promise<CompanionFiles> {
    const folder = this.folderOf(uri)
    const patterns = settings.includedFilesOf(uri)
    if (uri.scheme === 'untitled' || (folder === undefined && patterns.length === 0)) return ALONE
    const root = folder ?? Uri.joinPath(uri, '..')
    const wanted = folder === undefined ? ignore().add(patterns) : undefined
    const found = (await filesBelow(root, signal)).filter(
      ({ path, uri: of }) => of.toString() !== uri.toString() && (wanted?.ignores(path) ?? true),
    )
    const agreed = this.#stored(AGREED)
    const secret = found.filter(({ path, uri: of }) => looksLikeSecret(path) && !agreed.includes(of.toString()))
    const files = found.filter((file) => !secret.includes(file))
    if (files.length > MAX_FILES) throw tooManyFiles(root, MAX_FILES)
    return {
      entryFolder: pathFrom(root, uri)
        .split('/')
        .slice(0, -1)
        .map((name) => `${name}/`)
        .join(''),
      companions: await read(files, root, settings.maxUploadKbOf(uri)),
      leftOut: secret.map((file) => file.uri),
    }
  }

  #stored(key: string): string[] {
    return this.#memento.get<string[]>(key, [])
  }
}

/** Checks sizes first, so that it reads no file that is too large. */
async function read(files: readonly FolderFile[], root: Uri, mostKb: number): Promise<Companion[]> {
  const sizes = await Promise.all(files.map(async ({ uri }) => (await workspace.fs.stat(uri)).size))
  const totalKb = sizes.reduce((sum, size) => sum + size, 0) / 1024
  if (totalKb > mostKb) {
    const text = l10n.t(
      '{0} has {1}, and at most {2} can be sent.',
      root.path,
      formatMemory(totalKb),
      formatMemory(mostKb),
    )
    throw new SandrunError('too-large', text, {
      hint: l10n.t('List files that are not needed in a .sandboxignore, or raise sandrun.files.maxKb.'),
    })
  }
  return await Promise.all(
    files.map(async ({ path, uri }) => ({ path, uri: uri.toString(), ...(await contentOf(uri)) })),
  )
}

/** An open editor's text counts, saved or not. */
async function contentOf(uri: Uri): Promise<Pick<Companion, 'content' | 'encoding' | 'bytes'>> {
  const open = workspace.textDocuments.find((it) => it.isDirty && it.uri.toString() === uri.toString())
  const bytes = open === undefined ? await workspace.fs.readFile(uri) : new TextEncoder().encode(open.getText())
  const payload = fromBytes(bytes)
  return typeof payload === 'string'
    ? { content: payload, encoding: 'utf8', bytes: bytes.length }
    : { content: payload.base64, encoding: 'base64', bytes: bytes.length }
}
