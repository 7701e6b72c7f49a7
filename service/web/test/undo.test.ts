import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Fixture, startFixture } from './support/fixture.ts'
import { WebPage } from './support/page.ts'

let fixture: Fixture
const open = (): Promise<WebPage> => WebPage.open(fixture.browser, fixture.service.url)
const shows = (web: WebPage, text: string) => expect.poll(() => web.editor.innerText()).toContain(text)

beforeAll(async () => {
  fixture = await startFixture()
})
afterAll(() => fixture[Symbol.asyncDispose]())

async function linkTo(web: WebPage): Promise<URL> {
  await web.page.getByRole('button', { name: 'Share' }).click()
  const field = web.page.getByRole('textbox', { name: 'Link' })
  await expect.poll(() => field.inputValue()).toContain('#p1=')
  const link = new URL(await field.inputValue())
  await web.page.keyboard.press('Escape')
  return link
}

it('keeps programs that a sample, a link or an entry of History replaces, and restores them with a button or a key', async () => {
  await using web = await open()
  const { page } = web
  await web.write('print("shared")\n')
  const link = await linkTo(web)
  await web.write('print("mine")\n')

  await page.getByRole('button', { name: 'Samples' }).click()
  await page.getByRole('menuitem', { name: 'Hello, world' }).click()
  await shows(web, 'Hello, world!')
  await page.getByRole('button', { name: 'Undo' }).click()
  await shows(web, 'mine')

  await page.goto(link.href)
  await shows(web, 'shared')
  await web.editor.press('Control+z')
  await shows(web, 'mine')

  await page.getByRole('button', { name: 'Samples' }).click()
  await page.getByRole('menuitem', { name: 'Hello, world' }).click()
  await page.getByRole('button', { name: 'Dismiss' }).click()
  await page.getByRole('button', { name: 'History' }).click()
  await page.getByRole('button', { name: /Python.*Not run.*print\("mine"\)/s }).click()
  await shows(web, 'mine')
  expect(web.complaints).toEqual([])
})

it('restores a cleared history in its dialog', async () => {
  await using web = await open()
  const { page } = web
  await web.write('print("once")\n')
  await web.runButton.click()
  await web.ends('Finished')
  await page.getByRole('button', { name: 'History' }).click()
  await page.getByRole('button', { name: 'Clear the history' }).click()
  await page.getByText('Nothing yet.').waitFor()
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByRole('button', { name: /Finished.*print\("once"\)/s }).waitFor()
  await page.reload()
  await shows(web, 'once')
})

it('shows a restored file, or a new one with its name, with its own content', async () => {
  await using web = await open()
  const { page } = web
  const addFile = async (): Promise<void> => {
    await page.getByRole('button', { name: 'Add a file' }).click()
    await page.getByRole('textbox', { name: 'File name' }).press('Enter')
  }
  await addFile()
  await web.write('lost = 1\n')
  await page.getByRole('button', { name: 'Remove file2.py' }).click()
  await page.getByRole('button', { name: 'Undo' }).click()
  await shows(web, 'lost = 1')
  await page.getByRole('button', { name: 'Remove file2.py' }).click()
  await addFile()
  await expect.poll(() => web.editor.innerText()).not.toContain('lost')
})

/** Closes it as a person does; resolves when it is closed, which `close` does not wait for here. */
async function closeTab({ page }: WebPage): Promise<void> {
  const closed = page.waitForEvent('close')
  await page.close({ runBeforeUnload: true })
  await closed
}

it('keeps a draft for each tab: a second one takes nothing from the first, and a closed one leaves its own', async () => {
  await using web = await open()
  const context = web.page.context()
  const another = async (): Promise<WebPage> => WebPage.openTab(context, fixture.service.url)
  await web.write('print("first")\n')
  const second = await another()
  await shows(second, 'What is your name?')
  await second.write('print("second")\n')
  await web.page.reload()
  await shows(web, 'first')
  await second.page.reload()
  await shows(second, 'second')

  await closeTab(second)
  const third = await another()
  await shows(third, 'second')
  await third.write('print("third")\n')
  await closeTab(third)
  const left = web.page.getByRole('button', { name: /Not run.*print\("third"\)/s })
  // A tab is open to the others until the browser has released its lock.
  const isLeft = async (): Promise<boolean> => {
    await web.page.reload()
    await shows(web, 'first')
    await web.page.getByRole('button', { name: 'History' }).click()
    return left.waitFor({ timeout: 5000 }).then(
      () => true,
      () => false,
    )
  }
  await expect.poll(isLeft, { timeout: 60_000 }).toBe(true)
  expect(await left.count()).toBe(1)
})
