import type { CollectedFile } from '@sandrun/shared'
import { expect, it } from 'vitest'
import { foreignOf } from './tampering.ts'

const file = (path: string, content = 'mine\n'): CollectedFile => ({
  path,
  content,
  encoding: 'utf8',
  executable: false,
})

const OWN = [file('main.sh', 'echo mine >mine'), file('mine'), file('swap')]

it.each([
  ['its own files', OWN, 'only its own'],
  ['nothing', [], 'no file: It ended.'],
  ['a file of the system', [...OWN, file('plain', 'root:x:0:0')], 'plain'],
  ['its own file through a linked folder', [...OWN, file('loop/plain')], 'loop/plain'],
  ['a link', [...OWN, file('link')], 'link'],
])('judges what was collected: %s', (_what, files, outcome) => {
  expect(foreignOf({ files, message: 'It ended.' })).toBe(outcome)
})
