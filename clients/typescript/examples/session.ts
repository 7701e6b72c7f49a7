// Keeps files from one run to the next.
import { Sandrun, toLossyText } from '@sandrun/client'

const sandrun = new Sandrun()
const session = await sandrun.createSession({ language: 'python' })
try {
  await session.run({ code: 'open("kept", "w").write("here")' })
  const { run } = await session.run({ code: 'print(open("kept").read())' })
  console.log(toLossyText(run?.stdout ?? '').trim())
  const live = session.live({ code: 'print(input() + open("kept").read())' })
  await live.write('still ')
  live.end()
  let said = ''
  for await (const { text } of live) said += text
  console.log(said.trim())
} finally {
  await session.stop()
}

// Prints:
// here
// still here
