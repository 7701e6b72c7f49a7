// Answers a program that asks, while it runs.
import { Sandrun } from '@sandrun/client'

const code = `name = input("Who? ")
print("Hello,", name)
raise SystemExit(3)`

const run = new Sandrun().live({ language: 'python', code })
let said = ''
for await (const { channel, text } of run) {
  if (channel === 'stdout') said += text
  if (said === 'Who? ') await run.write('Ada\n')
}
const { verdict, message } = await run.finish()
console.log(said.trim())
console.log(`${verdict}: ${message}`)

// Prints:
// Who? Hello, Ada
// runtime-error: Exited with code 3.
