import { benchFresh, benchThirty, type FreshFigures } from './at-once.ts'
import { type BenchService, startBenchService } from './bench-service.ts'
import { benchArrivals, benchClients, benchMemory, benchSizes } from './growth.ts'
import { ms, times } from './page.ts'
import type { PlainContainer } from './plain-container.ts'
import type { Row } from './report.ts'

const WIDTHS = [1, 2, 4, 8]
const SIZES_KB = [1, 10, 100, 1000]
const CLIENTS = [1, 50, 200]
const ARRIVALS_PER_SECOND = 3

/** The rows about many programs, large ones and many clients. */
export async function manyRows(
  service: BenchService,
  plain: PlainContainer,
  progress: (text: string) => void,
): Promise<Row[]> {
  progress('thirty at once')
  const thirty = await thirtyRows(plain)
  progress('memory of warm sandboxes')
  const memory = await benchMemory(service)
  progress('programs from 1 KB to 1 MB')
  const sizes = await benchSizes(service, SIZES_KB)
  progress('1 to 200 clients')
  const clients = await benchClients(service, CLIENTS)
  progress('random arrivals')
  const arrivals = await benchArrivals(service, ARRIVALS_PER_SECOND)
  progress('new sandboxes and new containers, 1 to 8 at once')
  const fresh = await benchFresh(service, plain, WIDTHS)
  const [one] = clients
  return [
    ...fresh.map((figures) => freshRow(figures)),
    ...thirty,
    fact(`starts of Python when ${ARRIVALS_PER_SECOND} arrive per second at random`, shares(arrivals)),
    fact('memory of a warm sandbox, without a runtime', `${memory.idle.toFixed(1)} MB`),
    fact('… with a prepared Python', `${memory.prepared.toFixed(1)} MB`),
    fact(`first byte of programs of ${SIZES_KB.join(', ')} KB`, sizes.map((size) => ms(size)).join(', ')),
    ...clients
      .filter((figures) => figures !== one)
      .map(({ clients: count, firstByte, growthMb }) =>
        fact(
          `first byte with ${count} clients connected (with one: ${ms(one?.firstByte ?? NaN)})`,
          `${ms(firstByte)}; the service grows by ${Math.max(0, growthMb).toFixed(0)} MB`,
        ),
      ),
  ]
}

/** On its own service, which knows no burst. */
async function thirtyRows(plain: PlainContainer): Promise<Row[]> {
  await using service = await startBenchService()
  const { first, again, dockerRun } = await benchThirty(service, plain)
  const row = (when: string, figure: number): Row => ({
    what: `thirty at once${when}, 95th percentile to the first byte (docker run: ${ms(dockerRun)})`,
    figure: `${ms(figure)}, ${times(figure / dockerRun)}`,
    wanted: '≤ 0.3 ×',
    met: figure / dockerRun <= 0.3,
  })
  return [row(' for the first time', first), row(' again', again)]
}

function freshRow({ atOnce, sandrun, dockerRun }: FreshFigures): Row {
  const ratio = sandrun / dockerRun
  return {
    what: `programs per second, ${atOnce} at once (docker run: ${dockerRun.toFixed(1)})`,
    figure: `${sandrun.toFixed(1)}, ${times(ratio)}`,
    wanted: '≥ 1.5 ×',
    met: ratio >= 1.5,
  }
}

const fact = (what: string, figure: string): Row => ({ what, figure, wanted: '', met: true })

/** For example "prepared 95 %, warm 5 %". */
function shares(starts: ReadonlyMap<string, number>): string {
  const all = [...starts.values()].reduce((sum, count) => sum + count, 0)
  return [...starts]
    .toSorted(([, a], [, b]) => b - a)
    .map(([start, count]) => `${start} ${((count / all) * 100).toFixed(0)} %`)
    .join(', ')
}
