import std/threadpool

proc squared(number: int): int = number * number

let answer = spawn squared(7)
echo ^answer
