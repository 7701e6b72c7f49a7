import { type LanguageModelTool, type McpHttpServerDefinition, type McpServerDefinitionProvider, lm } from 'vscode'

/** Keeps what the extension registers for agents. VS Code has no API to ask for it. */
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

/** The only recorder. It exists before the extension is activated, because test files load before any test runs. */
export const agentRecorder: AgentRecorder = (shared.sandrunAgentRecorder ??= new AgentRecorder().install())
