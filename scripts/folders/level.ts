import type { Import } from './imports.ts'

/** The direct contents of one folder, files and folders, and their imports of each other. */
export interface Level {
  folder: string
  /** For each entry, the entries beside it that it imports, each with the first import found. */
  arrows: Map<string, Map<string, Import>>
}

/** Cuts imports into levels: each belongs to the innermost folder that contains both its ends. */
export function levelsOf(imports: Iterable<Import>): Level[] {
  const levels = new Map<string, Level>()
  for (const one of imports) {
    const [from, to] = [one.from.split('/'), one.to.split('/')]
    const depth = from.findIndex((name, index) => name !== to[index])
    const [source, target] = [from[depth], to[depth]]
    // A file that imports itself has no two different ends.
    if (source === undefined || target === undefined) continue
    const folder = from.slice(0, depth).join('/')
    const level = levels.get(folder) ?? { folder, arrows: new Map() }
    levels.set(folder, level)
    const arrows = level.arrows.get(source) ?? new Map<string, Import>()
    level.arrows.set(source, arrows)
    if (!arrows.has(target)) arrows.set(target, one)
    if (!level.arrows.has(target)) level.arrows.set(target, new Map())
  }
  return [...levels.values()]
}

/** Everything that an entry depends on; itself only if it is part of a ring. */
function reachedFrom(entry: string, { arrows }: Level): Set<string> {
  const reached = new Set<string>()
  const next = [entry]
  for (let at = next.pop(); at !== undefined; at = next.pop()) {
    for (const target of arrows.get(at)?.keys() ?? []) {
      if (reached.has(target)) continue
      reached.add(target)
      next.push(target)
    }
  }
  return reached
}

/** Groups of entries of one level that all depend on each other, and the imports that cause it. */
export function ringsOf(level: Level): { entries: string[]; imports: Import[] }[] {
  const reached = new Map([...level.arrows.keys()].map((entry) => [entry, reachedFrom(entry, level)]))
  const rings: { entries: string[]; imports: Import[] }[] = []
  for (const [entry, targets] of reached) {
    if (!targets.has(entry) || rings.some(({ entries }) => entries.includes(entry))) continue
    const entries = [...targets].filter((target) => reached.get(target)?.has(entry))
    const imports = entries.flatMap((from) =>
      [...(level.arrows.get(from) ?? [])].filter(([to]) => entries.includes(to)).map(([, one]) => one),
    )
    rings.push({ entries, imports })
  }
  return rings
}

/**
 * The entries of a level in layers: each depends only on layers below its own, the lowest on nothing beside it. A cycle
 * has no layer.
 */
export function layersOf(level: Level): string[][] {
  const layers: string[][] = []
  const placed = new Set<string>()
  for (;;) {
    const layer = [...level.arrows.keys()].filter(
      (entry) =>
        !placed.has(entry) && [...(level.arrows.get(entry)?.keys() ?? [])].every((target) => placed.has(target)),
    )
    if (layer.length === 0) return layers.toReversed()
    layers.push(layer)
    for (const entry of layer) placed.add(entry)
  }
}
