import { DEFAULT_MAXIMUM_LIMITS, type LanguageManifest, type RunRequest } from '@sandrun/shared'
import { describe, expect, it } from 'vitest'
import { createCatalog } from '../../languages/catalog.ts'
import { createTestPack } from '../../conformance/test-pack.ts'
import { resolveRun } from './resolve.ts'
import { type CompileScope, compileKey } from './compile-key.ts'

const SCOPE: CompileScope = { instance: 'here', principal: 'ada', image: 'sha256:1' }
const MANIFEST: Partial<LanguageManifest> = {
  compile: { argv: ['cc', '{compileArgs}', '{files}'] },
  artefacts: ['main'],
}
const REQUEST: RunRequest = {
  language: 'c',
  files: [
    { path: 'main.c', content: 'int main;' },
    { path: 'other.c', content: 'int other;' },
  ],
}

function keyOf(
  scope: Partial<CompileScope> = {},
  request: Partial<RunRequest> = {},
  manifest: Partial<LanguageManifest> = {},
): string | null {
  const catalog = createCatalog('', [createTestPack('c', { ...MANIFEST, ...manifest })])
  const resolved = resolveRun({ ...REQUEST, ...request }, catalog, DEFAULT_MAXIMUM_LIMITS)
  return compileKey({ ...SCOPE, ...scope }, resolved)
}

it('is the same for the same program, whatever its input and the order of its files', () => {
  expect(keyOf()).toMatch(/^[0-9a-f]{64}$/)
  expect(keyOf({}, { stdin: 'x', args: ['a'], limits: { cpuMs: 1 }, collect: ['*'] })).toBe(keyOf())
  expect(keyOf({}, { files: REQUEST.files?.toReversed() })).toBe(keyOf({}, { entry: 'main.c' }))
})

describe('differs if', () => {
  const [main, other] = REQUEST.files ?? []
  if (main === undefined || other === undefined) throw new Error('the request has two files')
  it.each<[string, ...Parameters<typeof keyOf>]>([
    ['the installation differs', { instance: 'there' }],
    ['the principal differs', { principal: 'eve' }],
    ['the image differs', { image: 'sha256:2' }],
    ['the command differs', {}, {}, { compile: { argv: ['cc', '-O2', '{compileArgs}', '{files}'] } }],
    ['the artefacts differ', {}, {}, { artefacts: ['main', 'data'] }],
    ['a flag differs', {}, { compileArgs: ['-g'] }],
    ['a variable differs', {}, { env: { CFLAGS: '-g' } }],
    ['the entry differs', {}, { entry: 'other.c' }],
    ['a source differs', {}, { files: [{ ...main, content: 'int mine;' }, other] }],
    ['a name differs', {}, { files: [main, { ...other, path: 'another.c' }] }],
    ['a mode differs', {}, { files: [main, { ...other, executable: true }] }],
    ['a file is missing', {}, { files: [main] }],
    ['it is at a terminal', {}, { tty: { cols: 80, rows: 24 }, env: { TERM: 'dumb' } }],
    ['less output of the compiler is kept', {}, { compileLimits: { outputKb: 1 } }],
  ])('%s', (_what, ...changes) => {
    expect(keyOf(...changes)).toMatch(/^[0-9a-f]{64}$/)
    expect(keyOf(...changes)).not.toBe(keyOf())
  })
})

it('is missing if nothing may be stored', () => {
  expect(keyOf({}, { cache: false })).toBeNull()
  expect(keyOf({}, {}, { compile: undefined })).toBeNull()
  expect(keyOf({}, {}, { artefacts: undefined })).toBeNull()
})
