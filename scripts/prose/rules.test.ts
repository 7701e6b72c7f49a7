import { expect, it } from 'vitest'
import { faultsIn, readGlossary } from './rules.ts'

const TERMS = new Map([['jail', 'sandbox']])
const adviceOn = (text: string): string[] =>
  faultsIn({ file: 'page.md', line: 1, text }, TERMS).map(({ advice }) => advice)

it.each([
  ['What is missing is brought.', /noun/],
  ['Nothing to do. Whoever asks is told.', /noun/],
  ['**Where none runs** the command starts one.', /noun/],
  ['"x" is no limit.', /is not a/],
  ['Two of them were none.', /is not a/],
  ['It has a token of its own.', /its own token/],
  ['It has a token of its own and a name.', /its own token/],
  ['A file of yours.', /its own token/],
  ['For people who run a service.', /whole sentence/],
  ['A client that comes back gets it.', /"reconnect"/],
  ['It needs Node 24.', /Node\.js/],
  ["Node's own WebSocket.", /Node\.js/],
  ['It gets 10 s on the clock.', /wall time/],
  ['It has a language there is not.', /"unknown"/],
  ['The outcome could not be told.', /"inconclusive"/],
  ['It runs in a jail.', /"sandbox", not "jail"/],
  ['Two Jails.', /"sandbox", not "jail"/],
])('finds the fault in "%s"', (text, advice) => {
  expect(adviceOn(text)).toEqual([expect.stringMatching(advice)])
})

it.each([
  'What is your name?',
  'There is no limit.',
  'It is no longer there.',
  'Where Docker is missing, install it.',
  'Its own token is enough.',
  'It is the leader of its own session.',
  'It says what is missing.',
  'There is not enough memory.',
  'There is nothing to do.',
  'It needs Node.js 24 on every node.',
])('leaves "%s" alone', (text) => {
  expect(adviceOn(text)).toEqual([])
})

it('reads the words that terms replace', () => {
  const page = '| term | meaning | instead of |\n| --- | --- | --- |\n| a | one | |\n| b | two | x, y z |\n'
  expect([...readGlossary(page)]).toEqual([
    ['x', 'b'],
    ['y z', 'b'],
  ])
})
