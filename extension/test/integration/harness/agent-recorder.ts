import { type LanguageModelTool, type McpHttpServerDefinition, type McpServerDefinitionProvider, lm } from 'vscode'

/** Keeps what the extension registers for agents, which VS Code gives back to none. */
export class AgentRecorder {
  tool: LanguageModelTool<unknown> | undefined
  offer: McpServerDefinitionProvider<McpHttpServerDefinition> | undefined

  install(): this {
    const { registerTool, registerMcpServerDefinitionProvider } = lm
    Object.assign(lm, {
      registerTool: (name: string, tool: LanguageModelTool<unknown>) => {
        this.tool = tool
        return registerTool.call(lm, name, tool)
      },
      registerMcpServerDefinitionProvider: (
        id: string,
        offer: McpServerDefinitionProvider<McpHttpServerDefinition>,
      ) => {
        this.offer = offer
        return registerMcpServerDefinitionProvider.call(lm, id, offer)
      },
    })
    return this
  }
}

const shared = globalThis as { sandrunAgentRecorder?: AgentRecorder }

/** The one recorder; in place before the extension is activated, since test files load before any test runs. */
export const agentRecorder: AgentRecorder = (shared.sandrunAgentRecorder ??= new AgentRecorder().install())
