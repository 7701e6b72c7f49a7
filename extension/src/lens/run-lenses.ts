import { CodeLens, type Disposable, Range, type TextDocument, l10n, languages, workspace } from 'vscode'
import { settings } from '../settings.ts'
import { fencedBlocks } from './fenced-blocks.ts'
import { LANGUAGES_WITH_MAIN, mainLine } from './main-functions.ts'

/** Every name of a language pack, written into the bundle at build time. */
declare const PROGRAM_TAGS: readonly string[]

/** ▷ above main functions and above code blocks in Markdown, if turned on. */
export class RunLenses implements Disposable {
  #registered: Disposable[] = []
  readonly #watch = workspace.onDidChangeConfiguration((change) => {
    if (change.affectsConfiguration('sandrun.codeLens')) this.#follow()
  })

  constructor() {
    this.#follow()
  }

  dispose(): void {
    this.#watch.dispose()
    this.#unregister()
  }

  #follow(): void {
    this.#unregister()
    if (!settings.codeLens) return
    this.#registered = [
      languages.registerCodeLensProvider([...LANGUAGES_WITH_MAIN], { provideCodeLenses: aboveMain }),
      languages.registerCodeLensProvider('markdown', { provideCodeLenses: aboveBlocks }),
    ]
  }

  #unregister(): void {
    for (const disposable of this.#registered.splice(0)) disposable.dispose()
  }
}

function aboveMain(document: TextDocument): CodeLens[] {
  const line = mainLine(document.languageId, document.getText())
  return line === undefined ? [] : [lens(line, 'sandrun.run', [document.uri])]
}

function aboveBlocks(document: TextDocument): CodeLens[] {
  return fencedBlocks(document.getText())
    .filter(({ tag }) => PROGRAM_TAGS.includes(tag))
    .map(({ line }) => lens(line, 'sandrun.runBlock', [document.uri, line]))
}

function lens(line: number, command: string, args: unknown[]): CodeLens {
  return new CodeLens(new Range(line, 0, line, 0), {
    title: l10n.t('$(play) Run in Sandbox'),
    tooltip: l10n.t('Runs isolated from this machine'),
    command,
    arguments: args,
  })
}
