import { type LanguageInfo, SandrunError } from '@sandrun/shared'
import { type Disposable, ProgressLocation, env, l10n, window, workspace } from 'vscode'
import { abortSignalOf } from '../service/abort-signal.ts'
import type { Service } from '../service/service.ts'

const OWN_MACHINE: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]'])

/** How often to ask the service whether it has the image. */
const ASK_EVERY_MS = 2000

/** The command that builds a language's image, on the service's machine. */
export function buildCommand(id: string): string {
  return `sandrun lang build ${id}`
}

/** Whether images can be built from here: by the service, or by the command, on this machine and in a terminal. */
export function mayBuild(service: Service): boolean {
  return service.mayBuild || (workspace.isTrusted && env.shell !== '' && OWN_MACHINE.has(service.url.hostname))
}

/**
 * Has the service build a language's image; if the service does not build for this user, runs the build command in a
 * terminal, which shows progress and errors. Returns true when the service has it; false if the user does not want to
 * wait (which does not stop the service), or has closed the terminal. Throws what the service answers.
 */
export async function buildImage(service: Service, { id, name }: LanguageInfo): Promise<boolean> {
  return await window.withProgress(
    { location: ProgressLocation.Notification, title: l10n.t('Building {0}', name), cancellable: true },
    async (_progress, token) => {
      const gone = Promise.withResolvers<void>()
      const signal = abortSignalOf(token)
      signal.addEventListener('abort', () => gone.resolve())
      const byService = service.mayBuild
      const closed = byService ? await service.build(id) : typeBuild(id, name, gone.resolve)
      const left = gone.promise.then(() => true)
      try {
        for (;;) {
          // A service that does not answer may answer again in a moment.
          const list = await service.languages({ fresh: true }).catch(() => null)
          const language = list?.find((one) => one.id === id)
          if (language?.available === true) return true
          if (byService && list !== null && language?.build === undefined) throw notBuilt(name)
          const next = Promise.withResolvers<boolean>()
          const timer = setTimeout(() => next.resolve(false), ASK_EVERY_MS)
          if (await Promise.race([left, next.promise])) return false
          clearTimeout(timer)
        }
      } finally {
        closed?.dispose()
      }
    },
  )
}

function notBuilt(name: string): SandrunError {
  const message = l10n.t('The service could not build {0}. Its log says why.', name)
  return new SandrunError('image-missing', message, { hint: '' })
}

/** Types the command into a terminal; `closed` is called when the user closes that. */
function typeBuild(id: string, name: string, closed: () => void): Disposable {
  const terminal = window.createTerminal({ name: l10n.t('Build {0}', name) })
  terminal.show()
  terminal.sendText(buildCommand(id))
  return window.onDidCloseTerminal((it) => it === terminal && closed())
}
