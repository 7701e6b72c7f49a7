import { readdir, readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { loadCommands } from './commands.ts'

const DOCS = new URL('../../../../docs/', import.meta.url)
const overview = await readFile(new URL('cli.md', DOCS), 'utf8')
const pages = (await readdir(DOCS)).filter((name) => name.endsWith('.md'))
const everything = (await Promise.all(pages.map((name) => readFile(new URL(name, DOCS), 'utf8')))).join('\n')
const commands = [...(await loadCommands())]

describe('docs/', () => {
  it.each(commands)('tells of %s', (name) => {
    expect(new RegExp(`\`${name}[ \`]|sandrun ${name}\\b`).test(overview)).toBe(true)
  })

  // Those of `lang` are many, and "sandrun help lang" tells of them.
  const told = commands.filter(([name]) => name !== 'lang')
  it.each(told.flatMap(([name, command]) => Object.keys(command.options).map((option) => [name, option])))(
    'tells of %s --%s',
    (_name, option) => expect(everything.includes(`--${option}`)).toBe(true),
  )
})

it.each(commands)('%s is told of in one line, with usage and examples', (name, { about, usage, examples, options }) => {
  expect(about.length).toBeLessThan(90)
  for (const form of [...usage, ...examples]) expect(form).toContain(name)
  for (const option of Object.values(options)) expect(option.value !== undefined).toBe(option.type === 'string')
})
