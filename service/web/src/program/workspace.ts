import { batch, computed, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import { isSameProgram, MAX_FILES, type Program, type SourceFile } from './program.ts'

/** The page's program, and which of its files is in front. */
export class Workspace {
  readonly program: Signal<Program>
  readonly activePath: Signal<string>
  /** Grows when the program is replaced: the editor must then drop the states of its files. */
  readonly generation = signal(0)
  readonly activeFile: ReadonlySignal<SourceFile | undefined>
  /** The last opened sample, unchanged. */
  #sample: Program | null = null

  constructor(program: Program) {
    this.program = signal(program)
    this.activePath = signal(program.files[0]?.path ?? '')
    this.activeFile = computed(() => this.program.value.files.find(({ path }) => path === this.activePath.value))
  }

  /** Whether the program is an unchanged sample. */
  get isSample(): boolean {
    return this.#sample !== null && isSameProgram(this.#sample, this.program.peek())
  }

  open(program: Program, { isSample }: { isSample: boolean }): void {
    batch(() => {
      this.#sample = isSample ? program : null
      this.program.value = program
      this.activePath.value = program.files[0]?.path ?? ''
      this.generation.value++
    })
  }

  change(part: Partial<Program>): void {
    this.program.value = { ...this.program.value, ...part }
  }

  write(path: string, content: string): void {
    this.change({ files: this.program.value.files.map((file) => (file.path === path ? { path, content } : file)) })
  }

  /** Opens a new, empty file in front; undefined if no more are allowed. */
  addFile(extension: string): SourceFile | undefined {
    const { files } = this.program.value
    if (files.length >= MAX_FILES) return undefined
    const taken = new Set(files.map(({ path }) => path))
    let number = 2
    while (taken.has(`file${number}${extension}`)) number++
    const file = { path: `file${number}${extension}`, content: '' }
    batch(() => {
      this.change({ files: [...files, file] })
      this.activePath.value = file.path
    })
    return file
  }

  /** Renames a file, unless another one has that name. */
  rename(path: string, to: string): boolean {
    const { files } = this.program.value
    if (path === to || files.some((file) => file.path === to)) return path === to
    batch(() => {
      this.change({ files: files.map((file) => (file.path === path ? { ...file, path: to } : file)) })
      if (this.activePath.value === path) this.activePath.value = to
    })
    return true
  }

  /** Removes a file and returns it; the last one stays. */
  remove(path: string): SourceFile | undefined {
    const { files } = this.program.value
    const at = files.findIndex((file) => file.path === path)
    const file = files[at]
    if (file === undefined || files.length === 1) return undefined
    const rest = files.toSpliced(at, 1)
    batch(() => {
      this.change({ files: rest })
      if (this.activePath.value === path) this.activePath.value = (rest[Math.max(0, at - 1)] ?? rest[0])?.path ?? ''
    })
    return file
  }

  /** Puts a removed file back in its place and in front; renames it if its name is taken. */
  putBack(file: SourceFile, at: number): void {
    const { files } = this.program.value
    const path = this.#freePath(file.path)
    batch(() => {
      this.change({ files: files.toSpliced(at, 0, { ...file, path }) })
      this.activePath.value = path
    })
  }

  /** The path, with a number before its extension if it is taken. */
  #freePath(path: string): string {
    const taken = new Set(this.program.peek().files.map((file) => file.path))
    let free = path
    for (let number = 2; taken.has(free); number++) free = path.replace(/(?:\.[^./]*)?$/, (end) => `${number}${end}`)
    return free
  }
}
