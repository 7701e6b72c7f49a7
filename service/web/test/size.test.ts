import { gzipSync } from 'node:zlib'
import type { Response } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Fixture, startFixture } from './support/fixture.ts'
import { WebPage } from './support/page.ts'

/** What the page of a first visit may cost, gzipped, with the colours of its first language. */
const MOST_BYTES = 300_000

let fixture: Fixture

beforeAll(async () => {
  fixture = await startFixture()
})
afterAll(() => fixture[Symbol.asyncDispose]())

it('loads in less than 300 KB, gzipped, and is compressed on the way', async () => {
  const context = await fixture.browser.newContext()
  const page = await context.newPage()
  const responses: Response[] = []
  page.on('response', (response) => responses.push(response))
  await page.goto(fixture.service.url.href)
  // The colours come last.
  await page.locator('.cm-line span').first().waitFor()
  await page.waitForLoadState('networkidle')
  const files = responses.filter((response) => /^\/(?:$|assets\/)/.test(new URL(response.url()).pathname))
  const sizes = await Promise.all(files.map(async (file) => gzipSync(await file.body()).length))
  const bytes = sizes.reduce((sum, size) => sum + size, 0)
  console.log(`    ${files.length} files, ${Math.round(bytes / 1000)} KB gzipped`)
  expect(files.length).toBeGreaterThanOrEqual(5)
  expect(bytes).toBeLessThan(MOST_BYTES)
  const scripts = files.filter((file) => file.url().endsWith('.js'))
  expect(new Set(scripts.map((file) => file.headers()['content-encoding']))).toEqual(new Set(['br']))
  await context.close()
})

it('asks for its files once: a second visit has them', async () => {
  await using web = await WebPage.open(fixture.browser, fixture.service.url)
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
