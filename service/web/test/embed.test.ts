import { AxeBuilder } from '@axe-core/playwright'
import type { FrameLocator } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { programOf } from '../src/program/program.ts'
import { fragmentOf } from '../src/program/share-link.ts'
import { Notes } from './support/notes.ts'
import { WebPage } from './support/page.ts'
import { type Site, startSite } from './support/site.ts'

let site: Site
let fragment: string

beforeAll(async () => {
  site = await startSite()
  fragment = await fragmentOf(programOf('python', { path: 'main.py', content: 'print("Hello,", input("Who? "))\n' }))
  const frame = `<iframe src="${site.service.url.href}embed${fragment}" title="Program" width="700" height="420"></iframe>`
  site.put(
    '/frame.html',
    `<!doctype html><html lang="en"><title>Notes</title><main><h1>Notes</h1>${frame}</main></html>`,
  )
})
afterAll(() => site[Symbol.asyncDispose]())

const frameOf = ({ page }: Notes): FrameLocator => page.frameLocator('iframe')

it('runs its program in a frame of a listed page, where a reader answers in the terminal', async () => {
  await using notes = await Notes.open(site.browser, site.notes('/frame.html'))
  const frame = frameOf(notes)
  await frame.getByText('Python').waitFor()
  expect(await frame.locator('.notice').count()).toBe(0)
  await frame.getByRole('button', { name: 'Run' }).click()
  await frame.locator('.xterm-rows').filter({ hasText: 'Who?' }).waitFor()
  await notes.page.keyboard.type('Ada\n')
  await frame.locator('.xterm-rows').filter({ hasText: 'Hello, Ada' }).waitFor()
  await frame.locator('.verdict').filter({ hasText: 'Finished' }).waitFor()
  const { violations } = await new AxeBuilder({ page: notes.page }).analyze()
  expect(violations).toEqual([])
  expect(notes.complaints).toEqual([])
})

it('is not shown in a frame of any other page', async () => {
  await using notes = await Notes.open(site.browser, site.other('/frame.html'))
  await expect.poll(() => notes.complaints.join()).toContain('frame-ancestors')
  expect(await frameOf(notes).getByRole('button', { name: 'Run' }).count()).toBe(0)
})

it('opens the program, as it is now, in the full page, and keeps nothing in the browser', async () => {
  await using notes = await Notes.open(site.browser, site.notes('/frame.html'))
  const frame = frameOf(notes)
  await frame.getByRole('textbox', { name: 'Program' }).click()
  await notes.page.keyboard.press('Control+a')
  await notes.page.keyboard.press('Delete')
  await notes.page.keyboard.insertText('print("changed")')
  const link = frame.getByRole('link', { name: 'Open in a new tab' })
  await expect.poll(() => link.getAttribute('href')).not.toBe(`/${fragment}`)
  const opened = notes.page.context().waitForEvent('page')
  await link.click()
  const page = await opened
  await page.getByRole('textbox', { name: 'Program' }).filter({ hasText: 'print("changed")' }).waitFor()
  const kept = await frame.locator('body').evaluate(() => Object.keys(localStorage))
  expect(kept.filter((key) => /draft|history/.test(key))).toEqual([])
})

it('has its HTML in the dialog of the full page', async () => {
  await using web = await WebPage.open(site.browser, site.service.url)
  await web.write('print("shared")\n')
  await web.page.getByRole('button', { name: 'Share' }).first().click()
  const field = web.page.getByRole('textbox', { name: 'HTML' })
  await expect.poll(() => field.inputValue()).toMatch(/^<iframe src="http:\/\/[^"]+\/embed#p1=[\w-]+" title="Program"/)
  site.put('/shared.html', `<!doctype html><title>Notes</title>${await field.inputValue()}`)
  await using notes = await Notes.open(site.browser, site.notes('/shared.html'))
  await frameOf(notes).getByRole('textbox', { name: 'Program' }).filter({ hasText: 'print("shared")' }).waitFor()
})
