const { readFileSync } = require('node:fs')

const größe = 'Grüße, 世界 🎉'
console.log(`${größe}: ${readFileSync(0, 'utf8').trim()}`)
