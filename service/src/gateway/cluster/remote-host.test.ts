import type { LanguageInfo } from '@sandrun/shared'
import { pino } from 'pino'
import { expect, it, onTestFinished } from 'vitest'
import { fakeRegistry } from '../../../test/support/fake-registry.ts'
import { fakeQueue } from '../../../test/support/fake-queue.ts'
import { principal } from '../../../test/support/principal.ts'
import type { Directory, DirectoryEntry } from '../../ports/directory.ts'
import { RunLog } from '../../run-log/run-log.ts'
import { ClusterLanguages } from './cluster-languages.ts'
import { Links } from './links.ts'
import { RemoteHost } from './remote-host.ts'

const C: LanguageInfo = {
  id: 'c',
  name: 'C',
  version: '14',
  aliases: [],
  editorLanguageIds: [],
  extensions: ['.c'],
  shebangs: [],
  file: 'main.c',
  compiled: true,
  available: true,
  warm: 0,
  prepared: 0,
  libraries: [],
  diagnostics: [],
  samples: [],
}
const worker = { id: 'worker', role: 'worker', host: '', version: '', running: 0, places: 1, draining: false } as const

it('starts and follows no run once it is closed, since nothing would end it', async () => {
  const log = pino({ level: 'silent' })
  const membership = { node: 'gateway', connected: true, now: Date.now }
  const queue = fakeQueue()
  const registry = fakeRegistry(async () => [{ ...worker, languages: [C] }])
  const entry: DirectoryEntry = {
    owner: 'ada',
    language: 'c',
    tokenHash: null,
    follower: { node: 'dead', link: 'its' },
    worker: 'worker',
  }
  const directory: Directory = {
    put: async () => {},
    find: async () => entry,
    follow: async () => entry,
    serve: async () => entry,
    expire: async () => {},
  }
  const links = new Links({ membership, registry, queue, log }, () => ({ send: async () => true }))
  const languages = new ClusterLanguages(registry, log)
  onTestFinished(() => {
    links[Symbol.dispose]()
    languages[Symbol.dispose]()
  })
  await languages.refresh()
  const host = new RemoteHost({
    queue,
    directory,
    sessionDirectory: { find: async () => null, list: async () => [] },
    links,
    membership,
    languages,
    reach: (ask) => ask(),
    log,
  })
  const request = { language: 'c', code: '' }
  const caps = { running: 1, queued: 1, runsPerMinute: 1, cpuSecondsPerDay: 1 }
  const prepared = await host.prepare({ request, principal: principal('ada'), caps, live: false })
  await host.close()
  expect(() => prepared.start({ id: 'a', log: new RunLog() })).toThrow('shutting down')
  await expect(host.rejoin({ id: 'b', attempt: 'c', log: new RunLog() })).rejects.toMatchObject({
    code: 'shutting-down',
  })
})
