// Failures that are not the program's are thrown, with a code.
import { Sandrun, SandrunError } from '@sandrun/client'

const sandrun = new Sandrun()

async function codeOf(attempt: () => Promise<unknown>): Promise<string> {
  try {
    await attempt()
    return 'none'
  } catch (error) {
    if (error instanceof SandrunError) return error.code
    if (error instanceof DOMException) return error.name
    throw error
  }
}

console.log(await codeOf(() => sandrun.run({ language: 'klingon', code: 'x' })))
console.log(await codeOf(() => sandrun.live({ language: 'klingon', code: 'x' }).finish()))
console.log(await codeOf(() => sandrun.job('none').result()))
console.log(await codeOf(() => sandrun.session('none').run({ code: 'x' })))
console.log(await codeOf(() => new Sandrun({ url: 'http://127.0.0.1:9' }).languages()))
const sleep = { language: 'bash', code: 'sleep 60' }
const impatient = new AbortController()
setTimeout(() => impatient.abort(), 500)
console.log(await codeOf(() => sandrun.run(sleep, impatient.signal)))
console.log(await codeOf(() => sandrun.live(sleep, { signal: AbortSignal.abort() }).finish()))
const stop = new AbortController()
const run = sandrun.live(sleep, { signal: stop.signal, phase: () => stop.abort() })
const { verdict } = await run.finish()
console.log(verdict)

// Prints:
// unknown-language
// unknown-language
// not-found
// not-found
// unreachable
// AbortError
// AbortError
// cancelled
