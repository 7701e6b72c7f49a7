import { beforeEach, describe, expect, it } from 'vitest'
import { fakeStorage } from '../../test/support/fake-storage.ts'
import { History } from './history.ts'
import { type Program, programOf } from './program.ts'
import { Undoable } from './undoable.ts'
import { Workspace } from './workspace.ts'

const programWith = (content: string): Program => programOf('c', { path: 'main.c', content })
const contentOf = ({ files }: Program): string | undefined => files[0]?.content

describe('Undoable', () => {
  let workspace: Workspace
  let history: History
  let undoable: Undoable
  const inHistory = (): (string | undefined)[] => history.entries.value.map(({ program }) => contentOf(program))

  beforeEach(() => {
    workspace = new Workspace(programWith('written'))
    history = new History(fakeStorage())
    undoable = new Undoable(workspace, history)
  })

  it('restores a replaced program, and keeps changes to the other', () => {
    undoable.open(programWith('sample'), { isSample: true })
    expect(inHistory()).toEqual(['written'])
    workspace.write('main.c', 'sample, changed')
    expect(undoable.undo()).toBe(true)
    expect(contentOf(workspace.program.value)).toBe('written')
    expect(inHistory()).toEqual(['sample, changed'])
    expect(undoable.undo()).toBe(false)
  })

  it('ignores a sample, an empty program and the same one', () => {
    undoable.open(programWith('written'), { isSample: false })
    expect(undoable.offer.value).toBeNull()
    workspace.open(programWith(' \n'), { isSample: false })
    undoable.open(programWith('sample'), { isSample: true })
    undoable.open(programWith('another'), { isSample: true })
    expect(undoable.offer.value).toBeNull()
    expect(inHistory()).toEqual([])
  })

  it('restores a program whose sample was replaced by another', () => {
    undoable.open(programWith('sample'), { isSample: true })
    undoable.open(programWith('another'), { isSample: true })
    undoable.undo()
    expect(contentOf(workspace.program.value)).toBe('written')
  })

  it('restores a file, a case, the input and the history', () => {
    workspace.addFile('.h')
    workspace.write('file2.h', 'header')
    workspace.change({ cases: ['1', '2'].map((stdin) => ({ stdin, expected: null })), stdin: 'typed' })
    history.addUnrun(programWith('of old'))
    const before = workspace.program.value
    for (const remove of [
      () => undoable.removeFile('file2.h'),
      () => undoable.removeCase(0),
      () => undoable.dropInput(),
    ]) {
      remove()
      expect(workspace.program.value).not.toEqual(before)
      undoable.undo()
      expect(workspace.program.value).toEqual(before)
    }
    for (const remove of [
      () => undoable.clearHistory(),
      () => history.entries.value.forEach((one) => undoable.removeEntry(one)),
    ]) {
      remove()
      expect(inHistory()).toEqual([])
      undoable.undo()
      expect(inHistory()).toEqual(['of old'])
    }
  })
})
