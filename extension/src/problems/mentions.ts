import { type Place, placeIn, sourceNamed, type Sources } from '../run/sources.ts'

/** A text's mention of a place in a file of the run. */
export interface Mention {
  /** Offset and length in the text, in UTF-16 units. */
  start: number
  length: number
  place: Place
}

/**
 * The text of languages between a file's name and a line: `a.c:3:5`, `a.cs(3,5)`, `a.hs:(3,5)`, `"a.py", line 3`, `a.pl
 * line 3`, `a.php on line 3`, `a.sh: line 3`; and before a column: `:`, `,`, `, column`, `, characters`.
 */
const LINE_AND_COLUMN = String.raw`(?:", lines? |:? (?:on )?line |: ?(?:line |\()?|\()(?<line>\d+)(?:(?:[:,] ?|, columns? |, characters )(?<column>\d+))?`

/**
 * Every place in the run's own files that the text names, whichever language wrote it. A path counts as the run's only
 * if it stands alone, is below the current folder, or is below the sandbox's work directory.
 */
export function findMentions(text: string, sources: Sources): Mention[] {
  if (sources.size === 0) return []
  const names = [...sources.keys()]
    .toSorted((a, b) => b.length - a.length)
    .map((name) => name.replace(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`))
  const mention = new RegExp(
    String.raw`(?<![\w./\\-])(?:(?:file://)?/work/|\./)?(?<file>${names.join('|')})${LINE_AND_COLUMN}`,
    'g',
  )
  return [...text.matchAll(mention)].flatMap(({ 0: whole, index, groups }) => {
    const source = sourceNamed(sources, groups?.['file'] ?? '')
    if (source === undefined) return []
    const column = groups?.['column']
    const place = placeIn(source, Number(groups?.['line']), column === undefined ? null : Number(column))
    return [{ start: index, length: whole.length, place }]
  })
}
