import { workspace } from 'vscode'

/** Where programs' output goes. */
export type OutputPlace = 'terminal' | 'channel'

/** A person's settings, read at each use so that a change needs no reload. */
export const settings = {
  get serviceUrl(): string {
    return configuration().get('service.url', 'http://127.0.0.1:8080')
  },

  /** VS Code asks for trust before any terminal opens; the output channel needs none. */
  get output(): OutputPlace {
    const output = configuration().get<OutputPlace | 'auto'>('output', 'auto')
    if (output !== 'auto') return output
    return workspace.isTrusted ? 'terminal' : 'channel'
  },

  get saveBeforeRun(): boolean {
    return configuration().get('saveBeforeRun', false)
  },

  /** How many runs of a workspace are kept. */
  get historySize(): number {
    return configuration().get('history.size', 50)
  },

  get preserveFocus(): boolean {
    return configuration().get('preserveFocus', true)
  },
}

function configuration(): ReturnType<typeof workspace.getConfiguration> {
  return workspace.getConfiguration('sandrun')
}
