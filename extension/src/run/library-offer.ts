import { l10n, window } from 'vscode'
import type { Languages } from '../language/languages.ts'
import type { SandboxRun } from './sandbox-run.ts'

/** Offers, after a run without a needed library, a language that has it. */
export class LibraryOffer {
  readonly #languages: Languages
  readonly #rerun: (key: string) => void

  constructor(languages: Languages, rerun: (key: string) => void) {
    this.#languages = languages
    this.#rerun = rerun
  }

  /** A run has changed; its end may bring an offer. */
  async update({ key, state }: SandboxRun): Promise<void> {
    if (state.name !== 'ended' || state.result.missingLibrary === undefined) return
    const { name, languages: ids } = state.result.missingLibrary
    const others = await this.#languages.byIds(ids)
    if (others.length === 0) return
    const byLabel = new Map(others.map((language) => [l10n.t('Run in {0}', language.name), language]))
    const chosen = await window.showInformationMessage(
      l10n.t('"{0}" is in {1}.', name, others.map((language) => language.name).join(', ')),
      ...byLabel.keys(),
    )
    const language = chosen === undefined ? undefined : byLabel.get(chosen)
    if (language === undefined) return
    await this.#languages.remember(key, language)
    this.#rerun(key)
  }
}
