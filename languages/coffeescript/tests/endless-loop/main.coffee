{ readFileSync } = require 'node:fs'

console.log "read #{readFileSync(0, 'utf8').trim()}"
loop
  continue
