import { builtinModules } from 'node:module'
import type { Plugin } from 'rolldown'

/**
 * Parts of Node that bundled libraries import at once and rarely use. They load slowly: TLS as slowly as the bundle.
 */
const RARE = new Set(['child_process', 'https', 'tls', 'zlib'])

/** The libraries that do this. */
const RARE_IN = /[\\/]node_modules[\\/](?:ws|commander|@commander-js)[\\/]/

/** Marks a part of Node that `resolveId` has handled: importer and kind decide what it gets. */
const PREFIX = '\0node:'

const IDENTIFIER = /^[A-Za-z_$][\w$]*$/

/**
 * Gets parts of Node without importing them. An import reads each of a part's exports, and so loads what most commands
 * never use: undici for `node:http`, streams and readline for `node:fs`, the terminal for `node:process`.
 */
export const lateParts: Plugin = {
  name: 'late-parts',
  resolveId(id, importer, { kind }) {
    const part = id.replace(/^node:/, '')
    if (part === id && !builtinModules.includes(id)) return null
    const isRare = RARE.has(part) && importer !== undefined && RARE_IN.test(importer)
    return `${PREFIX}${isRare ? 'rare' : 'used'}:${kind === 'require-call' ? 'cjs' : 'esm'}:${part}`
  },
  load(id) {
    if (!id.startsWith(PREFIX)) return null
    const [when, format, part = ''] = id.slice(PREFIX.length).split(':')
    const taken = `process.getBuiltinModule('node:${part}')`
    const whole = when === 'rare' ? `new Proxy({}, { get: (_, name) => ${taken}[name] })` : taken
    if (format === 'cjs') return { code: `module.exports = ${whole}`, moduleSideEffects: false }
    const names = when === 'rare' ? [] : namesOf(part)
    const lines = names.map(
      (name) => `const its_${name} = /* @__PURE__ */ (() => part.${name})()\nexport { its_${name} as ${name} }`,
    )
    return { code: [`const part = ${whole}`, 'export default part', ...lines].join('\n'), moduleSideEffects: false }
  },
}

/** The names that can be imported from a part of Node. Unused ones are not in the bundle. */
function namesOf(part: string): string[] {
  const whole: unknown = process.getBuiltinModule(`node:${part}`)
  return Object.getOwnPropertyNames(whole).filter((name) => IDENTIFIER.test(name) && name !== 'default')
}
