{ createInterface } = require 'node:readline/promises'

terminal = createInterface { input: process.stdin, output: process.stdout }
name = await terminal.question 'What is your name? '
number = Number await terminal.question 'Pick a number: '
terminal.close()

console.log "Hello, #{name}! #{number} squared is #{number ** 2}."
