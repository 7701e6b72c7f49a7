import { readConfig } from '../../settings/environment.ts'
import { plain } from '../command/message.ts'
import { formatTable } from '../command/table.ts'
import { UsageError } from '../command/usage-error.ts'

/** Prints the nodes of the cluster at `SANDRUN_REDIS`. */
export async function showNodes({ json = false }: { json?: boolean }): Promise<number> {
  const { redis } = readConfig(process.env)
  if (redis === null) {
    throw new UsageError(
      'SANDRUN_REDIS is not set.',
      'Set it to the value the nodes use. See "Several machines" in docs/operations.md.',
    )
  }
  const nodes = await (await import('../../compose/nodes.ts')).listNodes(redis)
  if (json) {
    process.stdout.write(`${JSON.stringify(nodes, null, 2)}\n`)
    return 0
  }
  const rows = nodes.map(({ id, role, host, version, running, places, draining, languages }) => [
    id.slice(0, 8),
    role,
    host,
    version,
    role === 'gateway' ? '' : `${running}/${places}`,
    draining ? 'draining' : 'ready',
    languages.flatMap((language) => (language.available ? [language.id] : [])).join(' '),
  ])
  process.stdout.write(plain(formatTable(['node', 'role', 'host', 'version', 'runs', 'state', 'languages'], rows)))
  return 0
}
