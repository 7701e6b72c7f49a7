import { buildImages } from '../start/images.ts'

await buildImages()
// `npm run bench -- load` is the load test; without a word it is the comparison.
await (process.argv[2] === 'load' ? import('../../bench/load.ts') : import('../../bench/main.ts'))
