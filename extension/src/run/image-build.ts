import type { LanguageInfo } from '@sandrun/shared'
import { ProgressLocation, env, l10n, window, workspace } from 'vscode'
import { abortSignalOf } from '../service/abort-signal.ts'
import type { Service } from '../service/service.ts'

const OWN_MACHINE: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]'])

/** How often to ask the service whether it has the image. */
const ASK_EVERY_MS = 2000

/** The command that builds a language's image, on the service's machine. */
export function buildCommand(id: string): string {
  return `sandrun lang build ${id}`
}

/** Whether images can be built from here: the service is on this machine, and VS Code opens terminals. */
export function mayBuild(service: Service): boolean {
  return workspace.isTrusted && env.shell !== '' && OWN_MACHINE.has(service.url.hostname)
}

/**
 * Builds a language's image in a terminal that shows progress and errors. Returns true when the service has it; false
 * if the user does not want to wait, or has closed the terminal.
 */
export async function buildImage(service: Service, { id, name }: LanguageInfo): Promise<boolean> {
  const terminal = window.createTerminal({ name: l10n.t('Build {0}', name) })
  terminal.show()
  terminal.sendText(buildCommand(id))
  return await window.withProgress(
    { location: ProgressLocation.Notification, title: l10n.t('Building {0}', name), cancellable: true },
    async (_progress, token) => {
      const gone = Promise.withResolvers<void>()
      const closed = window.onDidCloseTerminal((it) => it === terminal && gone.resolve())
      const signal = abortSignalOf(token)
      signal.addEventListener('abort', () => gone.resolve())
      try {
        return await isBuilt(service, id, gone.promise)
      } finally {
        closed.dispose()
      }
    },
  )
}

/** Asks until the service has the image, or `gone` settles. */
async function isBuilt(service: Service, id: string, gone: Promise<void>): Promise<boolean> {
  const given = gone.then(() => true)
  for (;;) {
    const list = await service.languages({ fresh: true }).catch(() => [])
    if (list.some((language) => language.id === id && language.available)) return true
    const next = Promise.withResolvers<boolean>()
    const timer = setTimeout(() => next.resolve(false), ASK_EVERY_MS)
    if (await Promise.race([given, next.promise])) return false
    clearTimeout(timer)
  }
}
