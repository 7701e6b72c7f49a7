import { webSocketTransport } from '@sandrun/shared/client'
import type { ExtensionContext } from 'vscode'
import { start } from './extension.ts'

/** VS Code's browser extension host calls this at the first command. */
export function activate(context: ExtensionContext): void {
  start(context, {
    openTransport: webSocketTransport,
    fetch: async (url, request) => await fetch(url, { ...request, redirect: 'error' }),
    loadLocal: null,
  })
}
