import { batch, computed, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import { MAX_FILES, type Program, type SourceFile } from './program.ts'

/** The program in the page, and which of its files is in front. */
export class Workspace {
  readonly program: Signal<Program>
  readonly activePath: Signal<string>
  /** Grows when another program takes the place of this one: what an editor remembers of the files is void then. */
  readonly generation = signal(0)
  readonly activeFile: ReadonlySignal<SourceFile | undefined>

  constructor(program: Program) {
    this.program = signal(program)
    this.activePath = signal(program.files[0]?.path ?? '')
    this.activeFile = computed(() => this.program.value.files.find(({ path }) => path === this.activePath.value))
  }

  open(program: Program): void {
    batch(() => {
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

  /** A new, empty file in front; undefined when there are as many as there may be. */
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

  /** Gives a file another name, unless one has it already. */
  rename(path: string, to: string): boolean {
    const { files } = this.program.value
    if (path === to || files.some((file) => file.path === to)) return path === to
    batch(() => {
      this.change({ files: files.map((file) => (file.path === path ? { ...file, path: to } : file)) })
      if (this.activePath.value === path) this.activePath.value = to
    })
    return true
  }

  /** The last file stays. */
  remove(path: string): void {
    const { files } = this.program.value
    if (files.length === 1) return
    const at = files.findIndex((file) => file.path === path)
    const rest = files.filter((file) => file.path !== path)
    batch(() => {
      this.change({ files: rest })
      if (this.activePath.value === path) this.activePath.value = (rest[Math.max(0, at - 1)] ?? rest[0])?.path ?? ''
    })
  }
}
