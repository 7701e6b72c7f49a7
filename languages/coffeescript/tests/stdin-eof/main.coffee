{ readFileSync } = require 'node:fs'

numbers = readFileSync(0, 'utf8').split('\n').map Number
console.log numbers.reduce (sum, number) -> sum + number
