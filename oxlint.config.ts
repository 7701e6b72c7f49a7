import { defineConfig } from 'oxlint'

/** Who alone may import which library: everything else goes through the port next to it. */
const OWNERS: Readonly<Record<string, readonly string[]>> = {
  dockerode: ['service/src/container/**', 'service/test/**/support/**'],
  bullmq: ['service/src/scheduler/bullmq.ts'],
  ioredis: ['service/src/store/redis.ts', 'service/src/bus/redis.ts'],
  vscode: ['extension/**'],
}

/** A package is used by its name and what it exports, never by its files. */
const INTERNALS = {
  regex: '^@sandrun/[^/]+/(src|test|dist)/|^\\.\\./.*\\b(service|shared|extension)/(src|test|agent|dist)/',
  message: "Another package's inside: import what it exports, by its name.",
}

/** The contract runs in Node, in browsers and in editors, so it may lean on none of them. */
const PURE = {
  group: ['**', '!./**', '!../**', '!zod/mini'],
  message: 'shared/ imports nothing but zod/mini and itself.',
}
/** Its tests only ever run in Node. */
const PURE_TEST = { group: [...PURE.group, '!vitest', '!fast-check', '!node:*'], message: PURE.message }

/** The rule for files that own these libraries; oxlint takes the last override of a file as a whole. */
function boundaries(owned: readonly string[] = []) {
  const foreign = Object.entries(OWNERS).filter(([library]) => !owned.includes(library))
  const patterns = foreign.map(([library, owners]) => ({
    regex: `^${library}(/|$)`,
    message: `Only ${owners.join(' and ')} may import ${library}.`,
  }))
  return restricted([...patterns, INTERNALS])
}

interface Pattern {
  regex?: string
  group?: string[]
  message: string
}

function restricted(patterns: Pattern[]): { 'no-restricted-imports': ['error', { patterns: Pattern[] }] } {
  return { 'no-restricted-imports': ['error', { patterns }] }
}

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
    'max-lines': ['error', { max: 300 }],
    'import/no-cycle': 'error',
    'import/no-default-export': 'error',
    eqeqeq: 'error',
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
    { files: ['shared/src/**'], rules: restricted([INTERNALS, PURE]) },
    { files: ['shared/src/**/*.test.ts'], rules: restricted([INTERNALS, PURE_TEST]) },
    // These only ever meet text of the project's own.
    {
      files: ['**/*.test.ts', '**/test/**', 'scripts/**', 'languages/**'],
      rules: { 'regexp/no-super-linear-backtracking': 'off', 'regexp/no-super-linear-move': 'off' },
    },
    // What a person sees is waited for: a wait that ends in time is the assertion.
    {
      files: ['service/web/test/**'],
      rules: {
        'vitest/expect-expect': ['error', { assertFunctionNames: ['expect', 'web.terminalShows', 'web.ends'] }],
      },
    },
    // A driver lies in its image where the Dockerfile puts it, and so do its libraries.
    { files: ['languages/*/toolchain/**'], rules: { 'import/no-absolute-path': 'off' } },
    // Tools that look for a default export.
    {
      files: ['*.config.ts', '**/*.config.{ts,mts,mjs}', '.vscode-test.mjs'],
      rules: { 'import/no-default-export': 'off' },
    },
  ],
})
