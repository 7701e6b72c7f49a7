// Runs hello in a runner of every language that the service has built, or of those named: all-languages.ts python c
import { createRunner, runCode, Sandrun, stopRunner } from '@sandrun/client'

const { process } = globalThis as { process?: { argv: readonly string[]; exitCode?: number } }
const named = process?.argv.slice(2) ?? []
const languages = (await new Sandrun().languages()).filter(
  ({ id, available }) => available && (named.length === 0 || named.includes(id)),
)

let failed = 0
for (const { id, samples } of languages) {
  const hello = samples.find(({ name }) => name === 'hello')
  if (hello === undefined) continue
  const runner = await createRunner(id)
  try {
    const { stdout, message } = await runCode(runner, id, hello.code, '')
    if (stdout.trim() === 'Hello, world!') continue
    failed++
    console.log(`${id}: ${message} It wrote ${JSON.stringify(stdout)}.`)
  } finally {
    await stopRunner(runner)
  }
}
console.log(`${failed} failed`)
if (process !== undefined && failed > 0) process.exitCode = 1

// Prints:
// 0 failed
