import { describe, expect, it } from 'vitest'
import type { RequestFile, RunRequest } from '@sandrun/shared'
import { createTestManifest } from '../../conformance/test-pack.ts'
import { asSources, type Program } from './source-files.ts'

const interpreted = { ...createTestManifest('toy'), extensions: ['.toy'], file: 'main.toy' }
const compiled = { ...interpreted, compile: { argv: ['toyc', '{files}'] } }

function program(request: RunRequest, entry: string): Program {
  const files = request.files ?? [{ path: entry, content: request.code ?? '' }]
  return {
    entry,
    files: files.map(({ path, content, encoding }) => ({
      path,
      content: Buffer.from(typeof content === 'string' ? content : '', encoding === 'base64' ? 'base64' : 'utf8'),
      executable: false,
    })),
  }
}

function prepare(request: RunRequest, entry: string, manifest = interpreted): [string, Record<string, string>] {
  const prepared = asSources(program(request, entry), request, manifest)
  const contents = prepared.files.map(({ path, content }) => [path, Buffer.from(content).toString()] as const)
  return [prepared.entry, Object.fromEntries(contents)]
}

const text = (path: string, content: string): RequestFile => ({ path, content })

describe('asSources', () => {
  it('removes the byte order mark and the line ends of Windows from sources, and leaves data alone', () => {
    const files = [text('a.toy', '\uFEFFa\r\nb\rc\n'), text('sub/b.toy', 'x\r\n'), text('data.csv', '\uFEFF1\r\n')]
    expect(prepare({ files }, 'a.toy')).toEqual([
      'a.toy',
      { 'a.toy': 'a\nb\rc\n', 'sub/b.toy': 'x\n', 'data.csv': '\uFEFF1\r\n' },
    ])
    expect(prepare({ code: '\uFEFFx\r\n' }, 'main.toy')).toEqual(['main.toy', { 'main.toy': 'x\n' }])
    expect(prepare({ files: [text('start', 'x\r\n')] }, 'start')).toEqual(['start', { start: 'x\n' }])
  })

  it('leaves base64 content unchanged', () => {
    const content = Buffer.from('\uFEFFx\r\n').toString('base64')
    const files: RequestFile[] = [{ path: 'a.toy', content, encoding: 'base64' }]
    expect(prepare({ files }, 'a.toy')[1]).toEqual({ 'a.toy': '\uFEFFx\r\n' })
  })

  it('names a file without extension as the language’s compiler needs', () => {
    expect(prepare({ files: [text('solution', 'x')] }, 'solution', compiled)).toEqual(['main.toy', { 'main.toy': 'x' }])
    expect(prepare({ files: [text('sub/it', 'x')] }, 'sub/it', compiled)[0]).toBe('sub/main.toy')
    expect(prepare({ files: [text('it.txt', 'x')] }, 'it.txt', compiled)[0]).toBe('it.txt')
    const both = [text('it', 'x'), text('main.toy', 'y')]
    expect(prepare({ files: both }, 'it', compiled)).toEqual(['it', { it: 'x', 'main.toy': 'y' }])
  })
})
