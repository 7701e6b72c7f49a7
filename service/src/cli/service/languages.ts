import { type Command, type CommandOptions, parseOptions } from '../command/command.ts'
import { Interrupts } from '../command/interrupts.ts'
import { plain } from '../command/message.ts'
import { openService } from './open-service.ts'
import { URL_OPTION } from './service-address.ts'
import { formatTable } from '../command/table.ts'

const OPTIONS = {
  json: { type: 'boolean', about: 'print all that is known of them as JSON' },
  url: URL_OPTION,
} as const satisfies CommandOptions

export const languagesCommand: Command = {
  about: 'list what the service can run',
  usage: ['languages [OPTIONS]'],
  options: OPTIONS,
  examples: ['sandrun languages', "sandrun languages --json | jq -r '.[] | select(.available).id'"],
  run,
}

async function run(argv: readonly string[]): Promise<number> {
  const { values } = parseOptions('languages', argv, OPTIONS)
  using interrupts = new Interrupts()
  await using service = await openService(values.url, { keepWarm: false, signal: interrupts.signal })
  const known = service.languages
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
  process.stdout.write(plain(formatTable(['id', 'name', 'version', 'files', 'state'], rows)))
  return 0
}
