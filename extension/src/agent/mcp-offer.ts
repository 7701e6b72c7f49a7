import {
  type CancellationToken,
  type Disposable,
  EventEmitter,
  McpHttpServerDefinition,
  type McpServerDefinitionProvider,
  Uri,
  l10n,
  lm,
  workspace,
} from 'vscode'
import { abortSignalOf } from '../service/abort-signal.ts'
import { hasMcp, mcpUrl } from '../service/health.ts'
import type { Service } from '../service/service.ts'
import type { TokenStore } from '../service/token-store.ts'

/** Offers the service's MCP server to AI agents, if it has one. The token is added only at its start. */
export class McpOffer implements McpServerDefinitionProvider<McpHttpServerDefinition>, Disposable {
  readonly #service: Service
  readonly #tokens: Pick<TokenStore, 'get'>
  readonly #changes = new EventEmitter<void>()
  readonly #disposables: Disposable[]
  readonly onDidChangeMcpServerDefinitions = this.#changes.event

  constructor(service: Service, tokens: Pick<TokenStore, 'get'>) {
    this.#service = service
    this.#tokens = tokens
    this.#disposables = [
      this.#changes,
      lm.registerMcpServerDefinitionProvider('sandrun.mcp', this),
      workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration('sandrun.service.url')) this.#changes.fire()
      }),
    ]
  }

  async provideMcpServerDefinitions(token: CancellationToken): Promise<McpHttpServerDefinition[]> {
    const { url } = this.#service
    if (!(await hasMcp(this.#service.httpAt(url), abortSignalOf(token)))) return []
    return [new McpHttpServerDefinition(l10n.t('Sandrun at {0}', url.host), Uri.parse(mcpUrl(url).href))]
  }

  async resolveMcpServerDefinition(server: McpHttpServerDefinition): Promise<McpHttpServerDefinition> {
    const token = await this.#tokens.get(new URL(server.uri.toString(true)).origin)
    if (token !== undefined) server.headers = { ...server.headers, authorization: `Bearer ${token}` }
    return server
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose()
  }
}
