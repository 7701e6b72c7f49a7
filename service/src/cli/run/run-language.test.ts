import { expect, it } from 'vitest'
import type { LanguageInfo } from '@sandrun/shared'
import type { Program } from './program.ts'
import { chooseLanguage } from './run-language.ts'

const language = (id: string, extensions: string[], file: string): LanguageInfo => ({
  id,
  name: id,
  aliases: [],
  editorLanguageIds: [],
  extensions,
  shebangs: [id],
  file,
  version: '1',
  available: true,
  compiled: false,
  samples: [],
  libraries: [],
  warm: 0,
  prepared: 0,
  diagnostics: [],
})
const known = [
  language('perl', ['.pl'], 'main.pl'),
  language('prolog', ['.pl'], 'main.pl'),
  language('python', ['.py'], 'main.py'),
  language('c', ['.c'], 'main.c'),
]

function program(files: Record<string, string>, entry: string | null = null): Program {
  return {
    entry,
    files: Object.entries(files).map(([path, text]) => ({ path, content: Buffer.from(text), executable: false })),
  }
}

const hint = (text: string) => expect.objectContaining({ code: 'unknown-language', hint: text })

it('asks which of the languages that share an extension it is, and for no other extension', () => {
  expect(() => chooseLanguage(program({ 'x.pl': 'x' }, 'x.pl'), undefined, known)).toThrow(
    hint('Set it with --lang: perl or prolog.'),
  )
  expect(() => chooseLanguage(program({ 'x.what': 'x' }, 'x.what'), undefined, known)).toThrow(
    hint('Set it with --lang: one of perl, prolog, python, c.'),
  )
  expect(chooseLanguage(program({ 'x.pl': '#!/usr/bin/perl\n' }, 'x.pl'), undefined, known).id).toBe('perl')
})

it('takes the language of a folder whose files have only one', () => {
  expect(chooseLanguage(program({ 'nums.txt': '1', 'open.py': 'x', 'more.py': 'x' }), undefined, known).id).toBe(
    'python',
  )
  expect(() => chooseLanguage(program({ 'a.py': 'x', 'b.c': 'x' }), undefined, known)).toThrow(
    hint('Set it with --lang: python or c.'),
  )
})
