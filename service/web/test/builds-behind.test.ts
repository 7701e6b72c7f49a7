import { expect, it } from 'vitest'
import { HeldRegistry } from '../../test/support/held-registry.ts'
import { writeToyLanguages } from '../../test/support/toy-languages.ts'
import { startFixture } from './support/fixture.ts'
import { WebPage } from './support/page.ts'

it('shows in the open list that a language is being built, until it is built', async () => {
  using registry = await HeldRegistry.start()
  await using toys = await writeToyLanguages({ held: `FROM ${registry.image}\n` })
  await using fixture = await startFixture({
    SANDRUN_LANGUAGES_DIR: toys.folder,
    SANDRUN_STARTERS: toys.id('held'),
    SANDRUN_BUILD: 'starters',
  })
  await using web = await WebPage.open(fixture.browser, fixture.service.url)
  await web.languageButton.click()
  const option = web.page.getByRole('option', { name: 'Toy held' })
  await option.getByText('building', { exact: true }).waitFor()
  expect(await web.page.getByText('To build a language:').count()).toBe(0)
  registry.release()
  await option.getByText('not built', { exact: true }).waitFor()
  await web.page.getByText('To build a language:').waitFor()
})
