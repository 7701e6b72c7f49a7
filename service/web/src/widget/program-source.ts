import {
  type LanguageInfo,
  PathSchema,
  parseOrThrow,
  type RunRequest,
  SandrunError,
  splitArguments,
} from '@sandrun/shared'

/** Where a template has the code block's text. */
const PLACEHOLDER = '##CODE##'

/** The attributes that make up a program. */
export interface Parts {
  language: string
  version: string | null
  args: string | null
  stdin: string | null
  template: string | null
  files: string | null
}

/** The sources of a program's parts. */
export interface PageAccess {
  /** The text of an element of the page, by its id; null if there is none. */
  textOf: (id: string) => string | null
  /** The text of a file of the page's own site. Throws if there is none. */
  fetchText: (address: string) => Promise<string>
  /** The language's facts, which the service has. */
  factsOf: (language: string) => Promise<Pick<LanguageInfo, 'file'>>
}

/** The run that a code block and its attributes describe. Throws `invalid-request` for a missing part. */
export async function requestOf(code: string, parts: Parts, page: PageAccess): Promise<RunRequest> {
  const { language, version, args, stdin, template, files } = parts
  const whole = template === null ? code : (await read(template, 'template', page)).replace(PLACEHOLDER, () => code)
  const hidden = await Promise.all(namesIn(files).map((name) => fileOf(name, page)))
  const main = hidden.length === 0 ? null : (await page.factsOf(language)).file
  return {
    language,
    ...(version !== null && { version }),
    ...(main === null ? { code: whole } : { files: [{ path: main, content: whole }, ...hidden], entry: main }),
    ...(args !== null && { args: splitArguments(args) }),
    ...(stdin !== null && { stdin }),
    // Programs write a prompt at once to a terminal, and the terminal shows what is typed.
    tty: { cols: 80, rows: 24 },
  }
}

function namesIn(list: string | null): string[] {
  return list === null ? [] : list.split(/\s+/).filter((name) => name !== '')
}

/** `#id` or `address`, each with an optional `:path`, the program's name for it. */
async function fileOf(name: string, page: PageAccess): Promise<{ path: string; content: string }> {
  const [, source = '', given] = /^(.+?)(?::([^:/]+))?$/.exec(name) ?? []
  const path = given ?? (source.startsWith('#') ? source.slice(1) : baseNameOf(source))
  return { path: parseOrThrow(PathSchema, path), content: await read(source, 'files', page) }
}

/** The last part of an address's path, without its query and fragment. */
function baseNameOf(address: string): string {
  const [path = ''] = address.split(/[?#]/, 1)
  return path.slice(path.lastIndexOf('/') + 1)
}

async function read(source: string, attribute: string, { textOf, fetchText }: PageAccess): Promise<string> {
  const content = source.startsWith('#') ? textOf(source.slice(1)) : await fetchText(source).catch(() => null)
  if (content !== null) return content
  throw new SandrunError('invalid-request', `The attribute ${attribute} names "${source}", which is not there.`, {
    hint: 'Name the id of an element, as #id, or a file of your site.',
    field: attribute,
  })
}

/** A code block's text, without the line ends around it that HTML authors write for themselves. */
export function withoutFrame(text: string): string {
  return `${text.replace(/^\r?\n/, '').trimEnd()}\n`
}

/** The language that a code block names, as Markdown tools write it: `language-python`, `lang-python`. */
export function languageIn(classes: string): string | null {
  return /(?:^|\s)lang(?:uage)?-([\w+#-]+)/.exec(classes)?.[1] ?? null
}
