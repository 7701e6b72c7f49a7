import { expect, it } from 'vitest'
import { plain } from './message.ts'

it('leaves text, lines and tabs, and makes control and deceptive characters visible', () => {
  expect(plain('Grüße, 世界 🦀\n\tnext')).toBe('Grüße, 世界 🦀\n\tnext')
  expect(plain('\x1b]2;t\x07 \x9b31m \r \x7f \u202egnp.exe')).toBe(
    '\uFFFD]2;t\uFFFD \uFFFD31m \uFFFD \uFFFD \uFFFDgnp.exe',
  )
})
