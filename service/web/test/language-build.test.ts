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
  await web.page.getByRole('button', { name: 'Build Toy held' }).waitFor()
})

it('builds the selected language for a person who may', async () => {
  await using toys = await writeToyLanguages({ one: 'FROM sandrun/base-base\n', two: 'FROM scratch\n' })
  await using fixture = await startFixture({ SANDRUN_LANGUAGES_DIR: toys.folder, SANDRUN_STARTERS: '' })
  await using web = await WebPage.open(fixture.browser, fixture.service.url)
  await web.languageButton.click()
  const search = web.page.getByRole('combobox', { name: 'Search languages' })
  await search.fill('Toy two')
  await web.page.getByRole('button', { name: 'Build Toy two' }).waitFor()
  await search.fill('Toy one')
  await web.page.getByRole('button', { name: 'Build Toy one' }).click()
  const option = web.page.getByRole('option', { name: 'Toy one', disabled: false })
  await option.waitFor()
  expect(await option.textContent()).not.toContain('not built')
})

it('shows the command to a person who may not', async () => {
  const token = 'a-token-of-sixteen-letters'
  await using toys = await writeToyLanguages({ one: 'FROM sandrun/base-base\n' })
  await using fixture = await startFixture({
    SANDRUN_LANGUAGES_DIR: toys.folder,
    SANDRUN_STARTERS: '',
    SANDRUN_TOKEN: token,
    SANDRUN_ANONYMOUS: 'off',
  })
  await using web = await WebPage.open(fixture.browser, fixture.service.url)
  await web.languageButton.click()
  await web.page.getByText(`sandrun lang build ${toys.id('one')}`).waitFor()
  expect(await web.page.getByRole('button', { name: 'Build Toy one' }).count()).toBe(0)
})
