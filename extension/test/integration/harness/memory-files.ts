import {
  type Disposable,
  EventEmitter,
  type FileChangeEvent,
  FileSystemError,
  type FileSystemProvider,
  type FileStat,
  FileType,
  type Uri,
  workspace,
} from 'vscode'

/** Files that are not on a disk, like those of a virtual workspace: one folder with a known name. */
export class MemoryFiles implements FileSystemProvider {
  readonly files = new Map<string, Uint8Array>()
  readonly #changes = new EventEmitter<FileChangeEvent[]>()
  readonly onDidChangeFile = this.#changes.event

  constructor(files: Record<string, string>) {
    for (const [path, text] of Object.entries(files)) this.files.set(path, new TextEncoder().encode(text))
  }

  register(scheme: string): Disposable {
    return workspace.registerFileSystemProvider(scheme, this)
  }

  watch(): Disposable {
    return { dispose: () => {} }
  }

  stat({ path }: Uri): FileStat {
    if (path === '/' || path === '') return { type: FileType.Directory, ctime: 0, mtime: 0, size: 0 }
    return { type: FileType.File, ctime: 0, mtime: 0, size: this.#find(path).length }
  }

  readDirectory(): [string, FileType][] {
    return [...this.files.keys()].map((path) => [path.slice(1), FileType.File])
  }

  readFile({ path }: Uri): Uint8Array {
    return this.#find(path)
  }

  writeFile({ path }: Uri, content: Uint8Array): void {
    this.files.set(path, content)
  }

  createDirectory(): void {}

  delete({ path }: Uri): void {
    this.files.delete(path)
  }

  rename(): void {
    throw FileSystemError.NoPermissions()
  }

  #find(path: string): Uint8Array {
    const content = this.files.get(path)
    if (content === undefined) throw FileSystemError.FileNotFound(path)
    return content
  }
}
