import { expect, it } from 'vitest'
import { nearestWord } from './nearest-word.ts'

const COMMANDS = ['run', 'serve', 'languages', 'lang', 'nodes', 'bench', '--port', '--cap', 'SANDRUN_ROLE']

it.each([
  ['serv', 'serve'],
  ['nodse', 'nodes'],
  ['langauges', 'languages'],
  ['rnu', 'run'],
  ['--prot', '--port'],
  ['--pot', '--port'],
  ['SANDRUN_ROL', 'SANDRUN_ROLE'],
])('takes "%s" for %s', (word, known) => {
  expect(nearestWord(word, COMMANDS)).toBe(known)
})

it.each(['nope', 'ru', 'batch', 'anything', '', '--json', '--', 'SANDRUN_COLOR'])(
  'suggests nothing for "%s"',
  (word) => {
    expect(nearestWord(word, COMMANDS)).toBeUndefined()
  },
)
