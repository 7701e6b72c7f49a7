import { FileType, l10n, Uri, window, workspace } from 'vscode'
import type { SandboxRun } from './sandbox-run.ts'
import type { Companions } from '../files/companions.ts'
import { isWithin } from '../files/folder-files.ts'
import { wantedFiles } from '../files/wanted-files.ts'

/** The text of the link to send files that were named but not sent. */
export function includeLinkText(): string {
  return l10n.t('Include and Run Again')
}

/**
 * Offers, after a run, to send files that were left out: in a message, once per window for each thing, and in the
 * output and the menu, until the file runs again.
 */
export class FileOffers {
  readonly #companions: Companions
  readonly #rerun: (key: string) => void
  readonly #offered = new Set<string>()
  readonly #unsent = new Map<string, readonly Uri[]>()

  constructor(companions: Companions, rerun: (key: string) => void) {
    this.#companions = companions
    this.#rerun = rerun
  }

  /** A run has changed: its start clears the offer of the file's last run. */
  update({ key, state }: SandboxRun): void {
    if (state.name === 'connecting') this.#unsent.delete(key)
  }

  /** The files that the last run named and that were not sent, by name; none if it succeeded. */
  unsent(key: string): string[] {
    return this.#unsent.get(key)?.map(nameOf) ?? []
  }

  /** Sends the folder of those files from now on, and runs the file again. */
  async include(key: string): Promise<void> {
    const unsent = this.#unsent.get(key)
    if (unsent === undefined) return
    await this.#companions.include(folderOver([Uri.parse(key), ...unsent]), true)
    this.#rerun(key)
  }

  /** A run is over. Returns a sentence with the files that it may have missed. */
  async after({ key, title, plan, state }: SandboxRun): Promise<string | undefined> {
    if (state.name !== 'ended' || plan === null) return undefined
    const { verdict } = state.result
    if (plan.leftOut.length > 0) void this.#offerSecrets(key, plan.leftOut)
    if (verdict !== 'compile-error' && verdict !== 'runtime-error') return undefined
    const uri = Uri.parse(key)
    const code = [...plan.sources.values()].find((source) => source.uri === key)?.text ?? ''
    const missing = await existing(uri, wantedFiles(plan.language.id, code))
    const unsent = missing.filter((it) => ![...plan.sources.values()].some((source) => source.uri === it.toString()))
    if (unsent.length === 0) return undefined
    this.#unsent.set(key, unsent)
    const words = l10n.t('{0} uses files that were not sent: {1}.', title, unsent.map(nameOf).join(', '))
    if (plan.leftOut.length === 0) void this.#offerFolder(key, words)
    return `[${l10n.t('Not sent')}] ${words} ${includeLinkText()}`
  }

  async #offerFolder(key: string, words: string): Promise<void> {
    if (this.#again(`folder ${key}`)) return
    const include = l10n.t('Include Folder and Rerun')
    if ((await window.showInformationMessage(words, include)) === include) await this.include(key)
  }

  async #offerSecrets(key: string, leftOut: readonly Uri[]): Promise<void> {
    const names = leftOut.map(nameOf).join(', ')
    if (this.#again(`secrets ${leftOut.join()}`)) return
    // The first button stands out.
    const keep = l10n.t('Do Not Send')
    const send = l10n.t('Send Them Too and Rerun')
    const text = l10n.t('Not sent because they look like secrets: {0}.', names)
    if ((await window.showInformationMessage(text, keep, send)) !== send) return
    await this.#companions.agree(leftOut)
    this.#rerun(key)
  }

  #again(what: string): boolean {
    if (this.#offered.has(what)) return true
    this.#offered.add(what)
    return false
  }
}

/** Those paths, from the program's folder and within its workspace, that are files. */
async function existing(program: Uri, paths: readonly string[]): Promise<Uri[]> {
  if (program.scheme === 'untitled') return []
  const folder = Uri.joinPath(program, '..')
  const top = workspace.getWorkspaceFolder(program)?.uri ?? folder
  const found = await Promise.all(
    paths.map(async (path) => {
      const uri = Uri.joinPath(folder, path)
      if (!isWithin(top, uri) || uri.path === program.path) return []
      try {
        return (await workspace.fs.stat(uri)).type === FileType.File ? [uri] : []
      } catch {
        // Most names are not files.
        return []
      }
    }),
  )
  return found.flat()
}

/** The innermost folder with all of these. */
function folderOver([first, ...others]: [Uri, ...Uri[]]): Uri {
  let folder = Uri.joinPath(first, '..')
  while (!others.every((uri) => isWithin(folder, uri))) folder = Uri.joinPath(folder, '..')
  return folder
}

function nameOf(uri: Uri): string {
  return uri.path.split('/').at(-1) ?? ''
}
