import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { commentsOf } from './comments.ts'
import { brokenLinks } from './links.ts'
import { literalsOf } from './literals.ts'
import { longLines, passagesOf } from './markdown.ts'
import { faultsIn, faultsInComment, faultsInTitle, type Fault, type Passage, readGlossary } from './rules.ts'
import { titlesOf } from './titles.ts'

/** Pages that keep the rules, beside all of docs/adr/. */
const PAGES: readonly string[] = [
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'clients/python/README.md',
  'clients/typescript/README.md',
  'README.md',
  'SECURITY.md',
  'docs/api.md',
  'docs/architecture.md',
  'docs/cli.md',
  'docs/compatibility.md',
  'docs/extension-development.md',
  'docs/extension.md',
  'docs/glossary.md',
  'docs/languages.md',
  'docs/mcp.md',
  'docs/operations.md',
  'docs/performance.md',
  'docs/protocol.md',
  'docs/run-contract.md',
  'docs/threat-model.md',
  'docs/web.md',
  'extension/CHANGELOG.md',
  'extension/README.md',
  'service/agent/README.md',
  'service/test/faults/README.md',
]

/** Sources whose messages are checked: everything that clients, operators and developers read. */
const SOURCES: readonly string[] = [
  'shared/src/**/*.ts',
  'service/src/**/*.ts',
  'service/web/src/**/*.{ts,tsx}',
  'extension/src/**/*.ts',
  'scripts/**/*.{ts,mjs}',
]

/** Attacks name their attempts in the style of reports; tests and generated pages show no messages. */
const NOT_MESSAGES = /\.test\.ts$|^service\/src\/(?:attack|conformance)\/|^scripts\/prose\//

/** Tests, whose titles are checked; those of this folder quote faults. */
const TESTS: readonly string[] = [
  '{bench,shared,scripts}/**/*.test.ts',
  'extension/{src,test}/**/*.test.ts',
  'service/{agent/test,src,test,web/src,web/test}/**/*.test.ts',
  'service/test/contracts/*.ts',
]

/** Sources whose comments are checked. */
const COMMENTED: readonly string[] = [
  ...SOURCES,
  ...TESTS,
  'bench/*.ts',
  'clients/python/{src/sandrun,tests}/*.py',
  'clients/typescript/{examples,src}/*.ts',
  'extension/test/**/*.{ts,mjs}',
  'service/agent/{handover,src}/*.{c,h}',
  'service/agent/test/**/*.ts',
  'scripts/**/*.sh',
  'service/src/attack/programs/*.{py,sh}',
  'service/test/**/*.ts',
  'service/web/test/**/*.ts',
]

/** Texts by key. */
const TABLES: readonly string[] = ['extension/package.nls.json']

/** Everything that breaks a rule, file by file. */
export function readFaults(root: string): Fault[] {
  const read = (file: string): string => readFileSync(join(root, file), 'utf8')
  const pages = [...PAGES, ...globSync('docs/adr/*.md', { cwd: root }).toSorted()]
  const terms = readGlossary(read('docs/glossary.md'))
  const sources = SOURCES.flatMap((pattern) => globSync(pattern, { cwd: root })).filter(
    (file) => !NOT_MESSAGES.test(file),
  )
  const commented = new Set(COMMENTED.flatMap((pattern) => globSync(pattern, { cwd: root })))
  const tests = TESTS.flatMap((pattern) => globSync(pattern, { cwd: root })).filter(
    (file) => !file.startsWith('scripts/prose/'),
  )
  const passages: Passage[] = [
    ...pages.flatMap((file) => passagesOf(file, withoutTerms(file, read(file)))),
    ...sources.toSorted().flatMap((file) => literalsOf(file, read(file))),
    ...TABLES.flatMap((file) => textsOf(file, read(file))),
  ]
  const linked = ['*.md', 'docs/**/*.md', 'extension/*.md', 'service/{agent,test/faults}/*.md'].flatMap((pattern) =>
    globSync(pattern, { cwd: root }),
  )
  return [
    ...linked.toSorted().flatMap((file) => brokenLinks(root, file, read(file))),
    ...pages.flatMap((file) => longLines(file, read(file))),
    ...passages.flatMap((one) => faultsIn(one, terms)),
    ...[...commented].toSorted().flatMap((file) => commentsOf(file, read(file)).flatMap(faultsInComment)),
    ...tests.toSorted().flatMap((file) => titlesOf(file, read(file)).flatMap(faultsInTitle)),
  ]
}

/** The glossary itself has to name the words that it replaces. */
function withoutTerms(file: string, page: string): string {
  return file === 'docs/glossary.md' ? page.replaceAll(/\| [^|]*\|$/gm, '|') : page
}

function textsOf(file: string, json: string): Passage[] {
  const texts: Record<string, string> = JSON.parse(json)
  return Object.entries(texts).map(([key, text]) => ({ file: `${file} (${key})`, line: 1, text }))
}
