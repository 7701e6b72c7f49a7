import { execFile } from 'node:child_process'
import { stripTypeScriptTypes } from 'node:module'
import { promisify } from 'node:util'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { CLIENT, readExamples } from '../../test/support/client-examples.ts'
import { type Fixture, startFixture } from './support/fixture.ts'

/** The client as it is published, from its tarball. */
async function publishedCode(): Promise<string> {
  const call = promisify(execFile)
  const { stdout: path } = await call(process.execPath, [join(CLIENT, 'scripts/pack.ts')])
  const { stdout } = await call('tar', ['-xzOf', path.trim(), 'package/index.js'], { maxBuffer: 2 ** 24 })
  return stdout
}

/** A page with one program, which imports the client by its name. */
function pageWith(script: string): string {
  const imports = JSON.stringify({ imports: { '@sandrun/client': '/example/client.js' } })
  return `<!doctype html><script type="importmap">${imports}</script><script type="module">${script}</script>`
}

/** A program's output on a page of this origin, whoever serves it. */
async function printedOn(fixture: Fixture, origin: URL, client: string, code: string): Promise<() => string> {
  // Chromium lets a secure page from elsewhere reach this machine only if its reader agrees.
  const page = await fixture.browser.newPage({ permissions: ['local-network-access'] })
  let printed = ''
  page.on('console', (message) => (printed += message.type() === 'log' ? `${message.text()}\n` : ''))
  page.on('pageerror', ({ message }) => (printed += `${message}\n`))
  const html = pageWith(stripTypeScriptTypes(code))
  await page.route('**/example/', (route) => route.fulfill({ contentType: 'text/html', body: html }))
  await page.route('**/example/client.js', (route) => route.fulfill({ contentType: 'text/javascript', body: client }))
  await page.goto(new URL('/example/', origin).href)
  return () => printed
}

it('works in a browser as its examples say', async () => {
  await using fixture = await startFixture()
  const client = await publishedCode()
  // The last example takes its input from a command line.
  const examples = (await readExamples()).filter(({ file }) => file !== 'all-languages.ts')
  for (const { file, code, prints } of examples) {
    await expect.poll(await printedOn(fixture, fixture.service.url, client, code), { message: file }).toBe(prints)
  }
})

it('works on a page of another origin as on its own page, if that is allowed', async () => {
  const site = new URL('https://notes.example')
  await using fixture = await startFixture({ SANDRUN_ORIGINS: site.origin })
  const client = await publishedCode()
  const examples = (await readExamples()).filter(
    ({ file, code }) => code.includes('new Sandrun()') && file !== 'all-languages.ts',
  )
  expect(examples.length).toBeGreaterThanOrEqual(5)
  for (const { file, code, prints } of examples) {
    const there = code.replace('new Sandrun()', `new Sandrun({ url: '${fixture.service.url.href}' })`)
    await expect.poll(await printedOn(fixture, site, client, there), { message: file }).toBe(prints)
    const elsewhere = await printedOn(fixture, new URL('https://other.example'), client, there)
    await expect.poll(elsewhere, { message: file }).toMatch(/The service does not answer|unreachable/)
  }
})
