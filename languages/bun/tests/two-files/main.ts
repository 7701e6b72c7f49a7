import { greet } from './lib/greeting.ts'

console.log(greet('Ada'))
