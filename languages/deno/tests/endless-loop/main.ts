import { readFileSync } from 'node:fs'

console.log(`read ${readFileSync(0, 'utf8').trim()}`)
for (;;);
