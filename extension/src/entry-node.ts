import type { ExtensionContext } from 'vscode'
import { start } from './extension.ts'
import { nodeFetch } from './service/node-fetch.ts'
import { nodeTransport } from './service/node-transport.ts'

/** VS Code's Node extension host calls this at the first command. */
export function activate(context: ExtensionContext): void {
  start(context, { openTransport: nodeTransport, fetch: nodeFetch })
}
