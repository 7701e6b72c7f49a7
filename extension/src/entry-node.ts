import type { ExtensionContext } from 'vscode'
import { start } from './extension.ts'
import { nodeFetch } from './service/node-fetch.ts'
import { nodeTransport } from './service/node-transport.ts'

/** The folder of the service that the extension ships (scripts/build-product.ts). */
const PRODUCT = 'dist/sandrun'

/** VS Code's Node extension host calls this at the first command. */
export function activate(context: ExtensionContext): void {
  start(context, {
    openTransport: nodeTransport,
    fetch: nodeFetch,
    loadLocal: async () => {
      const { LocalService } = await import('./service/local/local-service.ts')
      return new LocalService(context.asAbsolutePath(PRODUCT), String(context.extension.packageJSON.version))
    },
  })
}
