import { execFile } from 'node:child_process'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { startFixture } from './support/fixture.ts'
import { WebPage } from './support/page.ts'

const BASH = fileURLToPath(new URL('../../../languages/bash', import.meta.url))
const docker = (...args: string[]) => promisify(execFile)('docker', args)

it('notices a language that is built while it is open, and runs it', async () => {
  const languages = await mkdtemp(join(tmpdir(), 'sandrun-languages-'))
  await cp(BASH, join(languages, 'bash'), { recursive: true })
  const id = `meanwhile-${process.pid}`
  const folder = join(languages, id)
  await cp(BASH, folder, { recursive: true })
  const manifest: object = JSON.parse(await readFile(join(folder, 'language.json'), 'utf8'))
  await writeFile(
    join(folder, 'language.json'),
    JSON.stringify({ ...manifest, id, name: 'Meanwhile', aliases: [], extensions: [], shebangs: [], starter: false }),
  )
  await using fixture = await startFixture({ SANDRUN_LANGUAGES_DIR: languages })
  await using web = await WebPage.open(fixture.browser, fixture.service.url)
  await web.languageButton.click()
  const option = web.page.getByRole('option', { name: 'Meanwhile' })
  await option.getByText('not built').waitFor()
  await web.page.keyboard.press('Escape')
  await docker('tag', 'sandrun/bash', `sandrun/${id}`)
  try {
    // A user builds it elsewhere and returns to the page.
    await expect
      .poll(async () => {
        await web.page.evaluate(() => dispatchEvent(new Event('focus')))
        await web.languageButton.click()
        const text = await option.innerText()
        await web.page.keyboard.press('Escape')
        return text
      })
      .not.toContain('not built')
    await web.chooseLanguage('Meanwhile')
    await web.write('echo "built by now"\n')
    await web.runButton.click()
    await web.terminalShows('built by now')
  } finally {
    await docker('rmi', `sandrun/${id}`)
    await rm(languages, { recursive: true })
  }
})
