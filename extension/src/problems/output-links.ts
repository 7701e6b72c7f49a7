import {
  type Disposable,
  DocumentLink,
  Range,
  type Terminal,
  TerminalLink,
  type TerminalLinkProvider,
  Uri,
  commands,
  l10n,
  languages,
  window,
} from 'vscode'
import type { SandboxRun } from '../run/sandbox-run.ts'
import type { Place, Sources } from '../run/sources.ts'
import { type ActionMention, findActions } from './actions.ts'
import { findMentions, type Mention } from './mentions.ts'

/** Knows whose output is on the screen. */
export interface ShownRuns {
  /** The run in this terminal; undefined for a foreign terminal. */
  inTerminal(terminal: Terminal): SandboxRun | undefined
  /** The run in the output channel. */
  inChannel(): SandboxRun | undefined
}

class PlaceLink extends TerminalLink {
  readonly place: Place

  constructor({ start, length, place }: Mention) {
    super(start, length, l10n.t('Open the line in the editor'))
    this.place = place
  }
}

class ActionLink extends TerminalLink {
  readonly action: ActionMention

  constructor(action: ActionMention) {
    super(action.start, action.length)
    this.action = action
  }
}

const NONE: Sources = new Map()

/**
 * Links places in the files of a run to the editor's own files, and the extension's own words to their commands, in
 * terminals and the output channel.
 */
export function registerOutputLinks(shown: ShownRuns): Disposable[] {
  const terminalLinks: TerminalLinkProvider<PlaceLink | ActionLink> = {
    provideTerminalLinks: ({ terminal, line }) => {
      const run = shown.inTerminal(terminal)
      if (run === undefined) return []
      const places = findMentions(line, run.plan?.sources ?? NONE).map((mention) => new PlaceLink(mention))
      return [...places, ...findActions(line, run.key).map((action) => new ActionLink(action))]
    },
    handleTerminalLink: async (link) => {
      if (link instanceof ActionLink) {
        const { command, argument } = link.action
        return void (await commands.executeCommand(command, argument))
      }
      const { uri, line, column } = link.place
      const selection = new Range(line, column ?? 0, line, column ?? 0)
      await window.showTextDocument(Uri.parse(uri), { selection })
    },
  }
  const inTerminal = window.registerTerminalLinkProvider(terminalLinks)
  const inChannel = languages.registerDocumentLinkProvider(
    { language: 'sandrun-output' },
    {
      provideDocumentLinks: (document) => {
        const run = shown.inChannel()
        if (run === undefined) return []
        const text = document.getText()
        const link = (start: number, length: number, target: Uri): DocumentLink =>
          new DocumentLink(new Range(document.positionAt(start), document.positionAt(start + length)), target)
        const places = findMentions(text, run.plan?.sources ?? NONE)
        return [
          ...places.map(({ start, length, place }) => link(start, length, withPosition(place))),
          ...findActions(text, run.key).map((action) => link(action.start, action.length, commandUri(action))),
        ]
      },
    },
  )
  return [inTerminal, inChannel]
}

function commandUri({ command, argument }: ActionMention): Uri {
  return Uri.from({ scheme: 'command', path: command, query: JSON.stringify([argument]) })
}

/** VS Code opens `…#L3,5` at line 3, column 5. */
function withPosition({ uri, line, column }: Place): Uri {
  return Uri.parse(uri).with({ fragment: `L${line + 1},${(column ?? 0) + 1}` })
}
