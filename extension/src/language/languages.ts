import { type FileFacts, detectLanguage, type LanguageInfo, SandrunError } from '@sandrun/shared'
import ignore from 'ignore'
import { type QuickPickItem, Uri, commands, l10n, languages, window, workspace } from 'vscode'
import type { FileMemory } from '../program/file-memory.ts'
import type { LanguageChoice } from '../program/program.ts'
import type { Service } from '../service/service.ts'
import { settings } from '../settings.ts'

interface LanguageItem extends QuickPickItem {
  language: LanguageInfo
}

/** Knows each file's language: chosen before, detected, or chosen when asked. */
export class Languages {
  readonly #service: Service
  readonly #memory: FileMemory

  constructor(service: Service, memory: FileMemory) {
    this.#service = service
    this.#memory = memory
  }

  /** The file's language; undefined if it cannot be detected and the user did not choose. */
  async choose(
    file: FileFacts & { key: string; languageName: string | undefined },
    signal: AbortSignal,
  ): Promise<LanguageChoice | undefined> {
    const list = await this.#service.languages()
    if (signal.aborted) return undefined
    await announce(list)
    if (file.languageName !== undefined) return { language: named(file.languageName, list), version: undefined }
    const said = this.#memory.get('language', file.key)
    const known = list.find(({ id }) => id === said)
    if (known !== undefined) return { language: known, version: undefined }
    const set = languageSet(Uri.parse(file.key))
    if (set !== undefined) return lookUp(set, list)
    const language = detectLanguage(file, list) ?? (await this.ask(file))
    return language && { language, version: undefined }
  }

  /** Lets the user choose the file's language from now on. */
  async ask({ key, fileName }: Pick<FileFacts, 'fileName'> & { key: string }): Promise<LanguageInfo | undefined> {
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
    if (chosen !== undefined) await this.remember(key, chosen.language)
    return chosen?.language
  }

  /** Remembers the file's language. */
  async remember(key: string, language: LanguageInfo): Promise<void> {
    await this.#memory.set('language', key, language.id)
    await showAs(key, language)
  }

  async byIds(ids: readonly string[]): Promise<LanguageInfo[]> {
    if (ids.length === 0) return []
    return (await this.#service.languages()).filter(({ id }) => ids.includes(id))
  }
}

/** Gives an unsaved editor without a language the one that the user has named. */
async function showAs(key: string, { editorLanguageIds }: LanguageInfo): Promise<void> {
  const document = workspace.textDocuments.find(({ uri }) => uri.toString() === key)
  if (document?.isUntitled !== true || document.languageId !== 'plaintext') return
  const known = await languages.getLanguages()
  const id = editorLanguageIds.find((it) => known.includes(it))
  if (id !== undefined) await languages.setTextDocumentLanguage(document, id)
}

/** A language by its id, an alias, the editor's id or its extension. Throws `unknown-language`. */
function named(name: string, list: readonly LanguageInfo[]): LanguageInfo {
  const found = list.find(({ id, aliases, editorLanguageIds, extensions }) =>
    [id, ...aliases, ...editorLanguageIds, ...extensions.map((extension) => extension.slice(1))].includes(name),
  )
  if (found !== undefined) return found
  throw new SandrunError('unknown-language', `This service has no language "${name}".`)
}

/** The setting for this file: `python` or `python@3.13`. */
function languageSet(uri: Uri): string | undefined {
  const path = workspace.asRelativePath(uri, false).replace(/^\/+/, '')
  return settings.languagesOf(uri).find(([pattern]) => ignore().add(pattern).ignores(path))?.[1]
}

/** Throws `unknown-language` if the service does not have the language. */
function lookUp(set: string, list: readonly LanguageInfo[]): LanguageChoice {
  const [name = '', version] = set.split('@')
  const language = list.find(({ id, aliases }) => id === name || aliases.includes(name))
  if (language !== undefined) return { language, version }
  throw new SandrunError(
    'unknown-language',
    `The setting sandrun.languages names "${name}", which this service does not have.`,
    {
      hint: list.map(({ id }) => id).join(', '),
    },
  )
}

/** Shows ▷ for the service's languages that this version of the extension does not know. */
async function announce(list: readonly LanguageInfo[]): Promise<void> {
  const ids = list.flatMap(({ editorLanguageIds }) => editorLanguageIds)
  const extensions = list.flatMap(({ extensions: of }) => of)
  await Promise.all([
    commands.executeCommand('setContext', 'sandrun.editorLanguages', ids),
    commands.executeCommand('setContext', 'sandrun.fileExtensions', extensions),
  ])
}
