import { type FileFacts, detectLanguage, type LanguageInfo } from '@sandrun/shared'
import { type QuickPickItem, commands, l10n, window } from 'vscode'
import type { Service } from '../service/service.ts'

interface LanguageItem extends QuickPickItem {
  language: LanguageInfo
}

/** Knows each file's language: what a person has said, what can be told, or what a person says when asked. */
export class Languages {
  readonly #service: Service
  readonly #said = new Map<string, string>()

  constructor(service: Service) {
    this.#service = service
  }

  /** The file's language; undefined when it cannot be told and the person did not say. */
  async choose(file: FileFacts & { key: string }, signal: AbortSignal): Promise<LanguageInfo | undefined> {
    const list = await this.#service.languages()
    if (signal.aborted) return undefined
    await announce(list)
    const said = this.#said.get(file.key)
    return list.find(({ id }) => id === said) ?? detectLanguage(file, list) ?? (await this.ask(file))
  }

  /** Lets the person say the file's language, from now on. */
  async ask({ key, fileName }: FileFacts & { key: string }): Promise<LanguageInfo | undefined> {
    const list = await this.#service.languages({ fresh: true })
    const items = list.map((language): LanguageItem => ({
      label: language.name,
      description: [language.version, language.id].filter((text) => text !== null).join(' · '),
      detail: language.available ? undefined : l10n.t('not built on this service'),
      language,
    }))
    const chosen = await window.showQuickPick(items, {
      title: l10n.t('Run in Sandbox'),
      placeHolder: l10n.t('Which language is {0}?', fileName),
      matchOnDescription: true,
    })
    if (chosen !== undefined) this.#said.set(key, chosen.language.id)
    return chosen?.language
  }
}

/** Lets ▷ show for languages the service has and this version of the extension does not know of. */
async function announce(list: readonly LanguageInfo[]): Promise<void> {
  const ids = list.flatMap(({ editorLanguageIds }) => editorLanguageIds)
  const extensions = list.flatMap(({ extensions: of }) => of)
  await Promise.all([
    commands.executeCommand('setContext', 'sandrun.editorLanguages', ids),
    commands.executeCommand('setContext', 'sandrun.fileExtensions', extensions),
  ])
}
