import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Fixture, startFixture } from './support/fixture.ts'
import { WebPage } from './support/page.ts'

let fixture: Fixture
const open = (): Promise<WebPage> => WebPage.open(fixture.browser, fixture.service.url)

beforeAll(async () => {
  fixture = await startFixture()
})
afterAll(() => fixture[Symbol.asyncDispose]())

const STARTERS: readonly { name: string }[] = [
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
  await using web = await open()
  await web.chooseLanguage(name)
  await web.page.getByRole('button', { name: 'Samples' }).click()
  await web.page.getByRole('menuitem', { name: 'Hello, world' }).click()
  await web.runButton.click()
  await web.terminalShows('Hello, world!')
  await web.ends('Finished')
  expect(await web.page.locator('.usage').innerText()).toMatch(
    /Exit\s+0\s+Time\s+[\d.]+ m?s\s+CPU\s+\d+ m?s\s+Memory\s+[\d.]+ [KM]B/,
  )
  expect(web.complaints).toEqual([])
})

it('asks, and a person answers in the terminal', async () => {
  await using web = await open()
  await web.runButton.click()
  await web.terminalShows(/What is your name\?\s*$/)
  await web.page.keyboard.type('Ada\n')
  await web.terminalShows(/Pick a number:\s*$/)
  await web.page.keyboard.type('7\n')
  await web.terminalShows('Hello, Ada! 7 squared is 49.')
  await web.ends('Finished')
})

it('says that a program waits for input, and where to type', async () => {
  await using web = await open()
  await web.write('name = input("Who? ")\nprint("It is", name)\nwhile True: pass\n')
  await web.runButton.click()
  await web.ends('Waiting for input')
  const asks = web.page.getByRole('button', { name: 'The program is waiting for input' })
  expect(await asks.isVisible()).toBe(false)
  // Users who continue in the editor see it too.
  await web.editor.click()
  await asks.click()
  await web.page.keyboard.type('me\n')
  await web.terminalShows('It is me')
  await web.ends('Running')
  await web.stopButton.click()
  await web.ends('Stopped')
})

it('stops a program that would never end', async () => {
  await using web = await open()
  await web.write('print("begun", flush=True)\nwhile True: pass\n')
  await web.runButton.click()
  await web.terminalShows('begun')
  await web.stopButton.click()
  await web.ends('Stopped')
  await web.runButton.waitFor()
})

it('runs the changed program on request while another runs', async () => {
  await using web = await open()
  await web.write('print("first", flush=True)\nwhile True: pass\n')
  await web.runButton.click()
  await web.terminalShows('first')
  await web.write('print("second")\n')
  await web.page.keyboard.press('Control+Enter')
  await web.terminalShows('second')
  await web.ends('Finished')
})

it('links an error to its line', async () => {
  await using web = await open()
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

it("shows a compiler's messages", async () => {
  await using web = await open()
  await web.chooseLanguage('C')
  await web.write('int main(void) {\n  return missing;\n}\n')
  await web.runButton.click()
  await web.ends('Does not compile')
  await web.page.getByRole('button', { name: /main\.c:2.*missing/ }).waitFor()
})

it('names the language that has a missing library, and runs the program there', async () => {
  await using web = await open()
  await web.chooseLanguage('C')
  await web.write(
    '#include <vector>\n#include <cstdio>\nint main() { std::vector<int> all{6, 7}; printf("%d", all[0] * all[1]); }\n',
  )
  await web.runButton.click()
  await web.ends(/"vector" is not in this sandbox, but in C\+\+\./)
  await web.page.getByRole('button', { name: 'Run in C++' }).click()
  await web.terminalShows('42')
  await web.ends('Finished')
  await web.languageButton.filter({ hasText: 'C++' }).waitFor()
  expect(await web.page.getByRole('tab', { name: 'main.cpp' }).isVisible()).toBe(true)
})

it('finds and replaces in the editor', async () => {
  await using web = await open()
  await web.editor.press('Control+f')
  await web.page.getByRole('textbox', { name: 'Find' }).fill('Hello')
  await web.page.getByRole('textbox', { name: 'Replace' }).fill('Good day')
  await web.page.getByRole('button', { name: 'replace all' }).click()
  await expect.poll(() => web.editor.innerText()).toContain('Good day, {name}')
  expect(web.complaints).toEqual([])
})

it('gives a program its whole input and its arguments', async () => {
  await using web = await open()
  await web.write('import sys\nprint(sys.argv[1:], sys.stdin.read().split())\n')
  await web.show('Input')
  await web.page.getByLabel('Give all of it at once').check()
  await web.page.getByRole('textbox', { name: 'Standard input' }).fill('one\ntwo')
  await web.page.getByLabel('Arguments').fill('--name "Ada Lovelace"')
  await web.runButton.click()
  await web.terminalShows("['--name', 'Ada Lovelace'] ['one', 'two']")
  await web.ends('Finished')
})

it('says where to raise a limit, and runs with the new one', async () => {
  await using web = await open()
  await web.write('x = bytearray(300 << 20)\nprint("enough")\n')
  await web.runButton.click()
  await web.ends(/Memory limit.*Raise it under Input\./)
  await web.show('Input')
  await web.page.getByLabel('Memory, MB').fill('512')
  await web.runButton.click()
  await web.terminalShows('enough')
  await web.ends('Finished')
})

it('runs a program of several files', async () => {
  await using web = await open()
  await web.write('import greeting\nprint(greeting.of("Ada"))\n')
  await web.page.getByRole('button', { name: 'Add a file' }).click()
  await web.page.getByRole('textbox', { name: 'File name' }).fill('greeting.py')
  await web.page.keyboard.press('Enter')
  await web.page.getByRole('tab', { name: 'greeting.py', selected: true }).waitFor()
  await web.write('def of(name):\n    return f"Good day, {name}"\n')
  await web.runButton.click()
  await web.terminalShows('Good day, Ada')
  await web.page.getByRole('tab', { name: 'main.py' }).click()
  await expect.poll(() => web.editor.innerText()).toContain('import greeting')
})

it("shows a program's picture", async () => {
  await using web = await open()
  await web.write(
    `import base64\nopen("dot.png", "wb").write(base64.b64decode("${DOT}"))\nopen("page.html", "w").write("<b>")\n`,
  )
  await web.runButton.click()
  const picture = web.page.getByRole('img', { name: 'dot.png' })
  await picture.waitFor()
  await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1)
  expect(await web.page.getByRole('list', { name: 'Pictures' }).getByRole('listitem').count()).toBe(1)
  expect(web.complaints).toEqual([])
})

/** A PNG of one pixel. */
const DOT = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=='

it('runs each case and shows differences', async () => {
  await using web = await open()
  await web.write('a, b = map(int, input().split())\nprint(a + b)\n')
  await web.show('Cases')
  for (const [index, { input, expected }] of [
    { input: '1 2', expected: '3' },
    { input: '2 2', expected: '5' },
  ].entries()) {
    await web.page.getByRole('button', { name: 'Add a case' }).click()
    const fields = web.page.getByRole('listitem', { name: `Case ${index + 1}` })
    await fields.getByLabel('Input').fill(input)
    await fields.getByLabel('Expected').fill(expected)
  }
  await web.page.getByRole('button', { name: 'Run cases' }).click()
  await web.ends('Wrong answer')
  const first = web.page.getByRole('listitem', { name: 'Case 1' })
  const second = web.page.getByRole('listitem', { name: 'Case 2' })
  await expect.poll(() => first.innerText()).toContain('Accepted')
  await expect.poll(() => second.innerText()).toContain('Wrong answer')
  expect(await second.locator('.missing').innerText()).toContain('5')
  expect(await second.locator('.unexpected').innerText()).toContain('4')
})
