import { AxeBuilder } from '@axe-core/playwright'
import type { Locator } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Fixture, startFixture } from './support/fixture.ts'
import { WebPage } from './support/page.ts'

let fixture: Fixture

beforeAll(async () => {
  fixture = await startFixture()
})
afterAll(() => fixture[Symbol.asyncDispose]())

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 }

it('works with the keyboard alone: choose, write, run, answer, leave', async () => {
  await using web = await WebPage.open(fixture.browser, fixture.service.url)
  const { keyboard } = web.page
  const focused = (): Promise<string> =>
    web.page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '')
  await keyboard.press('F6')
  await expect.poll(focused).toContain('Language: Python')
  await keyboard.press('F6')
  await expect.poll(focused).toBe('Program')
  await keyboard.press('Control+k')
  await keyboard.type('bash')
  await keyboard.press('Enter')
  await web.hasLanguage('Bash')
  // Else it may come after the selection of the text that it replaces.
  await web.editor.filter({ hasText: 'read -r name' }).waitFor()
  await expect.poll(focused).toBe('Program')
  await keyboard.press('Control+a')
  await keyboard.type('read -p "Who? " who; echo "It is $who"')
  await keyboard.press('Control+Enter')
  await web.terminalShows(/Who\?\s*$/)
  await keyboard.type('me\n')
  await web.terminalShows('It is me')
  await web.ends('Finished')
  await keyboard.press('Control+Enter')
  await web.terminalShows(/Who\?\s*$/)
  await keyboard.press('Control+.')
  await web.ends('Stopped')
  await keyboard.press('Shift+Tab')
  await expect.poll(focused).not.toBe('Terminal input')
  await keyboard.press('F6')
  await keyboard.press('F6')
  await expect.poll(focused).toBe('Program')
  await keyboard.press('Escape')
  await keyboard.press('Tab')
  await expect.poll(focused).not.toBe('Program')
})

it('opens its menus and dialogs with the keyboard, and returns the focus', async () => {
  await using web = await WebPage.open(fixture.browser, fixture.service.url)
  const { keyboard } = web.page
  const samples = web.page.getByRole('button', { name: 'Samples' })
  await samples.focus()
  await keyboard.press('Enter')
  await keyboard.press('ArrowDown')
  await keyboard.press('ArrowUp')
  await keyboard.press('Enter')
  await expect.poll(() => web.editor.innerText()).toContain('Hello, world!')
  const keys = web.page.getByRole('button', { name: 'Keys' })
  await keys.focus()
  await keyboard.press('Enter')
  await web.page.getByRole('dialog', { name: 'Keys' }).waitFor()
  await keyboard.press('Escape')
  await expect.poll(() => keys.evaluate((button) => button === document.activeElement)).toBe(true)
})

it('accepts its keys with CapsLock on', async () => {
  await using web = await WebPage.open(fixture.browser, fixture.service.url)
  await web.editor.focus()
  // A browser reports this Ctrl+K as a capital letter without Shift.
  await web.editor.dispatchEvent('keydown', { key: 'K', code: 'KeyK', keyCode: 75, ctrlKey: true, bubbles: true })
  await web.page.getByRole('dialog', { name: 'Choose a language' }).waitFor()
  expect(await web.page.getByRole('combobox', { name: 'Search languages' }).isVisible()).toBe(true)
})

it('puts the focus in a new file after it is named, and on the tab of a renamed one', async () => {
  await using web = await WebPage.open(fixture.browser, fixture.service.url)
  const { keyboard } = web.page
  await web.page.getByRole('button', { name: 'Add a file' }).click()
  await keyboard.type('helper.py')
  await keyboard.press('Enter')
  await keyboard.type('def help(): pass')
  await expect.poll(() => web.editor.innerText()).toContain('def help')
  const tab = (name: string): Locator => web.page.getByRole('tab', { name })
  await tab('helper.py').focus()
  await keyboard.press('F2')
  await keyboard.type('other.py')
  await keyboard.press('Enter')
  await expect.poll(() => tab('other.py').evaluate((element) => element === document.activeElement)).toBe(true)
  await keyboard.press('F2')
  await keyboard.press('Escape')
  await expect.poll(() => tab('other.py').evaluate((element) => element === document.activeElement)).toBe(true)
})

it('widens the code, by pointer and by key', async () => {
  await using web = await WebPage.open(fixture.browser, fixture.service.url)
  const width = async (): Promise<number> => (await web.page.locator('.editor-pane').boundingBox())?.width ?? 0
  const divider = web.page.getByRole('separator', { name: 'Width of the code' })
  const before = await width()
  await divider.focus()
  await web.page.keyboard.press('ArrowRight')
  await expect.poll(width).toBeGreaterThan(before)
  await divider.hover()
  await web.page.mouse.down()
  await web.page.mouse.move(400, 300)
  await web.page.mouse.up()
  await expect.poll(width).toBeLessThan(before)
})

it('shows where the focus is', async () => {
  await using web = await WebPage.open(fixture.browser, fixture.service.url)
  await web.languageButton.focus()
  await web.page.keyboard.press('Tab')
  const outline = await web.page.evaluate(() => getComputedStyle(document.activeElement ?? document.body).outlineStyle)
  expect(outline).toBe('solid')
})

it('works on a phone: one part at a time, and nothing wider than the screen', async () => {
  await using web = await WebPage.open(fixture.browser, fixture.service.url, PHONE)
  const isWider = (): Promise<boolean> => web.page.evaluate(() => document.documentElement.scrollWidth > innerWidth)
  expect(await isWider()).toBe(false)
  await web.runButton.tap()
  await web.terminalShows(/What is your name\?\s*$/)
  await web.page.keyboard.type('Ada\n')
  await web.terminalShows('Pick a number:')
  expect(await web.editor.isVisible()).toBe(false)
  await web.page.keyboard.type('7\n')
  await web.ends('Finished')
  for (const view of ['Input', 'Cases', 'Code']) {
    await web.show(view)
    expect(await isWider()).toBe(false)
  }
  expect(await web.editor.isVisible()).toBe(true)
  await web.write('one = 1\nmissing\n')
  await web.runButton.tap()
  await web.page.getByRole('button', { name: /main\.py:2/ }).tap()
  await expect.poll(() => web.page.locator('.cm-focused .cm-activeLine').innerText()).toContain('missing')
})

it('has the keys on a phone that its keyboard lacks, for the editor and for a program', async () => {
  await using web = await WebPage.open(fixture.browser, fixture.service.url, PHONE)
  const key = (name: string): Promise<void> =>
    web.page.getByRole('toolbar', { name: 'Keys' }).getByRole('button', { name }).tap()
  await web.write('')
  for (const name of ['Opening parenthesis', 'Double quote', 'Right', 'Right']) await key(name)
  await expect.poll(() => web.editor.innerText()).toBe('("")')
  await web.page.keyboard.type(` # ${'long '.repeat(30)}`)
  expect(await web.page.locator('.cm-scroller').evaluate((box) => box.scrollWidth > box.clientWidth)).toBe(false)
  await web.write(`import sys
try:
    print("read:", repr(sys.stdin.read()))
    while True: pass
except KeyboardInterrupt:
    print("interrupted")
`)
  await web.runButton.tap()
  await web.ends(/Running|Waiting/)
  await web.page.keyboard.type('é\n')
  await web.terminalShows('é')
  await key('Control D: end of input')
  await web.terminalShows(/read: '.*\\n'/)
  await key('Control C: interrupt')
  await web.terminalShows('interrupted')
  await web.ends('Finished')
  expect(web.complaints).toEqual([])
})

it('reads its terminal aloud on request, and remembers that', async () => {
  await using web = await WebPage.open(fixture.browser, fixture.service.url)
  await web.page.getByRole('button', { name: 'Keys' }).click()
  await web.page.getByLabel('Read the terminal to a screen reader').check()
  await web.page.keyboard.press('Escape')
  await web.page.reload()
  await web.ready()
  await web.write('print("said aloud")\n')
  await web.runButton.click()
  await web.page.getByRole('list').getByText('said aloud').waitFor()
  expect(web.complaints).toEqual([])
})

describe.each(['light', 'dark'] as const)('in the %s theme', (colorScheme) => {
  it.each([
    { what: 'a failed run', options: {} },
    { what: 'a failed run on a phone', options: PHONE },
  ])('has no accessibility faults with $what', async ({ options }) => {
    await using web = await WebPage.open(fixture.browser, fixture.service.url, { colorScheme, ...options })
    await web.write('raise SystemExit(missing)\n')
    await web.runButton.click()
    await web.ends('Failed')
    expect(await findings(web)).toEqual([])
    await web.show('Input')
    await web.page.getByLabel('Give all of it at once').check()
    expect(await findings(web)).toEqual([])
    await web.show('Cases')
    await web.page.getByRole('button', { name: 'Add a case' }).click()
    await web.page.getByLabel('Expected').fill('something')
    await web.runButton.click()
    await web.ends('Failed')
    expect(await findings(web)).toEqual([])
  })

  it.each(
    ['Share', 'History', 'Keys'].flatMap((name) => [
      { name, where: 'beside the code', options: {} },
      { name, where: 'on a phone', options: PHONE },
    ]),
  )('has no accessibility faults in its dialog $name $where', async ({ name, options }) => {
    await using web = await WebPage.open(fixture.browser, fixture.service.url, { colorScheme, ...options })
    for (const number of Array.from({ length: name === 'History' ? 8 : 1 }).keys()) {
      if (options === PHONE) await web.show('Code')
      await web.write(`print(${number})\n`)
      await web.runButton.click()
      await web.ends('Finished')
    }
    if (options === PHONE) {
      await web.page.getByRole('button', { name: 'More' }).click()
      await web.page.getByRole('menuitem', { name }).click()
    } else await web.page.getByRole('button', { name }).click()
    await web.page.getByRole('dialog', { name }).waitFor()
    expect(await findings(web)).toEqual([])
  })

  it("has no accessibility faults in find and replace, whose buttons have the page's colours", async () => {
    await using web = await WebPage.open(fixture.browser, fixture.service.url, { colorScheme })
    await web.editor.press('Control+f')
    await web.page.getByRole('textbox', { name: 'Find' }).fill('name')
    await web.page.keyboard.press('Enter')
    const button = web.page.getByRole('button', { name: 'replace all' })
    expect(await findings(web)).toEqual([])
    expect(await button.evaluate((element) => getComputedStyle(element).backgroundImage)).toBe('none')
    expect(await contrastOf(button)).toBeGreaterThan(4.5)
  })

  it('has no accessibility faults in its list of languages', async () => {
    await using web = await WebPage.open(fixture.browser, fixture.service.url, { colorScheme })
    await web.languageButton.click()
    await web.page.getByRole('combobox').fill('s')
    expect(await findings(web)).toEqual([])
  })
})

/** The contrast between its text and its background (WCAG 2.2, 1.4.3). */
function contrastOf(locator: Locator): Promise<number> {
  return locator.evaluate((element) => {
    const { color, backgroundColor } = getComputedStyle(element)
    const [light = 0, dark = 0] = [color, backgroundColor]
      .map((one) => {
        const [red = 0, green = 0, blue = 0] = (one.match(/[\d.]+/g) ?? []).map((part) => {
          const share = Number(part) / 255
          return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
        })
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue
      })
      .toSorted((a, b) => b - a)
    return (light + 0.05) / (dark + 0.05)
  })
}

/** axe's findings, with the elements at fault. */
async function findings({ page }: WebPage): Promise<string[]> {
  // Its legacy mode stays within the page: the normal mode opens a blank page, which the page's policy forbids.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze()
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary}`),
  )
}
