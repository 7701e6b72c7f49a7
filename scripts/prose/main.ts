import { ROOT } from '../bootstrap/prepare.mjs'
import { readFaults } from './texts.ts'

const faults = readFaults(ROOT)
for (const { file, line, text, advice } of faults) console.error(`${file}:${line}: ${text}\n  ${advice}`)
process.exitCode = faults.length === 0 ? 0 : 1
