import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { createCatalog, loadCatalog } from './catalog.ts'
import type { LanguagePack } from './pack.ts'
import { createTestPack } from '../conformance/test-pack.ts'

const catalog = createCatalog('languages', [
  createTestPack('python', { aliases: ['py'], extensions: ['.py'], shebangs: ['python3', 'python'] }),
  createTestPack('deno', { editorLanguageIds: ['typescript'], extensions: ['.ts'] }),
  createTestPack('typescript', { editorLanguageIds: ['typescript'], extensions: ['.ts'] }),
  createTestPack('r', { extensions: ['.R'] }),
  createTestPack('c', { extensions: ['.c'] }),
  createTestPack('cpp', { extensions: ['.C', '.cpp'] }),
])
const ids = (packs: readonly LanguagePack[]): string[] => packs.map(({ manifest }) => manifest.id)

describe('createCatalog', () => {
  it('finds by id and alias, in any case', () => {
    expect(catalog.get('PY').manifest.id).toBe('python')
    expect(catalog.find('cobol')).toBeUndefined()
  })

  it('names the existing languages if there is no such language', () => {
    expect(() => catalog.get('cobol')).toThrow(expect.objectContaining({ code: 'unknown-language', field: 'language' }))
    expect(() => catalog.get('cobol')).toThrow(
      expect.objectContaining({ hint: 'Languages: c, cpp, deno, python, r, typescript.' }),
    )
  })

  it('finds by the editor’s id, with a language of that name first', () => {
    expect(ids(catalog.byEditorLanguageId('typescript'))).toEqual(['typescript', 'deno'])
  })

  it('finds by extension, in its own case first', () => {
    expect(ids(catalog.byExtension('src/main.ts'))).toEqual(['deno', 'typescript'])
    expect(ids(catalog.byExtension('.C'))).toEqual(['cpp'])
    expect(ids(catalog.byExtension('MAIN.PY'))).toEqual(['python'])
    expect(ids(catalog.byExtension('Makefile'))).toEqual([])
  })

  it.each(['#!/usr/bin/python3', '#!/usr/bin/env python3', '#! /usr/bin/env -S A=1 python3 -u', '#!/opt/python3.13\r'])(
    'finds by %j',
    (line) => {
      expect(ids(catalog.byShebang(line))).toEqual(['python'])
    },
  )

  it.each(['', 'python3', '#!', '#!/usr/bin/env', '#!/bin/perl'])('finds nothing by %j', (line) => {
    expect(catalog.byShebang(line)).toEqual([])
  })

  it('refuses a name that two packs claim, and names both', () => {
    const packs = [createTestPack('c'), createTestPack('clang', { aliases: ['C'] })]
    expect(() => createCatalog('languages', packs)).toThrow('Both languages/c and languages/clang claim the name "c".')
  })
})

const repository = fileURLToPath(new URL('../../../languages', import.meta.url))

it.each([
  ['csharp', 'csharp.net dotnet-cs mono-csharp'],
  ['vbnet', 'basic.net basic mono-vb dotnet-basic'],
  ['fsharp', 'fsharp.net dotnet-fs'],
  ['assembly', 'nasm nasm64'],
  ['python', 'py py3'],
  ['javascript', 'js node-js node-javascript'],
  ['typescript', 'ts node-ts'],
  ['deno', 'deno-ts deno-js'],
  ['ruby', 'ruby3'],
  ['pascal', 'pas pp freepascal'],
  ['erlang', 'erl escript'],
  ['commonlisp', 'lisp sbcl cl common-lisp'],
  ['raku', 'perl6 p6 pl6'],
])('knows %s by the names Piston has for it', async (id, names) => {
  const real = await loadCatalog(repository)
  expect(names.split(' ').map((name) => [name, real.find(name)?.manifest.id])).toEqual(
    names.split(' ').map((name) => [name, id]),
  )
})

it('has unique pack names, so that people can choose by name', async () => {
  const names = (await loadCatalog(repository)).packs.map(({ manifest }) => manifest.name)
  expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([])
})

it('has only packs that build on their declared base', async () => {
  for (const { manifest, folder, hasDockerfile } of (await loadCatalog(repository)).packs) {
    if (!hasDockerfile) continue
    const dockerfile = await readFile(join(folder, 'Dockerfile'), 'utf8')
    expect(dockerfile).toMatch(new RegExp(`^FROM sandrun/base-${manifest.base}$`, 'm'))
  }
})

it('loads the packs of this repository', async () => {
  const starters = (await loadCatalog(repository)).packs.filter(({ manifest }) => manifest.starter)
  expect(ids(starters)).toEqual(['bash', 'c', 'cpp', 'go', 'java', 'javascript', 'python', 'typescript'])
  for (const { samples } of starters) expect(samples.map(({ name }) => name)).toEqual(['hello', 'stdin'])
})
