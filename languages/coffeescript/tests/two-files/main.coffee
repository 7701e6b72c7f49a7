{ greet } = require './lib/greeting'

console.log greet 'Ada'
