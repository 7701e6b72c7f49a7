import assert from 'node:assert/strict'
import { tidy } from '../harness/editing.ts'
import { runInVirtualWorkspace } from '../harness/virtual-scenario.ts'

describe('virtual workspaces', () => {
  afterEach(tidy)

  it('run programs and test cases, keep a history, and write test cases', async () => {
    const { output, cases, exported } = await runInVirtualWorkspace()
    assert.match(output, /^Hello from nowhere\n\[Done\]/)
    assert.equal(cases, 'double.py: 1 of 2 test cases passed.')
    assert.match(exported, /"expected": "5\\n"/)
  })
})
