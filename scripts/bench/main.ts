import { buildImages } from '../start/images.ts'

await buildImages()
// `npm run bench -- load` is the load test, `-- throughput` many programs through each API,
// `-- cluster` what a cluster adds to a run, `-- capacity` how large a cluster has to be; else it is the comparison.
const [, , word] = process.argv
if (word === 'load') await import('../../bench/load.ts')
else if (word === 'cluster') await import('../../bench/cluster.ts')
else if (word === 'capacity') await import('../../bench/capacity.ts')
else if (word === 'throughput') await import('../../bench/throughput.ts')
else await import('../../bench/main.ts')
