import { beforeEach, describe, expect, it } from 'vitest'
import { programOf } from './program.ts'
import { Workspace } from './workspace.ts'

describe('Workspace', () => {
  let workspace: Workspace
  const paths = (): string[] => workspace.program.value.files.map(({ path }) => path)

  beforeEach(() => {
    workspace = new Workspace(programOf('c', { path: 'main.c', content: '1' }))
  })

  it('shows a new file, under a free name', () => {
    workspace.addFile('.c')
    workspace.addFile('.c')
    expect(paths()).toEqual(['main.c', 'file2.c', 'file3.c'])
    expect(workspace.activePath.value).toBe('file3.c')
  })

  it('gives a file another name, but not that of another file', () => {
    workspace.addFile('.h')
    expect(workspace.rename('file2.h', 'lib/list.h')).toBe(true)
    expect(workspace.activePath.value).toBe('lib/list.h')
    expect(workspace.rename('lib/list.h', 'main.c')).toBe(false)
    expect(paths()).toEqual(['main.c', 'lib/list.h'])
  })

  it('shows the neighbour of a file that is removed, and keeps the last', () => {
    workspace.addFile('.c')
    workspace.remove('file2.c')
    expect(workspace.activePath.value).toBe('main.c')
    workspace.remove('main.c')
    expect(paths()).toEqual(['main.c'])
  })

  it('restores a file at its place, beside a new one with its name', () => {
    workspace.addFile('.c')
    workspace.addFile('.c')
    const removed = workspace.remove('file2.c')
    if (removed === undefined) throw new Error('nothing was removed')
    workspace.putBack(removed, 1)
    expect(paths()).toEqual(['main.c', 'file2.c', 'file3.c'])
    workspace.putBack(removed, 1)
    expect(paths()).toEqual(['main.c', 'file22.c', 'file2.c', 'file3.c'])
    expect(workspace.activePath.value).toBe('file22.c')
  })

  it('recognizes an unchanged sample', () => {
    const sample = programOf('c', { path: 'main.c', content: 'sample' })
    workspace.open(sample, { isSample: true })
    workspace.write('main.c', 'sample ')
    expect(workspace.isSample).toBe(false)
    workspace.write('main.c', 'sample')
    expect(workspace.isSample).toBe(true)
    workspace.open(sample, { isSample: false })
    expect(workspace.isSample).toBe(false)
  })

  it('writes into one file only', () => {
    workspace.addFile('.c')
    workspace.write('main.c', '2')
    expect(workspace.program.value.files.map(({ content }) => content)).toEqual(['2', ''])
  })
})
