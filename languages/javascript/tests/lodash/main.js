import _ from 'lodash'
import { createRequire } from 'node:module'

const { sum } = createRequire(import.meta.url)('lodash')
console.log(_.chunk([1, 2, 3], 2), sum([1, 2, 3]))
