import { describe, expect, it } from 'vitest'
import { checkPlaceholders, type CommandInput, expandCommand } from './command.ts'

const input: CommandInput = {
  entry: 'main.c',
  files: ['main.c', 'b.c', 'a.c', 'a.h', 'data.txt'],
  extensions: ['.c'],
  args: ['one', 'two words'],
  compileArgs: ['-g'],
}

const expand = (argv: string[], changes: Partial<CommandInput> = {}): string[] =>
  expandCommand(argv, { ...input, ...changes })

describe('expandCommand', () => {
  it('puts in one argument for one placeholder', () => {
    expect(expand(['cc', '-o', '{name}', '{file}'])).toEqual(['cc', '-o', 'main', 'main.c'])
  })

  it('puts in lists at their place', () => {
    expect(expand(['cc', '{compileArgs}', '{files}', '-lm'])).toEqual(['cc', '-g', 'main.c', 'a.c', 'b.c', '-lm'])
    expect(expand(['./main', '{args}'])).toEqual(['./main', 'one', 'two words'])
    expect(expand(['./main', '{args}'], { args: [] })).toEqual(['./main'])
  })

  it('puts the entry first, whatever its extension and position', () => {
    const entry = 'src/z.txt'
    expect(expand(['{files}'], { entry, files: ['b.c', entry, 'src/a.c'] })).toEqual([entry, 'b.c', 'src/a.c'])
  })

  it('replaces inside an argument', () => {
    expect(expand(['-o{name}.o', '--in={file}'], { entry: 'src/my app.c' })).toEqual([
      '-omy app.o',
      '--in=src/my app.c',
    ])
  })

  it.each(['-x.c', '@x.c', '+x.c'])('keeps %s from being misread', (entry) => {
    const files = [entry]
    expect(expand(['{file}', '{files}', '{name}.o'], { entry, files })).toEqual([
      `./${entry}`,
      `./${entry}`,
      `./${entry.slice(0, 2)}.o`,
    ])
    expect(expand(['-o{name}'], { entry, files })).toEqual([`-o${entry.slice(0, 2)}`])
  })

  it('never expands what it has put in', () => {
    expect(expand(['{file}', '{args}'], { entry: '{args}.c', args: ['{file}', '{name}'] })).toEqual([
      '{args}.c',
      '{file}',
      '{name}',
    ])
  })

  it("leaves the request's arguments unchanged", () => {
    expect(expand(['{args}'], { args: ['-x', '', '$HOME', 'é'] })).toEqual(['-x', '', '$HOME', 'é'])
  })

  it('leaves other braces alone', () => {
    expect(expand(['{print $1}', '{}'])).toEqual(['{print $1}', '{}'])
  })
})

describe('checkPlaceholders', () => {
  it('refuses a list inside an argument and says where', () => {
    expect(() => checkPlaceholders(['cc', '-I{files}'], 'compile.argv')).toThrow(
      '"compile.argv[1]": {files} must stand alone',
    )
  })

  it('accepts all other commands', () => {
    expect(() => checkPlaceholders(['cc', '{files}', '-o{name}', '{args}'], 'run.argv')).not.toThrow()
  })
})
