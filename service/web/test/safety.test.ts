import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Fixture, startFixture } from './support/fixture.ts'
import { WebPage } from './support/page.ts'

let fixture: Fixture
const open = (): Promise<WebPage> => WebPage.open(fixture.browser, fixture.service.url)

beforeAll(async () => {
  fixture = await startFixture()
})
afterAll(() => fixture[Symbol.asyncDispose]())

const MARKUP = '<img src=x onerror="document.title=1"><script>document.title=2</script>'

it("shows a program's markup as text: in the terminal, a problem, a case and its difference", async () => {
  await using web = await open()
  await web.write(`print(${JSON.stringify(MARKUP)})\nraise SystemError(${JSON.stringify(MARKUP)})\n`)
  await web.runButton.click()
  await web.terminalShows('<script>document.title=2</script>')
  await web.ends('Failed')
  await web.page.getByRole('list', { name: 'Problems' }).getByText(MARKUP).waitFor()
  await web.write(`print(${JSON.stringify(MARKUP)})\n`)
  await web.show('Cases')
  await web.page.getByRole('button', { name: 'Add a case' }).click()
  await web.page.getByLabel('Expected').fill('<b>bold</b>')
  await web.page.getByRole('button', { name: 'Run cases' }).click()
  await web.page.getByLabel('Difference').getByText(MARKUP).waitFor()
  expect(await web.page.locator('main script, main b, main img').count()).toBe(0)
  expect(await web.page.title()).toBe('Python – Sandrun')
  expect(web.complaints).toEqual([])
})

it('lets no text become markup, script or style, even for its own script', async () => {
  await using web = await open()
  const refused = await web.page.evaluate((markup) => {
    const attempts: Record<string, () => unknown> = {
      innerHTML: () => (document.body.innerHTML = markup),
      'inline script': () => {
        const script = document.createElement('script')
        script.textContent = 'document.title = "script"'
      },
      policy: () =>
        (
          globalThis as unknown as { trustedTypes: { createPolicy(name: string, rules: object): unknown } }
        ).trustedTypes.createPolicy('mine', {}),
    }
    return Object.entries(attempts).flatMap(([name, attempt]) => {
      try {
        attempt()
        return []
      } catch {
        return name
      }
    })
  }, MARKUP)
  expect(refused).toEqual(['innerHTML', 'inline script', 'policy'])
  expect(
    await web.page.evaluate(() => {
      const style = Object.getPrototypeOf(document).createElement.call(document, 'style') as HTMLStyleElement
      style.textContent = 'body { display: none }'
      document.head.append(style)
      return getComputedStyle(document.body).display
    }),
  ).not.toBe('none')
})

it('lets a program draw, even with 24-bit colours, but not control the terminal', async () => {
  await using web = await open()
  await web.write(
    String.raw`print("\x1b]0;owned\x07\x1b]52;c;b3duZWQ=\x07\x1b[8;1;1t" + "\x1b[38;2;10;120;200mblue\x1b[0m plain")` +
      '\n',
  )
  await web.runButton.click()
  await web.terminalShows(/^\s*blue plain/)
  await web.ends('Finished')
  const colour = await web.page
    .locator('.xterm-rows span', { hasText: 'blue' })
    .first()
    .evaluate((span) => getComputedStyle(span).color)
  expect(colour).toBe('rgb(10, 120, 200)')
  expect(await web.page.title()).toBe('Python – Sandrun')
  expect(web.complaints).toEqual([])
})

it('sends its address to no other site, and cannot be framed', async () => {
  const { headers } = await fetch(fixture.service.url)
  expect(headers.get('referrer-policy')).toBe('no-referrer')
  expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
  expect(headers.get('x-content-type-options')).toBe('nosniff')
})
