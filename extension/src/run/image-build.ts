import { type LanguageInfo, SandrunError } from '@sandrun/shared'
import { type CancellationToken, type Progress, ProgressLocation, env, l10n, window, workspace } from 'vscode'
import { abortSignalOf } from '../service/abort-signal.ts'
import type { Service } from '../service/service.ts'

const OWN_MACHINE: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]'])

/** How often to ask the service whether it has the image. */
const ASK_EVERY_MS = 2000

/** The command that builds a language's image, on the service's machine. */
export function buildCommand(id: string): string {
  return `sandrun lang build ${id}`
}

/** Whether the command can be typed for the user: the service is on this machine, and VS Code opens terminals. */
export function mayTypeBuild(service: Service): boolean {
  return workspace.isTrusted && env.shell !== '' && OWN_MACHINE.has(service.url.hostname)
}

/**
 * Builds a language's image in a terminal that shows progress and errors. Returns true when the service has it; false
 * if the user does not want to wait, or has closed the terminal.
 */
export async function typeBuild(service: Service, { id, name }: LanguageInfo): Promise<boolean> {
  const terminal = window.createTerminal({ name: l10n.t('Build {0}', name) })
  terminal.show()
  terminal.sendText(buildCommand(id))
  return await whileShown(name, async (_progress, token) => {
    const gone = Promise.withResolvers<void>()
    const closed = window.onDidCloseTerminal((it) => it === terminal && gone.resolve())
    const signal = abortSignalOf(token)
    signal.addEventListener('abort', () => gone.resolve())
    try {
      return await isBuilt(gone.promise, async () => {
        const list = await service.languages({ fresh: true }).catch(() => [])
        return list.some((language) => language.id === id && language.available)
      })
    } finally {
      closed.dispose()
    }
  })
}

/**
 * Has the service build a language's image. Returns true when it has it; false if the user does not want to wait, which
 * does not stop the build. Throws what the service answers, or `image-missing` if it could not build it.
 */
export async function buildThere(service: Service, { id, name }: LanguageInfo): Promise<boolean> {
  return await whileShown(name, async (progress, token) => {
    const signal = abortSignalOf(token)
    const gone = Promise.withResolvers<void>()
    signal.addEventListener('abort', () => gone.resolve())
    await service.build(id, signal)
    return await isBuilt(gone.promise, async () => {
      const list = await service.languages({ fresh: true }).catch(() => null)
      const language = list?.find((one) => one.id === id)
      if (language?.available === true) return true
      // A service that does not answer may be back in a moment.
      if (list !== null && language?.build === undefined) {
        throw new SandrunError('image-missing', l10n.t('The service could not build {0}.', name), {
          hint: l10n.t('Its log says why.'),
        })
      }
      progress.report({ message: language?.build === 'waiting' ? l10n.t('waits for another one') : '' })
      return false
    })
  })
}

async function whileShown<T>(
  name: string,
  wait: (progress: Progress<{ message?: string }>, token: CancellationToken) => Promise<T>,
): Promise<T> {
  return await window.withProgress(
    { location: ProgressLocation.Notification, title: l10n.t('Building {0}', name), cancellable: true },
    wait,
  )
}

/** Looks until the image is there, or `gone` settles. */
async function isBuilt(gone: Promise<void>, look: () => Promise<boolean>): Promise<boolean> {
  const given = gone.then(() => true)
  for (;;) {
    if (await look()) return true
    const next = Promise.withResolvers<boolean>()
    const timer = setTimeout(() => next.resolve(false), ASK_EVERY_MS)
    if (await Promise.race([given, next.promise])) return false
    clearTimeout(timer)
  }
}
