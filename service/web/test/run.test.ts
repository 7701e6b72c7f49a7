import type { LanguageInfo } from '@sandrun/shared'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startService, type TestService } from '../../test/support/service.ts'
import { startBrowser, WebPage } from './support/page.ts'

let service: TestService
let browser: Browser

beforeAll(async () => {
  service = await startService()
  browser = await startBrowser()
})
afterAll(async () => {
  await browser.close()
  await service[Symbol.asyncDispose]()
})

const STARTERS: readonly Pick<LanguageInfo, 'name'>[] = [
  { name: 'Bash' },
  { name: 'C' },
  { name: 'C++' },
  { name: 'Go' },
  { name: 'Java' },
  { name: 'JavaScript' },
  { name: 'Python' },
  { name: 'TypeScript' },
]

it.each(STARTERS)('runs the first sample of $name', async ({ name }) => {
  await using web = await WebPage.open(browser, service.url)
  await web.chooseLanguage(name)
  await web.page.getByRole('button', { name: 'Samples' }).click()
  await web.page.getByRole('menuitem', { name: 'Hello, world' }).click()
  await web.runButton.click()
  await web.terminalShows('Hello, world!')
  await web.ends('Finished')
  expect(await web.page.locator('.usage').innerText()).toMatch(
    /Exit code\s+0\s+Time\s+[\d.]+ m?s\s+CPU\s+\d+ m?s\s+Memory\s+[\d.]+ [KM]B/,
  )
  expect(web.complaints).toEqual([])
})

it('asks, and a person answers in the terminal', async () => {
  await using web = await WebPage.open(browser, service.url)
  await web.runButton.click()
  await web.terminalShows(/What is your name\?\s*$/)
  await web.page.keyboard.type('Ada\n')
  await web.terminalShows(/Pick a number:\s*$/)
  await web.page.keyboard.type('7\n')
  await web.terminalShows('Hello, Ada! 7 squared is 49.')
  await web.ends('Finished')
})

it('stops a program that would never end', async () => {
  await using web = await WebPage.open(browser, service.url)
  await web.write('print("begun", flush=True)\nwhile True: pass\n')
  await web.runButton.click()
  await web.terminalShows('begun')
  await web.stopButton.click()
  await web.ends('Stopped')
  await web.runButton.waitFor()
})

it('runs the changed program when it is asked to run while one runs', async () => {
  await using web = await WebPage.open(browser, service.url)
  await web.write('print("first", flush=True)\nwhile True: pass\n')
  await web.runButton.click()
  await web.terminalShows('first')
  await web.write('print("second")\n')
  await web.page.keyboard.press('Control+Enter')
  await web.terminalShows('second')
  await web.ends('Finished')
})

it('leads from an error to its line', async () => {
  await using web = await WebPage.open(browser, service.url)
  await web.write('one = 1\n\ndef two():\n    return missing\n\ntwo()\n')
  await web.runButton.click()
  await web.ends('Failed')
  await web.page
    .getByRole('list', { name: 'Problems' })
    .getByRole('button', { name: /main\.py:4/ })
    .click()
  await expect.poll(() => web.page.locator('.cm-activeLine').innerText()).toContain('return missing')
  expect(await web.page.locator('.cm-lintRange-error').count()).toBeGreaterThan(0)
})

it('shows what a compiler complains about', async () => {
  await using web = await WebPage.open(browser, service.url)
  await web.chooseLanguage('C')
  await web.write('int main(void) {\n  return missing;\n}\n')
  await web.runButton.click()
  await web.ends('Does not compile')
  await web.page.getByRole('button', { name: /main\.c:2.*missing/ }).waitFor()
})
