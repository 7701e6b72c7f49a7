import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { ROOT } from '../bootstrap/prepare.mjs'
import { engineOf } from '../docker/find-engine.mjs'

const AGENT_IMAGE = 'sandrun/agent'
/** The agent, and its library in a prepared runtime. */
const AGENT_FILES = ['/init', '/.sandrun/handover.so']

/** Copies the agent out of its image, so that its own tests can run it without Docker. Returns its path. */
export async function extractAgent(): Promise<string> {
  const folder = join(ROOT, 'service/agent/build')
  await mkdir(folder, { recursive: true })
  for (const file of AGENT_FILES) {
    await engineOf(process.env).withFileOf(AGENT_IMAGE, file, async (tar) => {
      const extract = spawn('tar', ['-x', '-C', folder], { stdio: ['pipe', 'inherit', 'inherit'] })
      const closed = once(extract, 'close')
      await pipeline(tar, extract.stdin)
      const [code] = await closed
      if (code !== 0) throw new Error(`tar ended with exit code ${code}`)
    })
  }
  return join(folder, 'init')
}
