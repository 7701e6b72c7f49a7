import { parseArgs } from 'node:util'
import { ROOT } from '../bootstrap/prepare.mjs'
import { importsIn } from './imports.ts'
import { layersOf, levelsOf, ringsOf } from './level.ts'

/** The source trees whose folders must have no rings, at any depth. */
const TREES = ['service/src', 'service/web/src', 'extension/src', 'shared/src', 'bench', 'scripts']

const { values } = parseArgs({ options: { map: { type: 'boolean', default: false } } })
let rings = 0
for (const level of TREES.flatMap((tree) => levelsOf(importsIn(ROOT, tree)))) {
  for (const { entries, imports } of ringsOf(level)) {
    rings++
    console.error(`${level.folder}: ${entries.join(', ')} import each other:`)
    for (const { from, to } of imports) console.error(`  ${from} -> ${to}`)
  }
  if (!values.map) continue
  console.log(`${level.folder}/`)
  for (const layer of layersOf(level)) console.log(`  ${layer.toSorted().join('  ')}`)
}
if (values.map) console.log(rings === 0 ? 'No folder imports a folder that imports it.' : `${rings} rings.`)
process.exitCode = rings === 0 ? 0 : 1
