{ readFileSync } = require 'node:fs'

größe = 'Grüße, 世界 🎉'
console.log "#{größe}: #{readFileSync(0, 'utf8').trim()}"
