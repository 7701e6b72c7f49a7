import { expect, it } from 'vitest'
import { looksLikeSecret } from './secrets.ts'

it.each([
  '.env',
  'conf/.env.local',
  'server.pem',
  'tls/server.key',
  'id_rsa',
  'id_ed25519.pub',
  '.ssh/config',
  '.npmrc',
])('takes %s for a secret', (path) => {
  expect(looksLikeSecret(path)).toBe(true)
})

it.each(['main.py', '.env.example', 'keyboard.c', 'environment.ts', 'credits.txt', 'data/numbers.txt'])(
  'does not take %s for a secret',
  (path) => {
    expect(looksLikeSecret(path)).toBe(false)
  },
)
