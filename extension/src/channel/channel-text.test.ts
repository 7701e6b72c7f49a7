import { describe, expect, it } from 'vitest'
import { HeadAndTail } from './head-and-tail.ts'
import { LineMarker } from './line-marker.ts'
import { PlainText } from './plain-text.ts'

function plain(...pieces: string[]): string {
  const text = new PlainText()
  return pieces.map((piece) => text.plain(piece)).join('') + text.end()
}

describe('PlainText', () => {
  it.each([
    ['a\r\nb\r\n', 'a\nb\n'],
    ['10%\r20%\r100%\n', '10%\n20%\n100%\n'],
    ['twice\r\r\n', 'twice\n'],
    ['\x1b[31mred\x1b[0m \x1b[1;1Hthere', 'red there'],
    ['\x1b]0;title\x07text\x1b(B\x1b7', 'text'],
    ['bell\x07 back\b tab\tnul\0', 'bell back tab\tnul'],
    ['Grüße 世界 🎉', 'Grüße 世界 🎉'],
    ['last\r', 'last\n'],
  ])('makes %j %j, however it is split', (text, expected) => {
    expect(plain(text)).toBe(expected)
    for (let at = 0; at <= text.length; at++) expect(plain(text.slice(0, at), text.slice(at))).toBe(expected)
  })
})

describe('LineMarker', () => {
  it('marks each line of stderr', () => {
    const marker = new LineMarker()
    expect(marker.mark('stderr', 'a\nb\n')).toBe('stderr │ a\nstderr │ b\n')
    expect(marker.mark('stdout', 'c\n')).toBe('c\n')
  })

  it('marks a line that comes in parts once', () => {
    const marker = new LineMarker()
    expect(marker.mark('stderr', 'a') + marker.mark('stderr', 'b\nc')).toBe('stderr │ ab\nstderr │ c')
  })

  it('never mixes both channels in one line', () => {
    const marker = new LineMarker()
    expect(marker.mark('stdout', 'Name? ') + marker.mark('stderr', 'oops\n')).toBe('Name? \nstderr │ oops\n')
    expect(marker.mark('stderr', 'half') + marker.mark('stdout', 'out')).toBe('stderr │ half\nout')
    expect(marker.atLineStart).toBe(false)
  })
})

describe('HeadAndTail', () => {
  it('passes short text through', () => {
    const text = new HeadAndTail(10, 5)
    expect(text.take('12345') + text.take('67890')).toBe('1234567890')
    expect(text.end()).toEqual({ skipped: 0, tail: '' })
  })

  it('keeps the end of long text, and counts what it drops in between', () => {
    const text = new HeadAndTail(4, 3)
    const head = 'abcdefghij'
      .split('')
      .map((character) => text.take(character))
      .join('')
    expect(head).toBe('abcd')
    expect(text.end()).toEqual({ skipped: 3, tail: 'hij' })
  })

  it('drops nothing if head and tail are enough', () => {
    const text = new HeadAndTail(4, 3)
    expect(text.take('abcdefg')).toBe('abcd')
    expect(text.end()).toEqual({ skipped: 0, tail: 'efg' })
  })
})
