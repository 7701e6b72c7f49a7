import { closeSync, cpSync, ftruncateSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

/** A copy of a recorded cgroup, whose counters a test can change. */
export class CgroupFixture {
  readonly root = mkdtempSync(join(tmpdir(), 'sandrun-cgroup-'))

  constructor(version: 'cgroup-v1' | 'cgroup-v2') {
    cpSync(join(import.meta.dirname, 'fixtures', version), this.root, { recursive: true })
    onTestFinished(() => rmSync(this.root, { recursive: true }))
  }

  /** Changes the value that follows this name in a file, or the file's only value. */
  set(file: string, name: string | null, value: number): void {
    const path = join(this.root, file)
    const recorded = readFileSync(path, 'utf8')
    const line = name === null ? /^.*$/m : new RegExp(String.raw`(?<=^${name} )\d+$`, 'm')
    if (!line.test(recorded)) throw new Error(`${file} has no ${name ?? 'value'}`)
    const changed = recorded.replace(line, String(value))
    // The agent has the file open, and must never see it empty: the kernel's files never are.
    const opened = openSync(path, 'r+')
    try {
      writeSync(opened, changed, 0)
      ftruncateSync(opened, Buffer.byteLength(changed))
    } finally {
      closeSync(opened)
    }
  }
}
