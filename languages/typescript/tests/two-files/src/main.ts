import { greet } from '../lib/greeting'
import { mark } from './mark.ts'

console.log(greet('Ada') + mark)
