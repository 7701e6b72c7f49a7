import { Interrupts } from '../command/interrupts.ts'
import { plain } from '../command/message.ts'
import { openService } from './open-service.ts'
import { formatTable } from '../command/table.ts'

interface LanguagesOptions {
  json?: boolean
  url?: string
}

/** Prints the languages of the service. */
export async function listLanguages({ json = false, url }: LanguagesOptions): Promise<number> {
  using interrupts = new Interrupts()
  await using service = await openService(url, { keepWarm: false, signal: interrupts.signal })
  const known = service.languages
  if (json) {
    process.stdout.write(`${JSON.stringify(known, null, 2)}\n`)
    return 0
  }
  const rows = known.map(({ id, name, version, extensions, available, build, warm }) => [
    id,
    name,
    version ?? '',
    extensions.join(' '),
    available ? (warm > 0 ? 'warm' : 'ready') : (build ?? 'not built'),
  ])
  process.stdout.write(plain(formatTable(['id', 'name', 'version', 'files', 'state'], rows)))
  return 0
}
