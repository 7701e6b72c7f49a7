/** A file of the editor's, as it was sent to the sandbox. */
export interface Source {
  /** The editor's own URI of it, whatever its scheme. */
  uri: string
  text: string
  /** The line of the editor `text` begins on, from 0: a selection begins further down. */
  firstLine: number
  /** The column the first line begins at there, from 0. */
  firstColumn: number
}

/** What was sent, by its path below the work directory. */
export type Sources = ReadonlyMap<string, Source>

/** A place in an editor; line and column count from 0. */
export interface Place {
  uri: string
  line: number
  column: number | null
}

/** The file a compiler or a runtime means: as it was sent, below the work directory, or below the current one. */
export function sourceNamed(sources: Sources, name: string): Source | undefined {
  return sources.get(name.replace(/^(?:\/work\/|\.\/)/, ''))
}

/** Where a line and a column that a program has named, counted from 1, are in the editor. */
export function placeIn({ uri, firstLine, firstColumn }: Source, line: number, column: number | null): Place {
  const lineBelow = Math.max(0, line - 1)
  return {
    uri,
    line: firstLine + lineBelow,
    column: column === null ? null : Math.max(0, column - 1) + (lineBelow === 0 ? firstColumn : 0),
  }
}
