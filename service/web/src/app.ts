import { batch, computed, effect, type ReadonlySignal, signal } from '@preact/signals'
import {
  type Diagnostic,
  type LanguageInfo,
  type RunRequest,
  type Sample,
  type SandrunError,
  toSandrunError,
} from '@sandrun/shared'
import { Address } from './program/address.ts'
import { Drafts } from './program/drafts.ts'
import { History } from './program/history.ts'
import { openDraft } from './program/open-draft.ts'
import { openStores } from './program/stores.ts'
import { type Program, programOf, programOfSample } from './program/program.ts'
import { nameTab } from './program/tabs.ts'
import { Undoable } from './program/undoable.ts'
import { Workspace } from './program/workspace.ts'
import { type Picture, picturesAmong } from './run/pictures.ts'
import { problemsIn } from './run/problems.ts'
import { requestFor, requestForCases } from './run/request.ts'
import { Runner } from './run/runner.ts'
import { Connections } from './service/connections.ts'
import { Languages } from './service/languages.ts'
import { TokenStore } from './service/token-store.ts'
import { RunTerminal } from './terminal/run-terminal.ts'
import { Theme } from './theme.ts'

/** The views: beside the code if there is room, in its place on a phone. */
export type View = 'code' | 'terminal' | 'input' | 'cases'

export type DialogName = 'history' | 'keys' | 'share' | 'sign-in'

/** It asks, and gets its answer in the terminal. */
const FIRST_SAMPLE = 'stdin'

const READ_ALOUD_KEY = 'sandrun.read-aloud'

/** The page's state, and every action of the user. Components only show it. */
export class App {
  /** In a frame of another page, whose program it shows. */
  readonly isEmbedded = location.pathname === '/embed'
  readonly #stores = openStores(this.isEmbedded)
  readonly languages = new Languages()
  readonly workspace = new Workspace(programOf('python', { path: 'main.py', content: '' }))
  readonly language: ReadonlySignal<LanguageInfo | undefined>
  readonly view = signal<View>('code')
  readonly dialog = signal<DialogName | null>(null)
  /** A message to read before going on: where a program came from, or why there is none. */
  readonly notice = signal<string | null>(null)
  readonly problems = signal<readonly Diagnostic[]>([])
  readonly pictures = signal<readonly Picture[]>([])
  /** The place for the editor to show: a clicked line. */
  readonly target = signal<Pick<Diagnostic, 'file' | 'line' | 'column'> | null>(null)
  /** Whether a screen reader can read the terminal. */
  readonly readsAloud = signal(this.#stores.browser.getItem(READ_ALOUD_KEY) !== null)
  readonly theme = new Theme(document.documentElement, this.#stores.browser)
  readonly history = new History(this.#stores.programs)
  readonly undoable = new Undoable(this.workspace, this.history)
  readonly tokens = new TokenStore(this.#stores.tab, this.#stores.browser)
  readonly connections = new Connections('web/0.1.0', this.tokens)
  readonly runner = new Runner(this.connections)
  readonly terminal: RunTerminal
  readonly #drafts = new Drafts(nameTab(), this.#stores.drafts, this.#stores.programs)
  readonly #address = new Address()

  constructor() {
    this.language = computed(() => this.languages.find(this.workspace.program.value.language))
    this.terminal = new RunTerminal({
      typed: (text) => this.runner.type(text),
      resized: (size) => this.runner.resize(size),
      takesKeys: () => this.runner.going,
    })
    effect(() => {
      this.terminal.readAloud(this.readsAloud.value)
      if (this.readsAloud.value) this.#stores.browser.setItem(READ_ALOUD_KEY, 'yes')
      else this.#stores.browser.removeItem(READ_ALOUD_KEY)
    })
  }

  /** Loads the languages and the first program: a link's, else the last draft, else a sample. */
  async load(): Promise<void> {
    await openDraft(this.#drafts, this.workspace, this.history)
    await this.openLink()
    effect(() => {
      const program = this.workspace.program.value
      this.#drafts.keep(program, this.workspace)
      this.#address.follow(program)
    })
    addEventListener('pagehide', () => this.#drafts.write())
    addEventListener('storage', () => this.history.read())
    const id = computed(() => this.workspace.program.value.language)
    effect(() => void this.languages.samplesOf(id.value))
    addEventListener('focus', () => void this.languages.lookAgain(id.value))
    try {
      await this.languages.load()
    } catch (error) {
      this.#tell(toSandrunError(error))
    }
    // Code written before the languages arrived is kept.
    const isEmpty = this.workspace.program.value.files.every(({ content }) => content === '')
    if (isEmpty && this.language.value !== undefined) await this.#fillWithSample(this.language.value)
    // Learns whether the service wants a token; if it does not answer, the next run says why.
    await this.connections.warmUp().catch(() => {})
  }

  /** Opens the program of the page's address, if there is one. Never runs it. */
  async openLink(): Promise<void> {
    try {
      const program = await this.#address.read()
      if (program === null) return
      this.open(program)
      // In a frame, the surrounding page describes the program.
      if (!this.isEmbedded) this.notice.value = 'This program came from a link. Read it before you run it.'
    } catch (error) {
      this.#tell(toSandrunError(error))
    }
  }

  /** Replaces the current program; undo brings it back. */
  open(program: Program, { isSample = false } = {}): void {
    batch(() => {
      this.#turnToCode()
      this.undoable.open(program, { isSample })
    })
  }

  /** Replaces the program with a sample of the language. */
  openSample(language: LanguageInfo, sample: Sample): void {
    this.open(programOfSample(language, sample), { isSample: true })
  }

  /** Undoes the last removal; returns whether there was one. */
  undo(): boolean {
    if (!this.undoable.undo()) return false
    batch(() => {
      this.notice.value = null
      this.problems.value = []
      this.runner.caseResults.value = []
    })
    return true
  }

  /** Keeps a person's code: only an unchanged sample is replaced by the new language's. */
  chooseLanguage(language: LanguageInfo): void {
    const isEmpty = this.workspace.program.peek().files.every(({ content }) => content.trim() === '')
    if (isEmpty || this.workspace.isSample) {
      this.#turnToCode()
      void this.#fillWithSample(language)
    } else this.workspace.change({ language: language.id })
  }

  /** Shows a line of the program in the editor. Lines and columns count from 1. */
  goTo({ file, line, column }: Pick<Diagnostic, 'file' | 'line' | 'column'>): void {
    this.view.value = 'code'
    this.workspace.activePath.value = file
    this.target.value = { file, line, column }
  }

  /** Whether Run runs the cases, since they are in front. */
  get runsCases(): boolean {
    return this.view.value === 'cases' && this.workspace.program.value.cases.length > 0
  }

  get canRun(): boolean {
    return this.language.value?.available === true
  }

  /** Runs the program, or its cases if they are in front. */
  async run(): Promise<void> {
    if (!this.canRun) return
    const cases = this.runsCases
    const program = this.workspace.program.value
    batch(() => {
      this.notice.value = null
      this.undoable.offer.value = null
      this.problems.value = []
      this.pictures.value = []
    })
    if (cases) await this.runner.run(() => requestForCases(program), {})
    else await this.#runInTerminal(program)
    this.#ended(program)
  }

  /** Runs the program in another language that has the library it needs. */
  async runIn(id: string): Promise<void> {
    const [from, to] = [this.language.value, this.languages.find(id)]
    if (from === undefined || to === undefined) return
    this.workspace.rename(from.file, to.file)
    this.workspace.change({ language: id })
    await this.run()
  }

  stop(): void {
    this.runner.stop()
  }

  /** Signs in, and continues with the run that needed it. Throws a SandrunError if the service refuses the token. */
  async signIn(token: string, { inBrowser }: { inBrowser: boolean }): Promise<void> {
    await this.connections.signIn(token, { inBrowser })
    this.dialog.value = null
    if (this.runner.state.value.name === 'failed') await this.run()
  }

  async #runInTerminal(program: Program): Promise<void> {
    this.view.value = 'terminal'
    const screen = this.terminal.begin()
    const request = (): RunRequest => requestFor(program, this.terminal.size)
    await this.runner.run(request, { write: (_channel, bytes) => screen.write(bytes) })
    screen.end()
  }

  #ended(program: Program): void {
    const state = this.runner.state.value
    if (state.name === 'failed' && state.error.code === 'unauthorized') this.dialog.value = 'sign-in'
    if (state.name !== 'ended') return
    const { result } = state
    const paths = program.files.map(({ path }) => path)
    const language = this.languages.find(program.language)
    batch(() => {
      this.problems.value = language === undefined ? [] : problemsIn(result, language, paths)
      this.pictures.value = picturesAmong(result.files ?? [])
    })
    this.history.add({ at: new Date().toISOString(), verdict: result.verdict, program })
  }

  /** Loads the language's first sample, unless the person writes before it arrives. */
  async #fillWithSample(language: LanguageInfo): Promise<void> {
    const empty = programOf(language.id, { path: language.file, content: '' })
    this.undoable.open(empty, { isSample: true })
    const samples = await this.languages.samplesOf(language.id)
    const sample = samples.find(({ name }) => name === FIRST_SAMPLE) ?? samples[0]
    if (sample === undefined || this.workspace.program.peek() !== empty) return
    this.undoable.open(programOfSample(language, sample), { isSample: true })
  }

  /** Messages about the last program no longer apply. */
  #turnToCode(): void {
    batch(() => {
      this.notice.value = null
      this.problems.value = []
      this.view.value = 'code'
    })
  }

  #tell({ message, hint }: SandrunError): void {
    this.notice.value = `${message} ${hint}`.trim()
  }
}
