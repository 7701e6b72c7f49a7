import fc from 'fast-check'
import { expect, it } from 'vitest'
import { KeptOutput } from './kept-output.ts'

const keep = (limitBytes: number): KeptOutput => new KeptOutput({ limitBytes, lagBytes: 0, base: 0 })
const encode = (text: string): Uint8Array => new TextEncoder().encode(text)

it('keeps everything up to its limit', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme' })), (parts) => {
      const kept = keep(encode(parts.join('')).length)
      for (const part of parts) kept.append(encode(part))
      expect(kept.record()).toEqual({ content: parts.join(''), truncated: 0 })
    }),
  )
})

it('keeps head and tail of a longer output and says how much is missing', () => {
  const kept = keep(10)
  for (const part of ['abcdefgh', 'ijklmnop', 'qrstuvwxyz']) kept.append(encode(part))
  expect(kept.record()).toEqual({ content: 'abcde\n[… 16 bytes left out …]\nvwxyz', truncated: 16 })
})

it('keeps exactly the first and the last bytes, however they arrive', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 30 }), fc.array(fc.string({ unit: 'binary-ascii' })), (limit, parts) => {
      const kept = keep(limit)
      const whole = parts.join('').replaceAll('\n', '.')
      for (const part of parts) kept.append(encode(part.replaceAll('\n', '.')))
      const { content, truncated } = kept.record()
      const head = Math.ceil(limit / 2)
      const [first, second] = [whole.slice(0, head), whole.slice(whole.length - (limit - head))]
      const expected = whole.length <= limit ? whole : `${first}\n[… ${truncated} bytes left out …]\n${second}`
      expect({ content, truncated }).toEqual({ content: expected, truncated: Math.max(0, whole.length - limit) })
    }),
  )
})

it('never cuts a character at the gap', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 40 }),
      fc.array(fc.constantFrom('a', 'é', '語', '🦀'), { minLength: 60 }),
      (limit, parts) => {
        const kept = keep(limit)
        for (const part of parts) kept.append(encode(part))
        const { content, truncated } = kept.record()
        if (typeof content !== 'string') throw new Error('text became base64')
        const length = encode(content.replace(/\n\[… \d+ bytes left out …\]\n/, '')).length
        expect(length + truncated).toBe(encode(parts.join('')).length)
      },
    ),
  )
})

it('returns base64 for bytes that are not text', () => {
  const kept = keep(100)
  kept.append(Uint8Array.of(0xff, 0x00))
  expect(kept.record().content).toEqual({ base64: '/wA=' })
})

it('holds no more than twice its limit, however much arrives', () => {
  const kept = keep(1000)
  for (let turn = 0; turn < 10_000; turn++) kept.append(encode('0123456789'))
  const { content, truncated } = kept.record()
  expect(truncated).toBe(100_000 - 1000)
  expect(content).toHaveLength(1000 + '\n[… 99000 bytes left out …]\n'.length)
})
