import { createInterface } from 'node:readline/promises'

const terminal = createInterface({ input: process.stdin, output: process.stdout })
const name: string = await terminal.question('What is your name? ')
const number: number = Number(await terminal.question('Pick a number: '))
terminal.close()

console.log(`Hello, ${name}! ${number} squared is ${number ** 2}.`)
