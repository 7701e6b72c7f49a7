import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { parseSync } from 'rolldown/utils'

/** One file imports another; both paths are relative to the same root, with `/`. */
export interface Import {
  from: string
  to: string
}

const SOURCE = /\.(ts|tsx|mjs)$/
const TEST = /\.test\./

/** All imports between a tree's sources, including type and dynamic ones; tests may import anything. */
export function importsIn(root: string, tree: string): Import[] {
  const paths = readdirSync(join(root, tree), { recursive: true, encoding: 'utf8' })
  return paths
    .filter((path) => SOURCE.test(path) && !TEST.test(path) && !path.includes('node_modules'))
    .flatMap((path) => importsOf(join(tree, path), readFileSync(join(root, tree, path), 'utf8')))
}

/** The files that a source imports by a relative path. Throws if a source does not parse. */
export function importsOf(path: string, source: string): Import[] {
  const { module, errors } = parseSync(path, source)
  if (errors[0] !== undefined) throw new Error(`${path}: ${errors[0].message}`)
  const names = [
    ...module.staticImports.map(({ moduleRequest }) => moduleRequest.value),
    ...module.staticExports.flatMap(({ entries }) => entries.map(({ moduleRequest }) => moduleRequest?.value)),
    ...module.dynamicImports.map(({ moduleRequest }) => source.slice(moduleRequest.start + 1, moduleRequest.end - 1)),
  ]
  const relative = names.filter((name) => name?.startsWith('.') === true)
  return [...new Set(relative)].map((name) => ({ from: path, to: normalize(join(dirname(path), name ?? '')) }))
}
