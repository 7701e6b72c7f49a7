{ readFileSync, writeFileSync } = require 'node:fs'

writeFileSync 'note.txt', 'written and read'
console.log readFileSync 'note.txt', 'utf8'
