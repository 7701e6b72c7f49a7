import { type CaseFile, caseFileOf, pairNamed, type RequestCase, stemOf, toBytes } from '@sandrun/shared'
import { type Uri, workspace } from 'vscode'
import { beside, type Case, nameOf, readCaseFile, readCases, siblings } from './case-set.ts'

const encoder = new TextEncoder()

/** Adds a case to the program's JSON file, or else as a pair of files. Returns its name and place. */
export async function addCase(program: Uri, added: RequestCase): Promise<{ name: string; uri: Uri }> {
  const fileName = nameOf(program)
  const names = await siblings(program)
  if (!names.includes(caseFileOf(fileName))) return await writePair(program, added, names)
  const uri = beside(program, caseFileOf(fileName))
  const { cases, compare } = await readCaseFile(uri)
  await writeJson(uri, { cases: [...cases.map(plain), added], ...(compare !== undefined && { compare }) })
  return { name: String(cases.length + 1), uri }
}

/** Writes every case of the program into one JSON file. Returns their number. */
export async function exportCases(program: Uri, to: Uri): Promise<number> {
  const { cases, compare } = await readCases(program)
  await writeJson(to, {
    cases: cases.map((it) => ({ name: it.name, ...plain(it) })),
    ...(compare !== undefined && { compare }),
  })
  return cases.length
}

/** Writes a JSON file's cases as pairs beside the program. Pairs have no room for arguments, so it counts those. */
export async function importCases(program: Uri, from: Uri): Promise<{ count: number; withArguments: number }> {
  const { cases } = await readCaseFile(from)
  const names = await siblings(program)
  for (const it of cases) {
    const { files } = await writePair(program, it, names)
    names.push(...files)
  }
  return { count: cases.length, withArguments: cases.filter(({ args }) => (args ?? []).length > 0).length }
}

async function writePair(
  program: Uri,
  { name, stdin, expected }: RequestCase,
  names: readonly string[],
): Promise<{ name: string; uri: Uri; files: string[] }> {
  const { input, output } = pairNamed(nameOf(program), name, names)
  const uri = beside(program, input)
  await workspace.fs.writeFile(uri, toBytes(stdin ?? ''))
  if (expected !== undefined) await workspace.fs.writeFile(beside(program, output), encoder.encode(expected))
  return { name: input.slice(stemOf(nameOf(program)).length + 1, -'.in'.length), uri, files: [input, output] }
}

async function writeJson(uri: Uri, content: CaseFile): Promise<void> {
  await workspace.fs.writeFile(uri, encoder.encode(`${JSON.stringify(content, null, 2)}\n`))
}

/** The case as written to a file, without the id and source that the tree needs. */
function plain({ id: _id, source: _source, ...it }: Case): RequestCase {
  return it
}
