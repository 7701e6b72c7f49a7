import { describe, expect, it } from 'vitest'
import { detectLanguage, type FileFacts } from './language-detection.ts'

const language = (id: string, editorLanguageIds: string[], extensions: string[], shebangs: string[] = []) => ({
  id,
  available: true,
  editorLanguageIds,
  extensions,
  shebangs,
})

const languages = [
  language('python2', ['python'], ['.py2'], ['python2']),
  language('python', ['python'], ['.py'], ['python', 'python3']),
  language('bash', ['shellscript'], ['.sh', '.bash'], ['bash', 'sh']),
  language('matlab', ['matlab'], ['.m']),
  language('objective-c', ['objective-c'], ['.m']),
  language('haskell', ['haskell'], ['.hs'], ['runghc']),
]

function detected(file: Partial<FileFacts>, among = languages): string | undefined {
  return detectLanguage({ fileName: 'file', editorLanguageId: 'plaintext', firstLine: '', ...file }, among)?.id
}

describe('detectLanguage', () => {
  it('trusts the editor more than the file name', () => {
    expect(detected({ editorLanguageId: 'objective-c', fileName: 'a.m' })).toBe('objective-c')
    expect(detected({ editorLanguageId: 'shellscript', fileName: 'a.py' })).toBe('bash')
  })

  it('chooses among packs of one editor language by #!, then by extension', () => {
    expect(detected({ editorLanguageId: 'python', fileName: 'a.py' })).toBe('python')
    expect(detected({ editorLanguageId: 'python', fileName: 'a.py2' })).toBe('python2')
    expect(detected({ editorLanguageId: 'python', fileName: 'a.py', firstLine: '#!/usr/bin/python2' })).toBe('python2')
    expect(detected({ editorLanguageId: 'python', fileName: 'Untitled-1' })).toBe('python2')
  })

  it('prefers a language that can run', () => {
    const [old, ...rest] = languages
    const broken = old === undefined ? [] : [{ ...old, available: false }]
    expect(detected({ editorLanguageId: 'python', fileName: 'Untitled-1' }, [...broken, ...rest])).toBe('python')
  })

  it('uses the extension if the editor does not know the language', () => {
    expect(detected({ fileName: 'Main.hs' })).toBe('haskell')
    expect(detected({ fileName: 'RUN.SH' })).toBe('bash')
    expect(detected({ fileName: '.py' })).toBeUndefined()
  })

  it('uses the first of several packs of one language, unless #! says which', () => {
    const several = [...languages, language('python-science', ['python'], ['.py'], ['ipython'])]
    expect(detected({ fileName: 'a.py' }, several)).toBe('python')
    expect(detected({ fileName: 'a.py', firstLine: '#!/usr/bin/env ipython' }, several)).toBe('python-science')
  })

  it('does not guess between two languages', () => {
    expect(detected({ fileName: 'a.m' })).toBeUndefined()
  })

  it.each(['#!/bin/bash', '#!/usr/bin/env bash', '#! /usr/bin/env -S FOO=1 bash -e'])('reads %s', (firstLine) => {
    expect(detected({ firstLine })).toBe('bash')
  })

  it('finds nothing if nothing is known', () => {
    expect(detected({ fileName: 'notes.txt', firstLine: '#!/usr/bin/env' })).toBeUndefined()
  })
})
