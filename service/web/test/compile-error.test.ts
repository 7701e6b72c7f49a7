import { toLossyText } from '@sandrun/shared'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { post } from '../../test/support/service.ts'
import { type Fixture, startFixture } from './support/fixture.ts'
import { WebPage } from './support/page.ts'

let fixture: Fixture

beforeAll(async () => {
  fixture = await startFixture()
})
afterAll(() => fixture[Symbol.asyncDispose]())

/** Their messages fit into the page's terminal. */
const CODE = 'int main(void) { return }\n'

it("shows a compiler's output exactly, cell by cell", async () => {
  await using web = await WebPage.open(fixture.browser, fixture.service.url)
  await web.chooseLanguage('C')
  await web.write(CODE)
  await web.runButton.click()
  await web.terminalShows('error: expected expression')
  const { compile } = await post(fixture.service, { language: 'c', code: CODE })
  const expected = toLossyText(compile?.stderr ?? '')
    .trimEnd()
    .split('\n')
  expect(expected.length).toBeGreaterThan(3)
  const rows = async (): Promise<string[]> => {
    const texts = await web.page.locator('.xterm-rows > div').allTextContents()
    return texts.map((text) => text.replaceAll('\u00A0', ' ').trimEnd()).slice(0, expected.length)
  }
  await expect.poll(rows).toEqual(expected)
})
