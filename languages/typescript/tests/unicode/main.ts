import { readFileSync } from 'node:fs'

const größe: string = 'Grüße, 世界 🎉'
console.log(`${größe}: ${readFileSync(0, 'utf8').trim()}`)
