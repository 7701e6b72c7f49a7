// Runs a program and waits for its end.
import { Sandrun, toLossyText } from '@sandrun/client'

const sandrun = new Sandrun()
const { verdict, run } = await sandrun.run({ language: 'python', code: 'print(input()[::-1])', stdin: 'sandrun' })
console.log(verdict)
console.log(toLossyText(run?.stdout ?? '').trim())

// Prints:
// ok
// nurdnas
