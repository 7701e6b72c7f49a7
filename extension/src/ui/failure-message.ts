import { type ErrorCode, type SandrunError, toSandrunError } from '@sandrun/shared'
import { FileSystemError, Uri, commands, env, l10n, window } from 'vscode'

const CAN_BE_RETRIED: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'connection-lost',
  'docker-unavailable',
  'overloaded',
  'queue-full',
  'request-timeout',
  'sandbox-failed',
  'shutting-down',
  'unreachable',
])

/** Another setting may fix it. */
const SET_BY_A_PERSON: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'invalid-request',
  'limit-too-high',
  'too-large',
  'unauthorized',
  'unknown-language',
  'unknown-version',
  'unreachable',
  'unsupported-protocol',
])

interface Action {
  label: string
  act: () => unknown
}

/** Ways out if a language's image is not built. */
export interface MissingImage {
  /** The language's name. */
  name: string
  /** The build command; undefined if the user has no command line for it. */
  command: string | undefined
  /** Builds it; undefined if the user cannot. */
  build: (() => unknown) | undefined
  /** Lets the user choose another language. */
  selectAnother: () => unknown
}

interface FailureFacts {
  url: string
  retry: () => void
  image?: MissingImage | undefined
  /** Starts a service on this machine; undefined if there is none to start. */
  startHere?: (() => unknown) | undefined
  /** Whether the extension starts the service. */
  isHere?: boolean
}

/** Docker's installation guide for every system. */
const INSTALL_DOCKER = 'https://docs.docker.com/get-started/get-docker/'

/** Shows why a run failed, with what to do about it. */
export async function showFailure(cause: unknown, facts: FailureFacts): Promise<void> {
  const { image } = facts
  if (cause instanceof FileSystemError) return void window.showErrorMessage(cause.message)
  const error = toSandrunError(cause)
  const actions =
    error.code === 'image-missing' && image !== undefined ? imageActions(image) : actionsFor(error.code, facts)
  const chosen = await window.showErrorMessage(failureText(error, facts), ...actions.map(({ label }) => label))
  await actions.find(({ label }) => label === chosen)?.act()
}

function failureText({ code, message, hint }: SandrunError, { url, startHere, isHere = false }: FailureFacts): string {
  if (code === 'docker-unavailable' && isHere) {
    return l10n.t('Docker does not answer on this machine. Install or start it. {0}', message)
  }
  if (code === 'unreachable') {
    // With a start button, the command is not needed.
    const todo = startHere === undefined ? hint : ''
    return l10n.t('Run in Sandbox cannot reach its service at {0}. {1} {2}', url, message, todo).trimEnd()
  }
  if (code === 'image-missing' && isHere) return message
  if (code === 'unsupported-protocol') {
    return l10n.t('This version of Run in Sandbox does not work with the service at {0}. {1} {2}', url, message, hint)
  }
  return [message, hint].filter((text) => text !== '').join(' ')
}

function imageActions({ name, command, build, selectAnother }: MissingImage): Action[] {
  return [
    ...(build === undefined ? [] : [{ label: l10n.t('Build {0}', name), act: build }]),
    ...(command === undefined
      ? []
      : [{ label: l10n.t('Copy Command'), act: async () => await env.clipboard.writeText(command) }]),
    { label: l10n.t('Select Another Language'), act: selectAnother },
  ]
}

function actionsFor(code: ErrorCode, { retry, startHere, isHere = false }: FailureFacts): Action[] {
  const actions: Action[] = []
  if (code === 'unreachable' && startHere !== undefined) {
    actions.push({ label: l10n.t('Start on This Machine'), act: startHere })
  }
  if (code === 'docker-unavailable' && isHere) {
    actions.push({
      label: l10n.t('Install Docker'),
      act: async () => await env.openExternal(Uri.parse(INSTALL_DOCKER)),
    })
  }
  if (CAN_BE_RETRIED.has(code)) actions.push({ label: l10n.t('Retry'), act: retry })
  if (code === 'unauthorized') {
    actions.push({ label: l10n.t('Sign In'), act: async () => await commands.executeCommand('sandrun.signIn') })
  }
  if (SET_BY_A_PERSON.has(code)) {
    actions.push({
      label: l10n.t('Open Settings'),
      act: async () => await commands.executeCommand('sandrun.openSettings'),
    })
  }
  if (code === 'internal') {
    actions.push({ label: l10n.t('Show Log'), act: async () => await commands.executeCommand('sandrun.showLog') })
  }
  return actions
}
