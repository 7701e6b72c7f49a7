import { defineConfig } from 'oxlint'

/** Who alone may import which library: everything else goes through the port next to it. */
const OWNERS: Readonly<Record<string, readonly string[]>> = {
  dockerode: ['service/src/drivers/docker/**', 'service/test/**/support/**'],
  vscode: ['extension/**'],
}

/** A package is used by its name and what it exports, never by its files. */
const INTERNALS = {
  regex: '^@sandrun/[^/]+/(src|test|dist)/|^\\.\\./.*\\b(service|shared|extension)/(src|test|agent|dist)/',
  message: "Another package's inside: import what it exports, by its name.",
}

/**
 * The folders of each source tree, layer by layer from the top. A folder imports only from layers below its own, so no two
 * import each other, in however long a ring. Tests are left out: they put parts together.
 */
const LAYERS: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'service/src': [
    ['cli'],
    ['attack'],
    ['conformance'],
    ['compose'],
    ['drivers', 'gateway', 'worker'],
    ['images', 'telemetry', 'health'],
    ['languages', 'ports'],
    ['settings', 'run-log'],
    ['model'],
  ],
  'service/src/cli': [['app'], ['run', 'lang', 'token', 'machine'], ['service'], ['config'], ['command']],
  'service/web/src': [['ui', 'widget'], ['editor', 'terminal'], ['run'], ['service', 'program']],
  'extension/src': [
    ['task', 'problems', 'commands'],
    ['history'],
    ['lens', 'channel'],
    ['terminal'],
    ['ui'],
    ['agent'],
    ['cases'],
    ['run'],
    ['language'],
    ['files', 'input'],
    ['program', 'service'],
  ],
  'shared/src': [['client'], ['protocol']],
}

interface Arrow {
  folder: string
  /** Forbids imports from the folder's own layer and the layers above it. */
  pattern: Pattern
}

const ARROWS: readonly Arrow[] = Object.entries(LAYERS).flatMap(([tree, layers]) =>
  layers.flatMap((layer, index) =>
    layer.flatMap((name) => {
      const above = layers.slice(0, index + 1).flat()
      const others = above.filter((other) => other !== name).join('|')
      const message = `${tree}/${name} may import only from layers below its own: LAYERS in oxlint.config.ts.`
      return others === '' ? [] : { folder: `${tree}/${name}`, pattern: { regex: `^(\\.\\./)+(${others})/`, message } }
    }),
  ),
)

/** It holds no program in: no user may come upon it. */
const TESTS_ONLY = {
  regex: '/process/process-engine\\.ts$',
  message: 'Only tests may run programs without a container.',
}

/** Only `compose/` puts a driver to work: everything else knows the port. */
const DRIVERS = {
  regex: '^(\\.{1,2}/)+drivers/',
  message: 'Only service/src/compose imports drivers: take what it opens.',
}
const KNOWS_PORTS_ONLY = /^service\/src\/(cli|conformance)(\/|$)/

/** The contract runs in Node, in browsers and in editors, so it may lean on none of them. */
const PURE = {
  group: ['**', '!./**', '!../**', '!zod/mini', '!shlex'],
  message: 'shared/ imports nothing but zod/mini, shlex and itself.',
}
/** Its tests only ever run in Node. */
const PURE_TEST = { group: [...PURE.group, '!vitest', '!fast-check', '!node:*'], message: PURE.message }

/** The rule for files that own these libraries; oxlint takes the last override of a file as a whole. */
function boundaries(owned: readonly string[] = [], more: readonly Pattern[] = []) {
  const foreign = Object.entries(OWNERS).filter(([library]) => !owned.includes(library))
  const patterns = foreign.map(([library, owners]) => ({
    regex: `^${library}(/|$)`,
    message: `Only ${owners.join(' and ')} may import ${library}.`,
  }))
  return restricted([...patterns, INTERNALS, ...more])
}

/** The libraries that everything in a folder may import. */
function ownedIn(folder: string): string[] {
  return Object.keys(OWNERS).filter((library) =>
    OWNERS[library]?.some((owner) => `${folder}/`.startsWith(owner.replace('**', ''))),
  )
}

function sourcesOf(files: string): { files: string[]; excludeFiles: string[] } {
  return { files: [files], excludeFiles: ['**/*.test.ts'] }
}

interface Pattern {
  regex?: string
  group?: string[]
  message: string
}

function restricted(patterns: Pattern[]): { 'no-restricted-imports': ['error', { patterns: Pattern[] }] } {
  return { 'no-restricted-imports': ['error', { patterns }] }
}

/** The package runs on Node.js 22.15, too: ADR 34. */
const NEEDS_NODE_24 = ['DisposableStack', 'AsyncDisposableStack'].map((name) => ({
  name,
  message: 'Node.js 22 does not have it, and the package runs there.',
}))

export default defineConfig({
  plugins: ['typescript', 'unicorn', 'oxc', 'import', 'promise', 'node', 'vitest'],
  // A pattern that backtracks without bound lets one text hold up the process that matches it.
  jsPlugins: ['eslint-plugin-regexp'],
  categories: { correctness: 'error', suspicious: 'error' },
  env: { node: true, es2024: true },
  ignorePatterns: [
    '**/dist/**',
    '**/out/**',
    '**/build/**',
    'languages/*/tests/**',
    'languages/*/samples/**',
    '**/fixtures/**',
  ],
  rules: {
    ...boundaries(),
    'regexp/no-super-linear-backtracking': ['error', { report: 'potential' }],
    'regexp/no-super-linear-move': ['error', { report: 'potential', ignorePartial: false }],
    'typescript/no-floating-promises': 'error',
    'typescript/no-misused-promises': 'error',
    'typescript/await-thenable': 'error',
    'typescript/no-explicit-any': 'error',
    'typescript/no-non-null-assertion': 'error',
    'typescript/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
    'typescript/switch-exhaustiveness-check': 'error',
    'typescript/only-throw-error': 'error',
    'max-lines': ['error', { max: 250 }],
    'import/no-cycle': 'error',
    'import/no-default-export': 'error',
    eqeqeq: 'error',
    'no-restricted-globals': ['error', ...NEEDS_NODE_24],
    // Off, each for its reason: the compiler's noImplicitReturns says it better,
    'typescript/consistent-return': 'off',
    // Fastify waits for its handlers, unlike Express,
    'oxc/no-async-endpoint-handlers': 'off',
    // a terminal is all control characters,
    'no-control-regex': 'off',
    // zod/mini's own names begin with "_", fast-check's documented import is its default,
    'no-underscore-dangle': 'off',
    'import/no-named-as-default-member': 'off',
    // a promise's last step returns nothing, and what comes from outside is asserted where it is checked.
    'promise/always-return': 'off',
    'typescript/no-unsafe-type-assertion': 'off',
    'typescript/require-array-sort-compare': 'off',
    'unicorn/consistent-function-scoping': 'off',
  },
  overrides: [
    ...Object.entries(OWNERS).map(([library, files]) => ({ files: [...files], rules: boundaries([library]) })),
    ...ARROWS.map(({ folder, pattern }) => ({
      ...sourcesOf(`${folder}/**`),
      rules: boundaries(ownedIn(folder), [pattern, TESTS_ONLY, ...(KNOWS_PORTS_ONLY.test(folder) ? [DRIVERS] : [])]),
    })),
    { ...sourcesOf('service/src/*.ts'), rules: boundaries([], [TESTS_ONLY, DRIVERS]) },
    // A library that one folder within a layer owns.
    ...ARROWS.flatMap(({ folder, pattern }) =>
      Object.entries(OWNERS).flatMap(([library, owners]) =>
        owners
          .filter((owner) => owner.startsWith(`${folder}/`))
          .map((owner) => ({ ...sourcesOf(owner), rules: boundaries([library], [pattern]) })),
      ),
    ),
    { files: ['shared/src/**'], rules: restricted([INTERNALS, PURE]) },
    ...ARROWS.filter(({ folder }) => folder.startsWith('shared/')).map(({ folder, pattern }) => ({
      ...sourcesOf(`${folder}/**`),
      rules: restricted([pattern, INTERNALS, PURE]),
    })),
    { files: ['shared/src/**/*.test.ts'], rules: restricted([INTERNALS, PURE_TEST]) },
    // These only ever meet text of the project's own.
    {
      files: ['**/*.test.ts', '**/test/**', 'scripts/**', 'languages/**'],
      rules: {
        'regexp/no-super-linear-backtracking': 'off',
        'regexp/no-super-linear-move': 'off',
        'max-lines': ['error', { max: 300 }],
        'no-restricted-globals': 'off',
      },
    },
    // These run from a clone only, with Node.js 24.
    { files: ['bench/**'], rules: { 'no-restricted-globals': 'off' } },
    // What a person sees is waited for: a wait that ends in time is the assertion.
    {
      files: ['service/web/test/**'],
      rules: {
        'vitest/expect-expect': [
          'error',
          { assertFunctionNames: ['expect', 'web.terminalShows', 'web.ends', 'notes.says', 'notes.shows'] },
        ],
      },
    },
    // Here not even a type leads back; what is loaded late, which this rule does not see, is left to imports.test.ts.
    { files: ['service/src/cli/**'], rules: { 'import/no-cycle': ['error', { ignoreTypes: false }] } },
    // A driver lies in its image where the Dockerfile puts it, and so do its libraries.
    { files: ['languages/*/toolchain/**'], rules: { 'import/no-absolute-path': 'off' } },
    // Tools that look for a default export.
    {
      files: ['*.config.ts', '**/*.config.{ts,mts,mjs}', '.vscode-test.mjs'],
      rules: { 'import/no-default-export': 'off' },
    },
  ],
})
