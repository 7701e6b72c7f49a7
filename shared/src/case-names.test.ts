import { describe, expect, it } from 'vitest'
import { casePairs, isCaseFile, nextPair, ownersOf, pairNamed, stemOf } from './case-names.ts'

describe('case pairs', () => {
  it('belong to the program whose name they begin with', () => {
    const names = ['main.in', 'main.out', 'main.10.in', 'main.2.in', 'main.2.out', 'mainly.1.in', 'main.py', 'x.in']
    expect(casePairs(names, 'main.py')).toEqual([
      { name: '2', input: 'main.2.in', output: 'main.2.out' },
      { name: '10', input: 'main.10.in', output: undefined },
      { name: 'main', input: 'main.in', output: 'main.out' },
    ])
  })

  it('are all pairs in a folder without a program, in the order of their names', () => {
    const names = ['10.in', '2.out', '2.in', 'main.1.in', 'a.cases.json', '10.txt', '1.5.in', '1.in']
    expect(casePairs(names)).toEqual([
      { name: '1', input: '1.in', output: undefined },
      { name: '1.5', input: '1.5.in', output: undefined },
      { name: '2', input: '2.in', output: '2.out' },
      { name: '10', input: '10.in', output: undefined },
      { name: 'main.1', input: 'main.1.in', output: undefined },
    ])
    expect(names.filter(isCaseFile)).toEqual(['a.cases.json'])
  })

  it('get the next free number', () => {
    expect(nextPair('main.py', ['main.1.in', 'main.2.out'])).toEqual({ input: 'main.3.in', output: 'main.3.out' })
  })

  it('keep a name that can be part of a file name, unless it is taken', () => {
    expect(pairNamed('a.c', 'empty', [])).toEqual({ input: 'a.empty.in', output: 'a.empty.out' })
    expect(pairNamed('a.c', 'empty', ['a.empty.in']).input).toBe('a.1.in')
    expect(pairNamed('a.c', '../x', []).input).toBe('a.1.in')
  })

  it('are shared by programs with the same stem, but JSON is not', () => {
    const names = ['a.c', 'a.py', 'ab.py', 'a.1.in', 'a.c.cases.json', 'a.txt']
    const isProgram = (name: string): boolean => /\.(c|py)$/.test(name)
    expect(ownersOf('a.1.in', names, isProgram)).toEqual(['a.c', 'a.py'])
    expect(ownersOf('a.c.cases.json', names, isProgram)).toEqual(['a.c'])
  })

  it('leave names that begin with a dot alone', () => {
    expect(stemOf('.profile')).toBe('.profile')
    expect(stemOf('a.b.py')).toBe('a.b')
  })
})
