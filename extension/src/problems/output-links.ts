import {
  type Disposable,
  DocumentLink,
  Range,
  type Terminal,
  TerminalLink,
  type TerminalLinkProvider,
  Uri,
  l10n,
  languages,
  window,
} from 'vscode'
import type { Place, Sources } from '../run/sources.ts'
import { findMentions } from './mentions.ts'

/** Knows which files the output on the screen is about. */
export interface LinkSources {
  /** Of the run this terminal shows; undefined when it is not ours. */
  inTerminal(terminal: Terminal): Sources | undefined
  /** Of the run the output channel shows. */
  inChannel(): Sources | undefined
}

class PlaceLink extends TerminalLink {
  readonly place: Place

  constructor(start: number, length: number, place: Place) {
    super(start, length, l10n.t('Open the line in the editor'))
    this.place = place
  }
}

/** Makes places in the files that were run into links to the editor's own files, in terminals and the output channel. */
export function registerOutputLinks(shown: LinkSources): Disposable[] {
  const terminalLinks: TerminalLinkProvider<PlaceLink> = {
    provideTerminalLinks: ({ terminal, line }) =>
      findMentions(line, shown.inTerminal(terminal) ?? new Map()).map(
        ({ start, length, place }) => new PlaceLink(start, length, place),
      ),
    handleTerminalLink: async ({ place }) => {
      const { line, column } = place
      const selection = new Range(line, column ?? 0, line, column ?? 0)
      await window.showTextDocument(Uri.parse(place.uri), { selection })
    },
  }
  const inTerminal = window.registerTerminalLinkProvider(terminalLinks)
  const inChannel = languages.registerDocumentLinkProvider(
    { language: 'sandrun-output' },
    {
      provideDocumentLinks: (document) =>
        findMentions(document.getText(), shown.inChannel() ?? new Map()).map(({ start, length, place }) => {
          const range = new Range(document.positionAt(start), document.positionAt(start + length))
          return new DocumentLink(range, withPosition(place))
        }),
    },
  )
  return [inTerminal, inChannel]
}

/** VS Code opens `…#L3,5` at line 3, column 5. */
function withPosition({ uri, line, column }: Place): Uri {
  return Uri.parse(uri).with({ fragment: `L${line + 1},${(column ?? 0) + 1}` })
}
