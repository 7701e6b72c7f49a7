import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Fixture, startFixture } from './support/fixture.ts'
import { Notes, notesPage } from './support/notes.ts'
import { WebPage } from './support/page.ts'
import { startSite } from './support/site.ts'

/** The budget of a first visit on the network, including headers, languages and the colours of the first language. */
const MOST_BYTES = 300_000

/** The same for a page with code blocks. */
const MOST_WIDGET_BYTES = 60_000

let fixture: Fixture

beforeAll(async () => {
  fixture = await startFixture()
})
afterAll(() => fixture[Symbol.asyncDispose]())

it('loads in less than 300 KB, with all text compressed', async () => {
  const context = await fixture.browser.newContext()
  const page = await context.newPage()
  const received = await countBytes(page)
  const plain: string[] = []
  page.on('response', (response) => {
    const { 'content-encoding': coding, 'content-length': length = Infinity } = response.headers()
    if (coding !== 'br' && Number(length) >= 1024) plain.push(response.url())
  })
  await page.goto(fixture.service.url.href)
  // The colours load last.
  await page.locator('.cm-line span').first().waitFor()
  await page.waitForLoadState('networkidle')
  const bytes = [...received.values()].reduce((sum, size) => sum + size, 0)
  console.log(`    ${received.size} answers, ${Math.round(bytes / 1000)} KB on the wire`)
  expect(received.size).toBeGreaterThanOrEqual(7)
  expect(bytes).toBeLessThan(MOST_BYTES)
  expect(plain).toEqual([])
  await context.close()
})

it('has a widget that costs a page less than 60 KB until a reader edits', async () => {
  await using site = await startSite()
  const block = '<pre>print("ran")</pre><sandrun-editor language="python"></sandrun-editor>'
  site.put('/notes.html', notesPage(site.service.url, block))
  await using notes = await Notes.open(site.browser, 'about:blank')
  const received = await countBytes(notes.page)
  await notes.page.goto(site.notes('/notes.html'))
  await notes.button('Run').click()
  await notes.says('Finished')
  const bytes = [...received.values()].reduce((sum, size) => sum + size, 0)
  const widget = await fetch(new URL('/sandrun-editor.js', site.service.url), {
    headers: { 'accept-encoding': 'identity' },
  })
  const raw = (await widget.arrayBuffer()).byteLength
  console.log(`    the widget: ${Math.round(bytes / 1000)} KB on the wire, ${Math.round(raw / 1000)} KB unpacked`)
  expect(bytes).toBeLessThan(MOST_WIDGET_BYTES)
})

it('loads its files once: a second visit has them', async () => {
  await using web = await WebPage.open(fixture.browser, fixture.service.url)
  await web.page.locator('.cm-line span').first().waitFor()
  await web.page.waitForLoadState('networkidle')
  await web.page.reload()
  await web.page.locator('.cm-line span').first().waitFor()
  const transferred = await web.page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .filter((entry): entry is PerformanceResourceTiming => entry.name.includes('/assets/'))
      .map(({ transferSize }) => transferSize),
  )
  expect(transferred.length).toBeGreaterThanOrEqual(5)
  expect(Math.max(...transferred)).toBe(0)
})

/** The size of each answer in bytes, as it comes from the network. */
async function countBytes(page: Page): Promise<ReadonlyMap<string, number>> {
  const session = await page.context().newCDPSession(page)
  const received = new Map<string, number>()
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) =>
    received.set(requestId, encodedDataLength),
  )
  await session.send('Network.enable')
  return received
}
