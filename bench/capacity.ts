import { parseArgs } from 'node:util'
import { keepReport } from './keep-report.ts'
import { readReport, thisMachine } from './report.ts'
import type { CapacityFigures, RedisPoint } from './capacity/figures.ts'
import { measureLanguages, measureRedis } from './capacity/measure.ts'
import { simulateAll } from './capacity/model.ts'
import { capacitySection } from './capacity/section.ts'

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    users: { type: 'string', default: '2000,10000' },
    'think-seconds': { type: 'string', default: '30' },
    cores: { type: 'string', default: '8' },
    runs: { type: 'string', default: '24' },
    measured: { type: 'boolean', default: false },
  },
  allowPositionals: true,
})
const load = {
  seed: Number(values.seed),
  users: values.users.split(',').map(Number),
  thinkMs: Number(values['think-seconds']) * 1000,
  coresPerWorker: Number(values.cores),
}

type Measured = Omit<CapacityFigures, 'load' | 'rows'>

async function measure(): Promise<Measured> {
  const runs = Number(values.runs)
  const amounts = { perLanguage: runs, perCluster: 8 * runs }
  const languages = await measureLanguages(amounts)
  const { points, perSecond } = await measureRedis(amounts)
  const [small, large]: (RedisPoint | undefined)[] = points
  if (small === undefined || large === undefined) throw new Error('Two clusters are needed.')
  return { ...thisMachine(), languages, redis: [small, large], redisCommandsPerSecond: perSecond }
}

const committed = readReport()
if (values.measured && committed.capacity === undefined) throw new Error('Nothing is measured yet.')
const measured = values.measured && committed.capacity !== undefined ? committed.capacity : await measure()
const capacity = { ...measured, load, rows: simulateAll(measured, load) }
process.stdout.write(capacitySection(capacity).join('\n'))
keepReport({ ...committed, capacity })
