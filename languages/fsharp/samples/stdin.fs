open System

printf "What is your name? "
let name = Console.ReadLine()
printf "Pick a number: "
let number = int (Console.ReadLine())

printfn "Hello, %s! %d squared is %d." name number (number * number)
