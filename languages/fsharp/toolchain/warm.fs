open System

printf "What is your name? "
let name = Console.ReadLine()
let number = int (Console.ReadLine())
printfn "Hello, %s! %d %.2f %A" name number (sqrt (float number)) [ for i in 1..3 -> i * i ]
