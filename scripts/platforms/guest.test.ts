import { chmod, mkdir, mkdtempDisposable, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { expect, test } from 'vitest'
import { SCRIPTS } from './guest-folder.ts'
import { Guest } from './guest.ts'

const BOOT_MS = 60_000

/** Serves the queue, as queue.sh does in a real guest, until it is told to power off. */
const SERVES = `cd "$1/share/queue"
until grep -q poweroff *.now 2> /dev/null; do
  for file in *.cmd; do
    [ -e "$file" ] || continue
    name=\${file%.cmd}
    mv "$file" "$name.now"
    echo up > "$name.out"
    echo 0 > "$name.rc"
  done
  sleep 0.05
done`

test('a guest whose kernel fails while it boots boots again', async () => {
  await using folder = await guestFolder(`if mkdir "$1/failed" 2> /dev/null; then exit 1; fi\n${SERVES}`)
  await using guest = await Guest.boot(folder, folder.how, AbortSignal.timeout(BOOT_MS))
  await expect(guest.run('true', BOOT_MS, AbortSignal.timeout(BOOT_MS))).resolves.toEqual({ output: 'up\n', code: 0 })
})

test('a guest that never boots fails after three times', async () => {
  await using folder = await guestFolder('echo >> "$1/boots"; exit 1')
  await expect(Guest.boot(folder, folder.how, AbortSignal.timeout(BOOT_MS))).rejects.toThrow('The guest failed.')
  await expect(readFile(join(folder.path, 'boots'), 'utf8')).resolves.toBe('\n'.repeat(3))
})

async function guestFolder(script: string) {
  const made = await mkdtempDisposable(join(tmpdir(), 'sandrun-guest-'))
  const { path } = made
  const file = join(path, 'boot.sh')
  await mkdir(join(path, 'share', 'queue'), { recursive: true })
  await writeFile(file, `#!/bin/sh\n${script}\n`)
  await chmod(file, 0o700)
  const how = { script: relative(SCRIPTS, file), bootMs: BOOT_MS }
  return { path, share: join(path, 'share'), how, [Symbol.asyncDispose]: () => made.remove() }
}
