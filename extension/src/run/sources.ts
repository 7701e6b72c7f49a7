/** A file of the editor, as sent to the sandbox. */
export interface Source {
  /** The editor's URI for it, with any scheme. */
  uri: string
  text: string
  /** The editor's line on which `text` begins, from 0: a selection begins further down. */
  firstLine: number
  /** The column at which its first line begins, from 0. */
  firstColumn: number
}

/** The sent files, by path below the work directory. */
export type Sources = ReadonlyMap<string, Source>

/** A place in an editor; line and column count from 0. */
export interface Place {
  uri: string
  line: number
  column: number | null
}

/** The file that a compiler or a runtime names: as sent, below the work directory, or below the current one. */
export function sourceNamed(sources: Sources, name: string): Source | undefined {
  return sources.get(name.replace(/^(?:\/work\/|\.\/)/, ''))
}

/** The place in the editor of a line and a column that a program has named, counted from 1. */
export function placeIn({ uri, firstLine, firstColumn }: Source, line: number, column: number | null): Place {
  const lineBelow = Math.max(0, line - 1)
  return {
    uri,
    line: firstLine + lineBelow,
    column: column === null ? null : Math.max(0, column - 1) + (lineBelow === 0 ? firstColumn : 0),
  }
}
