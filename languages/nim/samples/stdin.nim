import std/[strformat, strutils]

stdout.write "What is your name? "
let name = stdin.readLine
stdout.write "Pick a number: "
let number = stdin.readLine.parseInt

echo fmt"Hello, {name}! {number} squared is {number * number}."
