import { FileType, l10n, Uri, window, workspace } from 'vscode'
import type { SandboxRun } from './sandbox-run.ts'
import type { Companions } from '../files/companions.ts'
import { isWithin } from '../files/folder-files.ts'
import { wantedFiles } from '../files/wanted-files.ts'

/** Offers, after a run, what would have been sent if the person had said so. Each thing once a window. */
export class FileOffers {
  readonly #companions: Companions
  readonly #rerun: (key: string) => void
  readonly #offered = new Set<string>()

  constructor(companions: Companions, rerun: (key: string) => void) {
    this.#companions = companions
    this.#rerun = rerun
  }

  /** A run has changed; at its end there may be something to offer. */
  async update({ key, title, plan, state }: SandboxRun): Promise<void> {
    if (state.name !== 'ended' || plan === null) return
    const { verdict } = state.result
    if (plan.leftOut.length > 0) return await this.#offerSecrets(key, plan.leftOut)
    if (verdict !== 'compile-error' && verdict !== 'runtime-error') return
    const uri = Uri.parse(key)
    const code = [...plan.sources.values()].find((source) => source.uri === key)?.text ?? ''
    const missing = await existing(uri, wantedFiles(plan.language.id, code))
    const unsent = missing.filter((it) => ![...plan.sources.values()].some((source) => source.uri === it.toString()))
    await this.#offerFolder(key, title, unsent)
  }

  async #offerFolder(key: string, title: string, unsent: readonly Uri[]): Promise<void> {
    const [first] = unsent
    if (first === undefined || this.#again(`folder ${key}`)) return
    const include = l10n.t('Include Folder and Rerun')
    const names = unsent.map(nameOf).join(', ')
    const chosen = await window.showInformationMessage(
      l10n.t('{0} uses files that were not sent: {1}.', title, names),
      include,
    )
    if (chosen !== include) return
    await this.#companions.include(folderOver([Uri.parse(key), ...unsent]), true)
    this.#rerun(key)
  }

  async #offerSecrets(key: string, leftOut: readonly Uri[]): Promise<void> {
    const names = leftOut.map(nameOf).join(', ')
    if (this.#again(`secrets ${leftOut.join()}`)) return
    const send = l10n.t('Send Them Too and Rerun')
    const chosen = await window.showInformationMessage(l10n.t('Not sent, as they look like secrets: {0}.', names), send)
    if (chosen !== send) return
    await this.#companions.agree(leftOut)
    this.#rerun(key)
  }

  #again(what: string): boolean {
    if (this.#offered.has(what)) return true
    this.#offered.add(what)
    return false
  }
}

/** Which of these, from the program's folder and within its workspace, are files. */
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
        // Most names are no files.
        return []
      }
    }),
  )
  return found.flat()
}

/** The innermost folder all of these lie in. */
function folderOver([first, ...others]: [Uri, ...Uri[]]): Uri {
  let folder = Uri.joinPath(first, '..')
  while (!others.every((uri) => isWithin(folder, uri))) folder = Uri.joinPath(folder, '..')
  return folder
}

function nameOf(uri: Uri): string {
  return uri.path.split('/').at(-1) ?? ''
}
