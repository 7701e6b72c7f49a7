import {
  type CancellationToken,
  type Disposable,
  type TestItem,
  TestRunProfileKind,
  TestRunRequest,
  type Uri,
  commands,
  tests,
  l10n,
  workspace,
} from 'vscode'
import { abortSignalOf } from '../service/abort-signal.ts'
import { ownersOf, toSandrunError } from '@sandrun/shared'
import { CaseRun, type CaseRunDependencies, type ProgramCases } from './case-run.ts'
import { beside, nameOf, readCases, siblings } from './case-set.ts'
import { isProgramName } from './program-names.ts'

const CASE_FILES = '**/*.{in,out,cases.json}'
const SKIPPED_FOLDERS = '**/{node_modules,.git,dist,build,target}/**'

/** The search stops at this many, so that the tree stays readable. */
const MOST_CASE_FILES = 5000

export interface CaseExplorerDependencies extends CaseRunDependencies {
  /** Called after a run of cases. */
  ended: (title: string, passed: number, all: number) => void
}

/** Test cases in the Test Explorer: a program, below it the cases in the files beside it. */
export class CaseExplorer implements Disposable {
  readonly #dependencies: CaseExplorerDependencies
  readonly #controller = tests.createTestController('sandrun.cases', l10n.t('Run in Sandbox'))
  readonly #programs = new Map<string, ProgramCases>()
  readonly #watcher = workspace.createFileSystemWatcher(CASE_FILES)
  readonly #disposables: Disposable[]

  constructor(dependencies: CaseExplorerDependencies) {
    this.#dependencies = dependencies
    const controller = this.#controller
    controller.resolveHandler = async (item) => {
      if (item === undefined) await this.find()
    }
    controller.refreshHandler = async () => await this.find()
    const run = async (request: TestRunRequest, token: CancellationToken): Promise<void> => {
      await this.#run(request, abortSignalOf(token))
    }
    controller.createRunProfile(l10n.t('Run in Sandbox'), TestRunProfileKind.Run, run, true)
    const look = (uri: Uri): void => void this.#loadOwners(uri)
    this.#disposables = [
      controller,
      this.#watcher,
      this.#watcher.onDidCreate(look),
      this.#watcher.onDidChange(look),
      this.#watcher.onDidDelete(look),
    ]
  }

  /** Reads the program's cases; undefined if it has none. An invalid case file is an error of the program's item. */
  async load(program: Uri): Promise<ProgramCases | undefined> {
    const key = program.toString()
    const entry = this.#programs.get(key) ?? {
      item: this.#controller.createTestItem(key, nameOf(program), program),
      set: { cases: [], compare: undefined },
    }
    const { item } = entry
    item.description = workspace.asRelativePath(program)
    try {
      entry.set = await readCases(program)
      item.error = undefined
    } catch (error) {
      const { message, hint } = toSandrunError(error)
      entry.set = { cases: [], compare: undefined }
      item.error = `${message} ${hint}`
    }
    if (entry.set.cases.length === 0 && item.error === undefined) {
      this.#programs.delete(key)
      this.#controller.items.delete(key)
      this.#announce()
      return undefined
    }
    const ids = new Set(entry.set.cases.map(({ id }) => id))
    item.children.forEach(({ id }) => {
      if (!ids.has(id)) item.children.delete(id)
    })
    for (const { id, name, source } of entry.set.cases) {
      const known = item.children.get(id)
      if (known === undefined) item.children.add(this.#controller.createTestItem(id, name, source))
      else known.label = name
    }
    this.#programs.set(key, entry)
    this.#controller.items.add(item)
    this.#announce()
    return entry
  }

  /** Looks for the cases of every program in the workspace. */
  async find(): Promise<void> {
    const found = await workspace.findFiles(CASE_FILES, SKIPPED_FOLDERS, MOST_CASE_FILES)
    // If a workspace cannot be searched, the open programs are still covered.
    const open = workspace.textDocuments.map(({ uri }) => uri).filter((uri) => isProgramName(nameOf(uri)))
    const programs = new Map(open.map((uri) => [uri.toString(), uri]))
    for (const uri of this.#programs.values()) if (uri.item.uri !== undefined) programs.set(uri.item.id, uri.item.uri)
    for (const uri of await this.#ownersOf(found)) programs.set(uri.toString(), uri)
    await Promise.all([...programs.values()].map(async (uri) => await this.load(uri)))
  }

  /** Runs all cases of a loaded program and returns how many passed. Never throws. */
  async run({ item }: ProgramCases, signal: AbortSignal): Promise<number> {
    return await this.#run(new TestRunRequest([item], undefined, undefined, false, true), signal)
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose()
  }

  async #loadOwners(caseFile: Uri): Promise<void> {
    await Promise.all((await this.#ownersOf([caseFile])).map(async (uri) => await this.load(uri)))
  }

  /** The programs of these case files. Reads each folder once. */
  async #ownersOf(caseFiles: readonly Uri[]): Promise<Uri[]> {
    const folders = Map.groupBy(caseFiles, (uri) => beside(uri, '.').toString())
    const owners = await Promise.all(
      [...folders.values()].map(async (files) => {
        const [first] = files
        if (first === undefined) return []
        const names = await siblings(first)
        const programs = new Set(files.flatMap((uri) => ownersOf(nameOf(uri), names, isProgramName)))
        return [...programs].map((name) => beside(first, name))
      }),
    )
    return owners.flat()
  }

  async #run(request: TestRunRequest, signal: AbortSignal): Promise<number> {
    const run = this.#controller.createTestRun(request)
    let passed = 0
    try {
      for (const [key, chosen] of this.#chosen(request)) {
        const program = this.#programs.get(key)
        if (program === undefined) continue
        const ofProgram = await new CaseRun(this.#dependencies, run, program, chosen).execute(signal)
        passed += ofProgram
        if (!signal.aborted) this.#dependencies.ended(program.item.label, ofProgram, chosen.length)
      }
    } finally {
      run.end()
    }
    return passed
  }

  /** Shows case commands in menus only if there are cases. */
  #announce(): void {
    const paths = [...this.#programs.values()].flatMap(({ item }) =>
      item.uri === undefined ? [] : [item.uri.path, item.uri.fsPath],
    )
    void commands.executeCommand('setContext', 'sandrun.pathsWithCases', paths)
  }

  /** The cases of a request, by program. */
  #chosen({ include, exclude = [] }: TestRunRequest): Map<string, TestItem[]> {
    const chosen = new Map<string, TestItem[]>()
    const items = include ?? [...this.#programs.values()].map(({ item }) => item)
    for (const item of items) {
      const program = item.parent ?? item
      const cases = item.parent === undefined ? childrenOf(item) : [item]
      const wanted = exclude.includes(program) ? [] : cases.filter((it) => !exclude.includes(it))
      chosen.set(program.id, [...(chosen.get(program.id) ?? []), ...wanted])
    }
    return chosen
  }
}

function childrenOf(item: TestItem): TestItem[] {
  return [...item.children].map(([, child]) => child)
}
