// The interface that some other systems have: start a runner for a language, run programs, stop it.
import { createRunner, runCode, stopRunner } from '@sandrun/client'

const id = await createRunner('javascript')
try {
  const code = 'process.stdin.on("data", (text) => console.log("got", String(text)))'
  const { stdout, exitCode, exceeded } = await runCode(id, 'javascript', code, 'this')
  console.log(stdout.trim(), exitCode, exceeded)
  const endless = await runCode(id, 'javascript', 'for (;;);', '', 300)
  console.log(`exceeded: ${endless.exceeded}`)
} finally {
  await stopRunner(id)
}

// Prints:
// got this 0 null
// exceeded: wallMs
