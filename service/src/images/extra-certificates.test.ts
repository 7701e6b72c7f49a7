import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { rootCertificates } from 'node:tls'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { readExtraCertificates } from './extra-certificates.ts'

const pem = (body: string): string => `-----BEGIN CERTIFICATE-----\n${body}\n-----END CERTIFICATE-----\n`

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ca-'))
})
afterEach(() => rm(folder, { recursive: true }))

it('finds each certificate once, alone in its file, without the usual ones', async () => {
  const bundle = join(folder, 'bundle.pem')
  await writeFile(join(folder, 'a.crt'), pem('QUFB'))
  await writeFile(join(folder, 'note.txt'), pem('WlpaWg=='))
  await writeFile(bundle, `# all\n${rootCertificates[0]}\n${pem('QUFB')}${pem('QkJC')}`)
  const files = await readExtraCertificates(folder, bundle)
  expect(files.map(({ content }) => content.toString()).toSorted()).toEqual([pem('QUFB'), pem('QkJC')])
  expect(files.every(({ path }) => /^extra-ca\/[0-9a-f]{16}\.crt$/.test(path))).toBe(true)
})

it('finds none if there are none', async () => {
  await expect(readExtraCertificates(join(folder, 'none'), join(folder, 'none.pem'))).resolves.toEqual([])
})
