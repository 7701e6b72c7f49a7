import {
  caseFileOf,
  CaseFileSchema,
  casePairs,
  type Compare,
  fromBytes,
  parseOrThrow,
  type RequestCase,
  SandrunError,
  type TextOrBase64,
  toBytes,
} from '@sandrun/shared'
import { FileSystemError, FileType, l10n, Uri, workspace } from 'vscode'

/** A case with an id that is unique in its program, and the file it is in. */
export interface Case extends RequestCase {
  id: string
  name: string
  source: Uri
}

/** The cases of one program. */
export interface CaseSet {
  cases: Case[]
  compare: Compare | undefined
}

const decoder = new TextDecoder()

/** The cases of this program: those of its JSON file, then the pairs. Throws a SandrunError for an invalid file. */
export async function readCases(program: Uri): Promise<CaseSet> {
  const fileName = nameOf(program)
  const names = await siblings(program)
  const { cases, compare } = names.includes(caseFileOf(fileName))
    ? await readCaseFile(beside(program, caseFileOf(fileName)))
    : { cases: [], compare: undefined }
  const pairs = await Promise.all(
    casePairs(names, fileName).map(async ({ name, input, output }): Promise<Case> => ({
      id: input,
      name,
      source: beside(program, input),
      stdin: fromBytes(await readBytes(beside(program, input))),
      ...(output !== undefined && { expected: asText(fromBytes(await readBytes(beside(program, output)))) }),
    })),
  )
  return { cases: [...cases, ...pairs], compare }
}

/** The cases of a JSON file. Throws a SandrunError that says what is wrong with it. */
export async function readCaseFile(uri: Uri): Promise<CaseSet> {
  const { cases, compare } = parseOrThrow(CaseFileSchema, json(uri, decoder.decode(await readBytes(uri))))
  return {
    cases: cases.map((it, index) => ({ ...it, id: `#${index}`, name: it.name ?? String(index + 1), source: uri })),
    compare,
  }
}

/** The names in the program's folder; none if the folder does not exist. */
export async function siblings(program: Uri): Promise<string[]> {
  try {
    const entries = await workspace.fs.readDirectory(Uri.joinPath(program, '..'))
    return entries.filter(([, type]) => (type & FileType.Directory) === 0).map(([name]) => name)
  } catch (error) {
    if (error instanceof FileSystemError) return []
    throw error
  }
}

export function nameOf(uri: Uri): string {
  return uri.path.split('/').at(-1) ?? ''
}

export function beside(program: Uri, name: string): Uri {
  return Uri.joinPath(program, '..', name)
}

/** Output as a person sees it: invalid UTF-8 becomes U+FFFD. */
export function asText(payload: TextOrBase64): string {
  return typeof payload === 'string' ? payload : decoder.decode(toBytes(payload))
}

/** A file as its editor shows it, saved or not. */
async function readBytes(uri: Uri): Promise<Uint8Array> {
  const open = workspace.textDocuments.find(
    (document) => document.isDirty && document.uri.toString() === uri.toString(),
  )
  return open === undefined ? await workspace.fs.readFile(uri) : new TextEncoder().encode(open.getText())
}

function json(uri: Uri, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new SandrunError('invalid-json', l10n.t('{0} is not JSON.', nameOf(uri)), {
      hint: l10n.t('It must contain {"cases": [{"stdin": "…", "expected": "…"}]}.'),
      cause: error,
    })
  }
}
