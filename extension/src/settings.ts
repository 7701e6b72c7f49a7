import { ConfigurationTarget, type Uri, workspace } from 'vscode'

/** Where programs' output goes. */
export type OutputPlace = 'terminal' | 'channel'

/** The default source of a program's input. */
export type InputKind = 'type' | 'last' | 'file' | 'clipboard'

/** How to run a file that already runs. */
export type WhenRunning = 'replace' | 'beside' | 'ask'

/** The user's settings, read at each use so that a change needs no reload. */
export const settings = {
  get serviceUrl(): string {
    return configuration().get('service.url', 'http://127.0.0.1:8080')
  },

  /** The services to choose from, each address by its name. */
  get services(): Readonly<Record<string, string>> {
    return configuration().get<Record<string, string>>('services', {})
  },

  /** Chooses the service in which programs run. */
  async setServiceUrl(url: string): Promise<void> {
    await configuration().update('service.url', url, ConfigurationTarget.Global)
  },

  /** VS Code asks for trust before any terminal opens; the output channel needs none. */
  get output(): OutputPlace {
    const output = configuration().get<OutputPlace | 'auto'>('output', 'auto')
    if (output !== 'auto') return output
    return workspace.isTrusted ? 'terminal' : 'channel'
  },

  /** How to run a file that already runs. */
  get whenRunning(): WhenRunning {
    return configuration().get<WhenRunning>('whenRunning', 'replace')
  },

  get clearBeforeRun(): boolean {
    return configuration().get('clearBeforeRun', true)
  },

  /** Whether a terminal stays with its file after its run. */
  get terminalForEachFile(): boolean {
    return configuration().get('terminalForEachFile', false)
  },

  get saveBeforeRun(): boolean {
    return configuration().get('saveBeforeRun', false)
  },

  inputOf(uri: Uri): InputKind {
    return configuration(uri).get<InputKind>('input', 'type')
  },

  /** The path of a program's input file, from its folder; `${name}` is the program's own name. */
  inputFileOf(uri: Uri): string {
    return configuration(uri).get('inputFile', '${name}.in')
  },

  /** Which language (`python`) and version (`python@3.13`) files are, by patterns as in .gitignore. */
  languagesOf(uri: Uri): [pattern: string, language: string][] {
    return Object.entries(configuration(uri).get<Record<string, string>>('languages', {}))
  },

  /** How many runs of a workspace are kept. */
  get historySize(): number {
    return configuration().get('history.size', 50)
  },

  /** Whether to show ▷ above main functions and code blocks. */
  get codeLens(): boolean {
    return configuration().get('codeLens', false)
  },

  async setCodeLens(shown: boolean): Promise<void> {
    await configuration().update('codeLens', shown, ConfigurationTarget.Global)
  },

  /** Which files below a program's folder go with it, by patterns as in .gitignore. */
  includedFilesOf(uri: Uri): string[] {
    return configuration(uri).get<string[]>('files.include', [])
  },

  maxUploadKbOf(uri: Uri): number {
    return configuration(uri).get('files.maxKb', 4096)
  },

  get preserveFocus(): boolean {
    return configuration().get('preserveFocus', true)
  },
}

function configuration(uri?: Uri): ReturnType<typeof workspace.getConfiguration> {
  return workspace.getConfiguration('sandrun', uri)
}
