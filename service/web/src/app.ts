import { computed, effect, type ReadonlySignal, signal } from '@preact/signals'
import { type Diagnostic, type LanguageInfo, type SandrunError, toSandrunError } from '@sandrun/shared'
import { programOf } from './program/program.ts'
import { Workspace } from './program/workspace.ts'
import { problemsIn } from './run/problems.ts'
import { requestFor } from './run/request.ts'
import { Runner } from './run/runner.ts'
import { Connections } from './service/connections.ts'
import { fetchLanguages } from './service/languages.ts'
import { TokenStore } from './service/token-store.ts'
import { RunTerminal } from './terminal/run-terminal.ts'
import { Theme } from './theme.ts'

/** What can be in front: beside the code where there is room, in its place on a phone. */
export type View = 'code' | 'terminal' | 'input' | 'cases'

/** What the page is made of, and what a person can do in it. The components only show it. */
export class App {
  readonly languages = signal<readonly LanguageInfo[]>([])
  /** Why there are no languages. */
  readonly loadError = signal<SandrunError | null>(null)
  readonly workspace = new Workspace(programOf('python', { path: 'main.py', content: '' }))
  readonly language: ReadonlySignal<LanguageInfo | undefined>
  readonly view = signal<View>('code')
  readonly theme = new Theme(document.documentElement, localStorage)
  readonly tokens = new TokenStore(sessionStorage, localStorage)
  readonly connections = new Connections('web/0.1.0', this.tokens)
  readonly runner = new Runner(this.connections)
  readonly terminal: RunTerminal
  readonly problems = signal<readonly Diagnostic[]>([])
  /** Where the editor shall go: a line somebody clicked at. */
  readonly target = signal<{ file: string; line: number; column: number | null } | null>(null)

  constructor() {
    this.language = computed(() => this.languages.value.find(({ id }) => id === this.workspace.program.value.language))
    this.terminal = new RunTerminal({
      typed: (text) => this.runner.type(text),
      resized: (size) => this.runner.resize(size),
      takesKeys: () => this.runner.going,
    })
    effect(() => {
      const state = this.runner.state.value
      if (state.name === 'connecting') this.problems.value = []
      if (state.name !== 'ended') return
      const language = this.language.peek()
      const paths = this.workspace.program.peek().files.map(({ path }) => path)
      this.problems.value = language === undefined ? [] : problemsIn(state.result, language, paths)
    })
  }

  async load(): Promise<void> {
    try {
      this.languages.value = await fetchLanguages()
      this.loadError.value = null
      const first = this.language.value ?? this.languages.value[0]
      if (first !== undefined) this.openSample(first)
    } catch (error) {
      this.loadError.value = toSandrunError(error)
    }
    // Whether it may run is said when it is asked to.
    await this.connections.warmUp(AbortSignal.timeout(10_000)).catch(() => {})
  }

  /** A sample of the language takes the place of the program: the one of this name, or the first. */
  openSample(language: LanguageInfo, name = 'stdin'): void {
    const sample = language.samples.find((one) => one.name === name) ?? language.samples[0]
    this.problems.value = []
    this.workspace.open(programOf(language.id, { path: language.file, content: sample?.code ?? '' }))
  }

  /** Keeps what a person wrote: only a program that is still a sample gives way to the new language's. */
  chooseLanguage(language: LanguageInfo): void {
    if (this.#isSample()) this.openSample(language)
    else this.workspace.change({ language: language.id })
  }

  /** Shows a line of the program, in the editor. Lines and columns count from 1. */
  goTo({ file, line, column }: Pick<Diagnostic, 'file' | 'line' | 'column'>): void {
    this.view.value = 'code'
    this.workspace.activePath.value = file
    this.target.value = { file, line, column }
  }

  async run(): Promise<void> {
    this.view.value = 'terminal'
    const screen = this.terminal.begin()
    this.terminal.focus()
    const request = requestFor(this.workspace.program.value, { terminal: this.terminal.size })
    await this.runner.run(request, { write: (_channel, bytes) => screen.write(bytes) })
    screen.end()
  }

  stop(): void {
    this.runner.stop()
  }

  #isSample(): boolean {
    const { files } = this.workspace.program.value
    const [file] = files
    if (file === undefined || files.length > 1) return false
    const known = this.language.value?.samples ?? []
    return file.content.trim() === '' || known.some(({ code }) => code === file.content)
  }
}
