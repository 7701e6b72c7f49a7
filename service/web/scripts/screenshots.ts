import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { type BrowserContextOptions, chromium, type Page } from 'playwright-core'

/**
 * Takes the page's pictures of docs/images from a service that runs. `npm run pictures -- web` starts one for it.
 */
const IMAGES = fileURLToPath(new URL('../../../docs/images/', import.meta.url))
const [url = 'http://127.0.0.1:8080'] = process.argv.slice(2)

const PHONE = { viewport: { width: 390, height: 780 }, deviceScaleFactor: 1.5, isMobile: true, hasTouch: true }

const MEAN = `def mean(numbers):
    """The arithmetic mean."""
    return sum(numbers) / len(numbers)


for group in [[1, 2, 3], [4, 8], []]:
    print(f"mean of {group} is {mean(group)}")
`

const SUM = `numbers = [int(word) for word in input().split()]
print(sum(numbers))
`

/** The content of each picture, by its name. */
const PICTURES: Record<string, { context: BrowserContextOptions; scene: (page: Page) => Promise<void> }> = {
  web: { context: { viewport: { width: 1120, height: 520 }, colorScheme: 'light' }, scene: answered },
  'web-light': { context: { viewport: { width: 1440, height: 900 }, colorScheme: 'light' }, scene: answered },
  'web-dark': { context: { viewport: { width: 1440, height: 900 }, colorScheme: 'dark' }, scene: cases },
  'web-tablet-light': { context: { viewport: { width: 1024, height: 768 }, colorScheme: 'light' }, scene: languages },
  'web-tablet-dark': { context: { viewport: { width: 1024, height: 768 }, colorScheme: 'dark' }, scene: failed },
  'web-phone-light': { context: { ...PHONE, colorScheme: 'light' }, scene: async () => {} },
  widget: { context: { viewport: { width: 760, height: 420 }, colorScheme: 'light' }, scene: widget },
  'web-phone-dark': { context: { ...PHONE, colorScheme: 'dark' }, scene: answered },
}

async function write(page: Page, code: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Program' }).fill(code)
}

async function run(page: Page, verdict: string | RegExp): Promise<void> {
  await page.locator('.run-button').click()
  await page.locator('.verdict').filter({ hasText: verdict }).waitFor()
}

async function answered(page: Page): Promise<void> {
  const terminal = page.locator('.xterm-rows')
  await run(page, /Running|Waiting/)
  for (const [question, answer] of [
    ['What is your name?', 'Ada'],
    ['Pick a number:', '7'],
  ] as const) {
    await terminal.filter({ hasText: question }).waitFor()
    await page.keyboard.type(`${answer}\n`)
  }
  await page.locator('.verdict').filter({ hasText: 'Finished' }).waitFor()
}

async function failed(page: Page): Promise<void> {
  await write(page, MEAN)
  await run(page, 'Failed')
}

async function cases(page: Page): Promise<void> {
  await write(page, SUM)
  await page.locator('.side-tabs').getByRole('button', { name: 'Cases' }).click()
  for (const [index, [input, expected]] of [
    ['1 2 3', '6'],
    ['40 -2', '42'],
  ].entries()) {
    await page.getByRole('button', { name: 'Add a case' }).click()
    const fields = page.getByRole('listitem', { name: `Case ${index + 1}` })
    await fields.getByLabel('Input').fill(input ?? '')
    await fields.getByLabel('Expected').fill(expected ?? '')
  }
  await run(page, 'Wrong answer')
}

async function languages(page: Page): Promise<void> {
  await page.locator('[data-opens="languages"]').click()
  await page.getByRole('combobox').fill('s')
}

/** A page with a code block, on another server. */
const NOTES = `<!doctype html><html lang="en"><script src="${url}/sandrun-editor.js" defer></script>
  <style>
    body { margin: 28px 40px; font: 16px/1.5 Georgia, serif; color: #1c1f23 }
    pre { padding: 12px 16px; background: #f5f5f2; font-size: 14px }
  </style>
  <h2>Asking for input</h2>
  <p>The function <code>input</code> waits for a line and returns it.</p>
  <pre><code class="language-python">name = input("Who are you? ")
print("Hello,", name)</code></pre>
  <sandrun-editor></sandrun-editor>`

/** A page from another machine could not reach the service on this one. */
async function widget(page: Page): Promise<void> {
  await using server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8').end(NOTES)
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
  await page.getByRole('button', { name: 'Run' }).click()
  await page.getByRole('textbox', { name: 'Input' }).fill('Ada')
}

const browser = await chromium.launch({
  executablePath: process.env['SANDRUN_CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
})
try {
  for (const [name, { context, scene }] of Object.entries(PICTURES)) {
    const page = await browser.newPage({ ...context, reducedMotion: 'reduce' })
    await page.goto(url)
    await page.locator('[data-opens="languages"]:enabled').waitFor()
    await scene(page)
    // The pointer must not be over a button, which would change its colour.
    await page.mouse.move(5, 400)
    await page.screenshot({ path: `${IMAGES}${name}.png` })
    await page.close()
  }
} finally {
  await browser.close()
}
