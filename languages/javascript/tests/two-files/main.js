const { greet } = require('./lib/greeting.js')

console.log(greet('Ada'))
