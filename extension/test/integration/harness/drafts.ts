import { Disposable, EventEmitter, type FileChangeEvent, FileSystemError, FileType, type Uri, workspace } from 'vscode'

/** The scheme of a file system that is not on a disk, like that of a repository on GitHub. */
export const DRAFTS = 'drafts'

const encoder = new TextEncoder()

/** Creates files by their paths, such as `/folder/main.py`, that exist only in VS Code. Disposing removes them. */
export function provideDrafts(files: Readonly<Record<string, string>>): { [Symbol.dispose](): void } {
  const changes = new EventEmitter<FileChangeEvent[]>()
  const refuse = (uri: Uri): never => {
    throw FileSystemError.NoPermissions(uri)
  }
  const bytesOf = (uri: Uri): Uint8Array => {
    const text = files[uri.path]
    if (text === undefined) throw FileSystemError.FileNotFound(uri)
    return encoder.encode(text)
  }
  const entriesOf = ({ path }: Uri): Map<string, FileType> => {
    const folder = path.endsWith('/') ? path : `${path}/`
    const below = Object.keys(files).flatMap((name) => (name.startsWith(folder) ? [name.slice(folder.length)] : []))
    return new Map(
      below.map((name) => [name.split('/')[0] ?? '', name.includes('/') ? FileType.Directory : FileType.File]),
    )
  }
  const registered = workspace.registerFileSystemProvider(
    DRAFTS,
    {
      onDidChangeFile: changes.event,
      watch: () => new Disposable(() => {}),
      stat: (uri) => {
        if (entriesOf(uri).size > 0) return { type: FileType.Directory, ctime: 0, mtime: 0, size: 0 }
        return { type: FileType.File, ctime: 0, mtime: 0, size: bytesOf(uri).length }
      },
      readDirectory: (uri) => [...entriesOf(uri)],
      readFile: bytesOf,
      writeFile: refuse,
      createDirectory: refuse,
      delete: refuse,
      rename: refuse,
    },
    { isReadonly: true },
  )
  return { [Symbol.dispose]: () => void Disposable.from(registered, changes).dispose() }
}
