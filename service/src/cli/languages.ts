import { parseArgs } from 'node:util'
import { fetchLanguages, serviceUrl } from './service-client.ts'
import { formatTable } from './table.ts'

/** `sandrun languages`: what the service can run. */
export async function languages(argv: string[]): Promise<number> {
  const { values } = parseArgs({ args: argv, options: { url: { type: 'string' }, json: { type: 'boolean' } } })
  const known = await fetchLanguages(serviceUrl(values.url))
  if (values.json === true) {
    process.stdout.write(`${JSON.stringify(known, null, 2)}\n`)
    return 0
  }
  const rows = known.map(({ id, name, version, extensions, available, warm }) => [
    id,
    name,
    version ?? '',
    extensions.join(' '),
    available ? (warm > 0 ? 'warm' : 'ready') : 'not built',
  ])
  process.stdout.write(formatTable(['id', 'name', 'version', 'files', 'state'], rows))
  return 0
}
