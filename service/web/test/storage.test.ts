import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Fixture, startFixture } from './support/fixture.ts'
import { WebPage } from './support/page.ts'

let fixture: Fixture
const open = (): Promise<WebPage> => WebPage.open(fixture.browser, fixture.service.url)

beforeAll(async () => {
  fixture = await startFixture()
})
afterAll(() => fixture[Symbol.asyncDispose]())

it('shares a program in a link that contains it, sends it nowhere, and does not run it', async () => {
  await using web = await open()
  await web.chooseLanguage('Bash')
  await web.write('echo "shared: $1"\n')
  await web.show('Input')
  await web.page.getByLabel('Arguments').fill('täxt')
  await web.page.getByRole('button', { name: 'Share' }).click()
  const field = web.page.getByRole('textbox', { name: 'Link' })
  await expect.poll(() => field.inputValue()).toMatch(/\/#p1=[\w-]+$/)
  const link = new URL(await field.inputValue())

  const asked: string[] = []
  await using other = await WebPage.open(fixture.browser, fixture.service.url)
  other.page.on('request', (request) => asked.push(request.url()))
  // The same page: only its fragment changes.
  await other.page.goto(link.href)
  await other.page.getByText('This program came from a link.').waitFor()
  expect(await other.languageButton.innerText()).toContain('Bash')
  expect(await other.editor.innerText()).toContain('echo "shared: $1"')
  expect(await other.status.innerText()).toContain('Ready')
  expect(asked.filter((url) => url.includes(link.hash.slice(1)))).toEqual([])
  await other.runButton.click()
  await other.terminalShows('shared: täxt')
})

it('opens a link that is pasted into a new tab, and keeps it in the address until the program changes', async () => {
  await using web = await open()
  await web.page.getByRole('button', { name: 'Share' }).click()
  const field = web.page.getByRole('textbox', { name: 'Link' })
  await expect.poll(() => field.inputValue()).toContain('#p1=')
  const link = new URL(await field.inputValue())
  await using other = await WebPage.open(fixture.browser, link)
  await other.page.getByText('This program came from a link.').waitFor()
  expect(other.page.url()).toBe(link.href)
  await other.page.reload()
  await other.page.getByText('This program came from a link.').waitFor()
  await other.write('echo "mine"\n')
  await expect.poll(() => new URL(other.page.url()).hash).toBe('')
  await other.page.reload()
  await expect.poll(() => other.editor.innerText()).toContain('echo "mine"')
})

it('says so when a link is damaged', async () => {
  await using web = await WebPage.open(fixture.browser, new URL('/#p1=AAAA', fixture.service.url))
  await web.page.getByText('The link is damaged').waitFor()
  expect(await web.runButton.isEnabled()).toBe(true)
})

it('keeps drafts and runs in the browser, until they are cleared', async () => {
  await using web = await open()
  await web.write('print("first")\n')
  await web.runButton.click()
  await web.ends('Finished')
  await web.write('print("draft")\n')
  await web.page.reload()
  await expect.poll(() => web.editor.innerText()).toContain('draft')
  await web.page.getByRole('button', { name: 'History' }).click()
  await web.page.getByRole('button', { name: /Python.*print\("first"\)/s }).click()
  await expect.poll(() => web.editor.innerText()).toContain('first')
  await web.page.getByRole('button', { name: 'History' }).click()
  await web.page.getByRole('button', { name: 'Clear the history' }).click()
  await web.page.getByText('Nothing yet.').waitFor()
  expect(await web.page.evaluate(() => localStorage.getItem('sandrun.history'))).toBeNull()
})

it('keeps text typed before the languages arrived', async () => {
  await using web = await open()
  await web.page.evaluate(() => localStorage.clear())
  const release = Promise.withResolvers<void>()
  await web.page.route('**/v1/languages?**', async (route) => {
    await release.promise
    await route.continue()
  })
  await web.page.goto('about:blank')
  await web.page.goto(fixture.service.url.href, { waitUntil: 'commit' })
  await web.editor.waitFor()
  await web.write('print("early")\n')
  release.resolve()
  await web.ready()
  expect(await web.editor.innerText()).toContain('print("early")')
})

it('is dark if the system is, and light if a person says so, even after a reload', async () => {
  await using web = await WebPage.open(fixture.browser, fixture.service.url, { colorScheme: 'dark' })
  const background = (): Promise<string> =>
    web.page.evaluate(() => getComputedStyle(document.querySelector('.cm-editor') ?? document.body).backgroundColor)
  const dark = await background()
  await web.page.getByRole('button', { name: /^Theme/ }).click()
  await expect.poll(background).toBe('rgb(255, 255, 255)')
  expect(dark).not.toBe('rgb(255, 255, 255)')
  await web.page.reload()
  await web.editor.waitFor()
  expect(await background()).toBe('rgb(255, 255, 255)')
})
