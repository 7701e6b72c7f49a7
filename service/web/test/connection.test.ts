import { afterAll, beforeAll, expect, it } from 'vitest'
import { startFlakyProxy } from '../../test/support/flaky-proxy.ts'
import { startService } from '../../test/support/service.ts'
import { type Fixture, startFixture } from './support/fixture.ts'
import { WebPage } from './support/page.ts'

let fixture: Fixture

beforeAll(async () => {
  fixture = await startFixture()
})
afterAll(() => fixture[Symbol.asyncDispose]())

it('reattaches to its run after the connection breaks, with nothing lost or doubled', async () => {
  await using proxy = await startFlakyProxy(fixture.service.url)
  await using web = await WebPage.open(fixture.browser, proxy.url)
  await web.write('for turn in range(3):\n    print("heard", input(f"{turn}> "))\n')
  await web.runButton.click()
  await web.terminalShows(/0>\s*$/)
  for (const turn of [0, 1, 2]) {
    proxy.cut()
    await web.page.keyboard.type(`word${turn}\n`)
    await web.terminalShows(`heard word${turn}`)
  }
  await web.ends('Finished')
  const lines = await web.page.locator('.xterm-rows > div').allInnerTexts()
  expect(lines.map((line) => line.trimEnd()).filter((line) => line !== '')).toEqual([
    '0> word0',
    'heard word0',
    '1> word1',
    'heard word1',
    '2> word2',
    'heard word2',
  ])
})

it('says what to do if the service does not answer, and runs once it answers again', async () => {
  await using proxy = await startFlakyProxy(fixture.service.url)
  await using web = await WebPage.open(fixture.browser, proxy.url)
  await web.write('print("back")\n')
  await web.page.context().setOffline(true)
  proxy.cut()
  await web.runButton.click()
  await web.ends(/Not run.*does not answer/)
  await web.page.context().setOffline(false)
  await web.runButton.click()
  await web.terminalShows('back')
})

it('asks for a token if the service does, keeps it only on request, and continues with the run', async () => {
  const token = 'a-token-of-this-test'
  await using locked = await startService({ SANDRUN_TOKEN: token })
  await using web = await WebPage.open(fixture.browser, locked.url)
  await web.page.getByRole('button', { name: 'Sign in' }).waitFor()
  await web.write('print("let in")\n')
  await web.runButton.click()
  const dialog = web.page.getByRole('dialog', { name: 'Sign in' })
  await dialog.getByLabel('Token').fill('not-this-one-at-all')
  await web.page.keyboard.press('Enter')
  await dialog.getByText('The token is not valid.').waitFor()
  await dialog.getByLabel('Token').fill(token)
  await web.page.keyboard.press('Enter')
  await web.terminalShows('let in')
  const kept = (): Promise<(string | null)[]> =>
    web.page.evaluate(() => [sessionStorage, localStorage].map((storage) => storage.getItem('sandrun.token')))
  expect(await kept()).toEqual([token, null])
  expect(web.page.url()).not.toContain(token)

  await web.page.getByRole('button', { name: 'More' }).click()
  await web.page.getByRole('menuitem', { name: 'Sign out' }).click()
  expect(await kept()).toEqual([null, null])
  await web.page.getByRole('button', { name: 'Sign in' }).click()
  await dialog.getByLabel('Token').fill(token)
  await dialog.getByLabel('Keep me signed in').check()
  await dialog.getByRole('button', { name: 'Sign in' }).click()
  await dialog.waitFor({ state: 'detached' })
  expect(await kept()).toEqual([null, token])
})

it('checks a token with the service before it replaces a good one, and drops an unwanted one', async () => {
  const token = 'a-token-of-this-test'
  const kept = (web: WebPage): Promise<(string | null)[]> =>
    web.page.evaluate(() => [sessionStorage, localStorage].map((storage) => storage.getItem('sandrun.token')))
  await using locked = await startService({ SANDRUN_TOKEN: token })
  await using web = await WebPage.open(fixture.browser, locked.url)
  await web.page.evaluate((good) => localStorage.setItem('sandrun.token', good), token)
  await web.page.reload()
  await web.ready()
  // Another token is tried.
  await web.page.evaluate(() => sessionStorage.setItem('sandrun.token', 'of-no-use'))
  await web.runButton.click()
  const dialog = web.page.getByRole('dialog', { name: 'Sign in' })
  await dialog.getByLabel('Token').fill('not-this-one-at-all')
  await web.page.keyboard.press('Enter')
  await dialog.getByText('The token is not valid.').waitFor()
  expect(await kept(web)).toEqual(['of-no-use', token])

  await using open = await WebPage.open(fixture.browser, fixture.service.url)
  await open.page.evaluate(() => localStorage.setItem('sandrun.token', 'of-another-service'))
  await open.page.reload()
  await expect.poll(() => kept(open)).toEqual([null, null])
  await open.write('print("let in")\n')
  await open.runButton.click()
  await open.terminalShows('let in')
})
