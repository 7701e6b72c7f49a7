// Compares the output of a program for several inputs with the expected output.
import { Sandrun } from '@sandrun/client'

const { verdict, cases = [] } = await new Sandrun().run({
  language: 'python',
  code: 'print(int(input()) ** 2)',
  cases: [
    { name: 'small', stdin: '3', expected: '9' },
    { name: 'below zero', stdin: '-3', expected: '-9' },
    { name: 'no number', stdin: 'three' },
  ],
  compare: 'tokens',
})
console.log(verdict)
for (const { name, verdict: how } of cases) console.log(`${name}: ${how}`)

// Prints:
// wrong-answer
// small: accepted
// below zero: wrong-answer
// no number: runtime-error
