import { expect, it } from 'vitest'
import { app } from '../app.ts'
import { type CommandFacts, commandFacts } from './facts.ts'

const facts = (...names: string[]): CommandFacts | undefined =>
  names.reduce<{ found?: CommandFacts; commands: readonly CommandFacts[] }>(
    ({ commands }, name) => {
      const found = commands.find((command) => command.name === name)
      return { commands: found?.commands ?? [], ...(found && { found }) }
    },
    { commands: commandFacts(app, ['c', 'rust']) },
  ).found

const optionsOf = (...names: string[]): string[] => facts(...names)?.options.map(({ name }) => name) ?? ['not there']

it('offers the options of the command that has them, and no others', () => {
  expect(optionsOf('token')).toEqual([])
  expect(optionsOf('token', 'create')).toEqual(['role', 'expires', 'limit', 'cap'])
  expect(optionsOf('token', 'revoke')).toEqual([])
  expect(optionsOf('lang', 'list')).toEqual(['url'])
})

it.each([
  [['run'], 'path'],
  [
    ['lang', 'build'],
    ['c', 'rust'],
  ],
  [['lang', 'add'], 'path'],
  [['lang', 'prune'], 'none'],
  [['completion'], ['bash', 'zsh', 'fish']],
  [['token', 'revoke'], 'none'],
])('offers what may follow %j', (names, expected) => {
  expect(facts(...names)?.rest).toEqual(expected)
})

it('offers the values of an option', () => {
  const values = new Map(facts('run')?.options.map(({ name, value }) => [name, value]))
  expect(values.get('lang')).toEqual(['c', 'rust'])
  expect(values.get('compare')).toEqual(['exact', 'trim', 'tokens', 'float=1e-6'])
  expect(values.get('stdin')).toBe('path')
  expect(values.get('eval')).toBe('none')
  expect(values.get('json')).toBeNull()
})
