/** How a language names another file: the pattern's first group, and its possible paths. */
interface Naming {
  pattern: RegExp
  paths: (name: string) => string[]
}

const asItIs = (name: string): string[] => [name]
const withEnds =
  (...ends: string[]) =>
  (name: string): string[] =>
    ends.map((end) => name + end)
const dotted =
  (...ends: string[]) =>
  (name: string): string[] =>
    withEnds(...ends)(name.replaceAll('.', '/'))

const SCRIPT_ENDS = ['', '.js', '.mjs', '.cjs', '.ts', '.mts', '.cts', '.json', '.coffee', '/index.js', '/index.ts']
const SCRIPT = {
  pattern: /(?:\bfrom|\bimport|\brequire)\s*(?:\(\s*)?['"](\.{1,2}\/[^'"\n]+)['"]/g,
  paths: withEnds(...SCRIPT_ENDS),
}
const PYTHON = { pattern: /^[ \t]*(?:from|import)[ \t]+\.?([A-Za-z_][\w.]*)/gm, paths: dotted('.py', '/__init__.py') }
const INCLUDE = { pattern: /^[ \t]*[#%][ \t]*(?:include|import)[ \t]*"([^"\n]+)"/gm, paths: asItIs }
/** Classes in the same folder need no import. */
const classes = (end: string): Naming => ({ pattern: /\b([A-Z]\w*)\b/g, paths: withEnds(end) })

const NAMINGS: Readonly<Record<string, Naming>> = {
  python: PYTHON,
  'python-science': PYTHON,
  python2: PYTHON,
  javascript: SCRIPT,
  typescript: SCRIPT,
  coffeescript: SCRIPT,
  bun: SCRIPT,
  deno: SCRIPT,
  c: INCLUDE,
  cpp: INCLUDE,
  objectivec: INCLUDE,
  assembly: INCLUDE,
  java: classes('.java'),
  kotlin: classes('.kt'),
  scala: classes('.scala'),
  groovy: classes('.groovy'),
  csharp: classes('.cs'),
  vbnet: classes('.vb'),
  ocaml: { pattern: /\b([A-Z]\w*)\./g, paths: (name) => [`${name[0]?.toLowerCase() ?? ''}${name.slice(1)}.ml`] },
  haskell: { pattern: /^import\s+(?:qualified\s+)?([A-Z][\w.]*)/gm, paths: dotted('.hs') },
  rust: { pattern: /^[ \t]*(?:pub\s+)?mod\s+(\w+)\s*;/gm, paths: withEnds('.rs', '/mod.rs') },
  lua: { pattern: /\brequire\s*(?:\(\s*)?['"]([\w.]+)['"]/g, paths: dotted('.lua') },
  ruby: { pattern: /\brequire_relative\s*(?:\(\s*)?['"]([^'"\n]+)['"]/g, paths: withEnds('', '.rb') },
  perl: {
    pattern: /^[ \t]*(?:use|require)\s+([A-Z]\w*(?:::\w+)*)/gm,
    paths: (name) => [`${name.replaceAll('::', '/')}.pm`],
  },
  pascal: {
    pattern: /(?:\buses|,)\s*(\w+)/gi,
    paths: (name) => withEnds('.pas', '.pp')(name).concat(`${name.toLowerCase()}.pas`),
  },
  nim: { pattern: /^(?:import|include|from)\s+([\w/]+)/gm, paths: withEnds('.nim') },
  d: { pattern: /^[ \t]*import\s+([\w.]+)/gm, paths: dotted('.d') },
  bash: { pattern: /^[ \t]*(?:source|\.)\s+(?:\.\/)?([^\s'";]+)/gm, paths: asItIs },
}

/** In every language: a quoted name with an extension may be a file that is read or included. */
const QUOTED: Naming = { pattern: /["'`]((?:[\w.-]+\/)*[\w -]+\.\w{1,8})["'`]/g, paths: asItIs }

/** Enough for any program; in a text full of names the search stops here. */
const MAX_PATHS = 200

/**
 * Paths, from the program's own folder, that its text seems to name. Most do not exist, so the caller has to check.
 * Names of files on other machines and in libraries are among them.
 */
export function wantedFiles(languageId: string, text: string): string[] {
  const namings = [NAMINGS[languageId], QUOTED].filter((naming) => naming !== undefined)
  const paths = namings.flatMap(({ pattern, paths: of }) =>
    [...text.matchAll(pattern)].flatMap(([, name = '']) => of(name)),
  )
  return [...new Set(paths)].slice(0, MAX_PATHS)
}
