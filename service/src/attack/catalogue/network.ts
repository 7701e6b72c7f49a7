import { randomBytes } from 'node:crypto'
import { networkInterfaces } from 'node:os'
import { Inconclusive, type Probe } from '../attack.ts'
import { listen, listenUdp } from '../run/listeners.ts'
import { runPython } from '../run/run-program.ts'

/** Opens everything that a program could look for on the host; `address` is one that could reach the host. */
export async function escapeTo<T>(address: string, look: (args: string[]) => Promise<T>): Promise<T> {
  const abstract = `sandrun-attack-${randomBytes(6).toString('hex')}`
  await using tcp = await listen({ host: address, port: 0 })
  await using udp = await listenUdp(address)
  await using loopback = await listen({ host: '127.0.0.1', port: 0 })
  await using _unix = await listen({ path: `\0${abstract}` })
  return await look([address, ...[tcp, udp, loopback].map(({ port }) => `${port}`), abstract])
}

export const NETWORK: Probe = {
  id: 'network',
  group: 'escape',
  impact: 'A program can connect to the host, to its network and to the internet.',
  attacks: [
    { name: 'interfaces other than lo', tries: 'find a network', contained: '[]' },
    { name: 'routes', tries: 'find a route out', contained: '0' },
    { name: 'tcp to the host', contained: 'ENETUNREACH' },
    { name: 'udp to the host', contained: 'ENETUNREACH' },
    { name: 'loopback of the host', contained: 'ECONNREFUSED' },
    { name: 'abstract socket of the host', contained: 'ECONNREFUSED' },
    {
      name: 'name server',
      tries: 'resolve a name',
      contained: { matches: /name resolution|EAI_|not known/, words: 'no name resolution' },
    },
    { name: 'sockets of Docker', contained: '[]', impact: 'A program that reaches it is root on the host.' },
  ],
  run(target) {
    const address = ownAddress()
    if (address === null) throw new Inconclusive('an address of this machine other than loopback')
    return escapeTo(address, (args) => runPython(target, 'network.py', { args }))
  },
}

/** Docker's address on its bridge, which every container with a network reaches; else any other than loopback. */
function ownAddress(): string | null {
  const { docker0 = [], ...others } = networkInterfaces()
  const all = [...docker0, ...Object.values(others).flatMap((addresses) => addresses ?? [])]
  return all.find(({ family, internal }) => family === 'IPv4' && !internal)?.address ?? null
}
